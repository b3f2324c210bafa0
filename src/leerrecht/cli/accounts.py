"""`leerrecht accounts`: who has an account; making one and ending one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop
from leerrecht.cli.messages import plain
from leerrecht.cli.serve import configure

ORIGIN = "command line"
WORDS = {
    "made": {
        "nl": "Account {account} is gemaakt voor {name}.\nWachtwoord: {password}\nStartcode:  {start_code}\n"
        "Geef het wachtwoord en de startcode langs twee verschillende wegen. De startcode geldt {days} dagen, voor een keer. "
        "Leerrecht kan ze niet nog eens tonen.",
        "en": "Account {account} was made for {name}.\nPassword:   {password}\nStart code: {start_code}\n"
        "Hand over the password and the start code by two different ways. The start code holds for {days} days, for one "
        "time. Leerrecht can't show them again.",
    },
    "ended": {
        "nl": "Het account is beëindigd, met {sessions} sessie(s) en {memberships} lidmaatschap(pen) van teams.",
        "en": "The account has ended, with {sessions} session(s) and {memberships} membership(s) of teams.",
    },
    "none": {"nl": "Er zijn geen accounts.", "en": "There are no accounts."},
    "is_ended": {"nl": "beëindigd", "en": "ended"},
    "is_whole": {"nl": "wachtwoord en tweede stap", "en": "password and second step"},
    "is_waiting": {"nl": "wacht op de tweede stap", "en": "waits for the second step"},
    "is_through": {"nl": "via de eigen organisatie", "en": "through their own organisation"},
    "no_team": {"nl": "geen team", "en": "no team"},
    "account_address": {
        "nl": "Dit is geen e-mailadres. Schrijf het helemaal, zoals iemand@organisatie.nl",
        "en": "This is no e-mail address. Write it in full, such as somebody@organisation.nl",
    },
    "account_taken": {
        "nl": "Dit adres heeft al een account. Een account is van één mens: kijk met leerrecht accounts list",
        "en": "This address has an account already. An account is one person's: look with leerrecht accounts list",
    },
    "account_name": {
        "nl": "De naam ontbreekt of is niet te gebruiken: geef met --name de naam van één mens",
        "en": "The name is absent or can't be used: give the name of one person with --name",
    },
    "account_function": {
        "nl": "De functie is te lang of bevat vreemde tekens: schrijf --function korter",
        "en": "The function is too long or holds odd characters: write --function shorter",
    },
    "account_team": {
        "nl": "Deze organisatie heeft geen team {teams}: kijk de naam van --organisation en van elk --team na",
        "en": "This organisation has no team {teams}: check the name of --organisation and of each --team",
    },
    "no_such_account": {
        "nl": "Er is geen account met dit adres of deze code. Kijk met: leerrecht accounts list",
        "en": "No account has this address or id. Look with: leerrecht accounts list",
    },
    "account_ended_already": {
        "nl": "Dit account was al beëindigd. Er is niets veranderd.",
        "en": "This account had ended already. Nothing was changed.",
    },
    "no_database": {
        "nl": "De database antwoordt niet. Kijk wat eraan scheelt met: leerrecht doctor",
        "en": "The database doesn't answer. See what is wrong with: leerrecht doctor",
    },
}


def _say(name: str, lang: str, /, **values: object) -> str:
    """Say something, fit for a terminal (line by line)."""
    return "\n".join(plain(line) for line in WORDS[name][lang].format(**values).splitlines())


def run_accounts(arguments: argparse.Namespace) -> int:
    """Do what was asked with accounts; 0 when it was done, 2 when it can't be: everything that is wrong is said."""
    lang = arguments.lang
    try:
        configure(lang)
    except Stop:
        return FAULTS
    from django.db import OperationalError

    from leerrecht.operations.acting import Refused

    work = {"add": _add, "end": _end, "list": _list}[arguments.action]
    try:
        for line in work(arguments):
            print(line)
    except Refused as refused:
        values = {"teams": ", ".join(refused.values.get("teams", ()))}
        for reason in refused.reasons:
            print(_say(reason.rpartition(".")[2], lang, **values), file=sys.stderr)
        return FAULTS
    except OperationalError:
        print(_say("no_database", lang), file=sys.stderr)
        return FAULTS
    return RAN


def _add(arguments: argparse.Namespace) -> Iterator[str]:
    from leerrecht.operations.signing_in.accounts import add_account
    from leerrecht.operations.signing_in.start_code import KEPT
    from leerrecht.web.frame.clock import now, today

    made = add_account(
        email=arguments.email, name=arguments.name, function=arguments.function, organisation=arguments.organisation,
        teams=arguments.team, at=now(), on=today(), origin=ORIGIN,
    )  # fmt: skip
    yield _say(
        "made", arguments.lang, account=made.account.public_id, name=arguments.name.strip(), password=made.password,
        start_code=made.start_code, days=KEPT.days,
    )  # fmt: skip


def _end(arguments: argparse.Namespace) -> Iterator[str]:
    from leerrecht.operations.signing_in.accounts import end_account
    from leerrecht.web.frame.clock import now, today

    ended = end_account(account=arguments.account, at=now(), on=today(), origin=ORIGIN)
    yield _say("ended", arguments.lang, sessions=ended.sessions, memberships=ended.memberships)


def _list(arguments: argparse.Namespace) -> Iterator[str]:
    from leerrecht.queries.accounts import find_accounts
    from leerrecht.web.frame.clock import today

    lang = arguments.lang
    found = find_accounts(on=today(), with_ended=arguments.ended)
    if not found:
        print(_say("none", lang), file=sys.stderr)
    for each in found:
        if not each.is_active:
            way = "is_ended"
        elif each.has_identity:
            way = "is_through"
        else:
            way = "is_whole" if each.has_second_factor else "is_waiting"
        teams = "; ".join(each.teams) or _say("no_team", lang)
        yield plain("  ".join(filter(None, (each.public_id, each.name, each.email, f"({teams})", _say(way, lang)))))
