"""Accounts at the command line: made for one person, ended at once, listed."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from leerrecht.accounts.models import Account, Identity, RecoveryCode, SecondFactor, StartCode
from leerrecht.audit.models import Event
from leerrecht.chain.models import Membership, Professional, Team
from leerrecht.cli import main
from leerrecht.cli.accounts import WORDS
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.accounts import add_account, end_account
from leerrecht.operations.signing_in.second_factor import new_secret
from leerrecht.operations.signing_in.start_code import fits_start_code
from leerrecht.web.frame.clock import now
from tests.operations.builders import NOW
from tests.world import ON

ADDRESS = "Ada@Organisatie.example"
GIVEN = {"name": "Ada Verzonnen", "function": "mentor", "organisation": "COA", "teams": ["Team Zandakker"]}


def add(**changes):
    return add_account(**{"email": ADDRESS, **GIVEN, **changes}, at=NOW, on=ON, origin="command line")


def end(account):
    return end_account(account=account, at=NOW, on=ON, origin="command line")


def actions():
    return list(Event.objects.order_by("pk").values_list("action", "result", "actor"))


def run(capsys, *arguments, lang="en"):
    code = main(["accounts", *arguments, "--lang", lang])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_an_account_is_made_with_a_password_a_start_code_and_teams(chain):
    made = add(teams=["Team Zandakker", "Team Nergens", "Team Nergens"])
    account = Account.objects.get(email="ada@organisatie.example")
    assert account == made.account and account.check_password(made.password)
    assert fits_start_code(account=account, typed=made.start_code, at=NOW)
    assert (account.professional.name, account.professional.function) == ("Ada Verzonnen", "mentor")
    rows = Membership.objects.filter(professional=account.professional).values_list(
        "team__name", "valid_from", "valid_to"
    )
    assert sorted(rows) == [("Team Nergens", ON, None), ("Team Zandakker", ON, None)]
    assert actions() == [("account.made", "done", ""), *[("membership.begun", "done", "")] * 2]
    kept = str([*Event.objects.values(), *StartCode.objects.values(), *Account.objects.values()])
    assert made.password not in kept and made.start_code not in kept and made.start_code.replace("-", "") not in kept


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"email": "ada"}, {"account_address"}),
        ({"email": ""}, {"account_address"}),
        ({"name": " "}, {"account_name"}),
        ({"name": "A" * 201}, {"account_name"}),
        ({"name": "A\0"}, {"account_name"}),
        ({"function": "f" * 201}, {"account_function"}),
        ({"teams": ["Team Zandakker", "Nidos"]}, {"account_team"}),
        ({"organisation": "Nidos"}, {"account_team"}),
        ({"teams": []}, {"account_team"}),
        ({"email": "a b", "name": "", "teams": ["x"]}, {"account_address", "account_name", "account_team"}),
    ],
)
def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_made(chain, changes, reasons):
    before = Account.objects.count(), Professional.objects.count()
    with pytest.raises(Refused) as refused:
        add(**changes)
    assert set(refused.value.reasons) == {f"refused.{reason}" for reason in reasons}
    assert (Account.objects.count(), Professional.objects.count()) == before
    assert not Event.objects.exists()


def test_an_address_has_one_account(chain):
    add()
    with pytest.raises(Refused, match="account_taken"):
        add(email=f" {ADDRESS.lower()} ", name="Bo Verzonnen")


def test_ending_an_account_ends_everything_of_it_at_once(chain, client):
    account = chain[1]["reception"]
    other = Client()
    other.force_login(chain[1]["school"])
    client.force_login(account)
    assert client.get("/vandaag/").status_code == 200
    SecondFactor.objects.create(account=account, secret=new_secret(), last_step=0, set_at=NOW)
    RecoveryCode.objects.create(account=account, digest="x")
    ahead = Membership.objects.create(
        professional=account.professional, team=Team.objects.get(name="Nidos"),
        valid_from=ON + datetime.timedelta(days=9),
    )  # fmt: skip
    ended = end(account.email.upper())
    assert (ended.sessions, ended.memberships) == (1, 2)
    assert client.get("/vandaag/").status_code == 302
    assert other.get("/vandaag/").status_code == 200
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    ahead.refresh_from_db()
    assert ahead.valid_to == ahead.valid_from
    assert set(
        Membership.objects.filter(professional=account.professional).exclude(pk=ahead.pk).values_list("valid_to")
    ) == {(ON,)}
    account.refresh_from_db()
    assert (account.is_active, account.email, account.has_usable_password()) == (False, None, False)
    assert actions() == [*[("membership.ended", "done", "")] * 2, ("account.ended", "done", "")]
    with pytest.raises(Refused, match="account_ended_already"):
        end(account.public_id)


def test_a_session_is_over_also_when_its_row_was_overlooked(chain, client):
    """Two doors: the row goes, and whoever isn't active any more is nobody."""
    account = chain[1]["reception"]
    client.force_login(account)
    held = client.session
    end(account.public_id)
    held.save(must_create=True)
    assert client.get("/vandaag/").status_code == 302


def test_between_two_steps_of_signing_in_an_end_is_an_end(chain, client, settings):
    settings.IS_DEMO = False
    account = chain[1]["reception"]
    client.post("/aanmelden/", {"email": account.email, "password": "a-long-password"})
    assert client.get("/aanmelden/tweede-stap/").status_code == 200
    end(account.email)
    assert client.get("/aanmelden/tweede-stap/").status_code == 302


def test_whoever_comes_back_gets_a_new_account(chain):
    first = add()
    end(ADDRESS)
    again = add()
    assert again.account.pk != first.account.pk
    assert again.account.professional != first.account.professional


def test_who_came_in_through_their_organisation_is_not_let_in_any_more(way):
    way.whole()
    account = Identity.objects.get().account
    assert way.client.get("/vandaag/").status_code == 200
    assert end(account.public_id).sessions == 1
    assert way.client.get("/vandaag/").status_code == 302
    assert "waarom=closed" in way.whole().headers["Location"]
    assert not Membership.objects.filter(professional=account.professional, valid_to=None).exists()


def test_the_command_makes_lists_and_ends(chain, capsys):
    code, said, _ = run(
        capsys, "add", ADDRESS, "--name", "Ada Verzonnen", "--organisation", "COA", "--team", "Team Zandakker"
    )
    account = Account.objects.get(email=ADDRESS.lower())
    password, start_code = re.findall(r"(?:\w{4}-){3}\w{4}", said)
    assert code == 0
    assert account.check_password(password)
    assert fits_start_code(account=account, typed=start_code, at=now())
    line = next(line for line in run(capsys, "list")[1].splitlines() if line.startswith(account.public_id))
    assert line.split("  ")[1:] == [
        "Ada Verzonnen", "ada@organisatie.example", "(COA: Team Zandakker)", "waits for the second step"
    ]  # fmt: skip
    code, said, _ = run(capsys, "end", ADDRESS)
    assert (code, said) == (0, "The account has ended, with 0 session(s) and 1 membership(s) of teams.\n")
    assert account.public_id not in run(capsys, "list")[1]
    assert f"{account.public_id}  Ada Verzonnen  (no team)  ended" in run(capsys, "list", "--ended")[1].splitlines()


def test_the_list_says_how_somebody_comes_in(chain, capsys):
    account = chain[1]["reception"]
    SecondFactor.objects.create(account=account, secret="x", last_step=0, set_at=NOW)
    Identity.objects.create(account=chain[1]["school"], issuer="https://i.example", subject="1", made_at=NOW)
    lines = {line.split("  ")[0]: line for line in run(capsys, "list")[1].splitlines()}
    assert lines[account.public_id].endswith("password and second step")
    assert lines[chain[1]["school"].public_id].endswith("through their own organisation")


def test_what_the_command_can_not_do_is_said(chain, capsys):
    code, said, wrong = run(capsys, "add", "ada", "--name", "", "--organisation", "COA", "--team", "Weg")
    assert (code, said) == (2, "")
    assert len(wrong.splitlines()) == 3 and "no team Weg" in wrong
    assert run(capsys, "end", "nobody@test.example", lang="nl")[0] == 2
    assert all(set(words) == {"nl", "en"} for words in WORDS.values())
