"""The jobs of `leerrecht tick`: what each does in a sentence, how often, and what it says it did.

A job begins here when there is work that has a time: nothing is decided here that a person decides (records past their term
are still erased by a person, each time).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

WORDS: dict[str, dict[str, str]] = {
    "about_digests": {
        "nl": "mailt wie dat wil hoeveel er nieuw is",
        "en": "mails whoever wants it how much is new",
    },
    "about_invitations": {
        "nl": "mailt wie dat wil de uitnodigingen voor overleggen",
        "en": "mails whoever wants it the invitations to meetings",
    },
    "about_calendars": {
        "nl": "houdt bij wat er in agenda's staat, en stopt agenda's die niemand meer leest",
        "en": "notes what stands in calendars, and ends those that nobody reads any more",
    },
    "about_reviews": {
        "nl": "zegt het als een noodinzage niet op tijd is beoordeeld",
        "en": "tells when an emergency opening wasn't reviewed in time",
    },
    "about_link": {
        "nl": "bewaart de laatste schakel van het logboek buiten de database",
        "en": "keeps the last link of the log outside the database",
    },
    "about_chain": {
        "nl": "loopt het logboek na (BIO2 8.15.06)",
        "en": "verifies the log (BIO2 8.15.06)",
    },
    "about_logs": {
        "nl": "haalt weg wat in de logboeken voorbij zijn termijn is",
        "en": "removes what is past its term in the logs",
    },
    "about_lists": {
        "nl": "laat lijsten los die een week op niemand hebben gewacht",
        "en": "lets go of lists that nobody came back to for a week",
    },
    "about_leftovers": {
        "nl": "haalt zoekvragen, sessies en codes weg die voorbij zijn",
        "en": "removes searches, sessions and codes that are over",
    },
    "about_quarters": {
        "nl": "legt voor Inzicht eenmaal de cijfers vast van een kwartaal dat klaar is",
        "en": "publishes once, for Inzicht, the numbers of a quarter that is settled",
    },
    "quarters": {"nl": "{count} kwartaal/kwartalen vastgelegd", "en": "{count} quarter(s) published"},
    "digests": {
        "nl": "{sent} mail(s) verstuurd, {nothing} zonder nieuws",
        "en": "{sent} mail(s) sent, {nothing} without news",
    },
    "invitations": {"nl": "{sent} uitnodiging(en) verstuurd", "en": "{sent} invitation(s) sent"},
    "old_invitations": {"nl": "uitnodigingen {count}", "en": "invitations {count}"},
    "would_mail": {"nl": "{count} mens(en) aan de beurt", "en": "{count} person(s) are due"},
    "calendars": {
        "nl": "{changed} agenda('s) veranderd, {ended} gestopt",
        "en": "{changed} calendar(s) changed, {ended} ended",
    },
    "no_mail": {"nl": "er gaat geen post weg: EMAIL_URL is leeg", "en": "no mail goes out: EMAIL_URL is empty"},
    "unsent": {
        "nl": "{refused} adres(sen) geweigerd, {later} later opnieuw, {unsure} misschien verstuurd",
        "en": "{refused} address(es) refused, {later} tried again later, {unsure} maybe sent",
    },
    "no_server": {
        "nl": "De mailserver neemt geen post aan ({why}). Wie nog niets kreeg, krijgt het bij de volgende tick. Kijk of "
        "EMAIL_URL en EMAIL_FROM kloppen en of de server antwoordt",
        "en": "The mail server takes no mail ({why}). Who got none yet gets it with the next tick. See whether EMAIL_URL and "
        "EMAIL_FROM are right and the server answers",
    },
    "reviews": {
        "nl": "{count} te late beoordeling(en) gemeld aan wie op privacy let",
        "en": "{count} late review(s) told to who watches over privacy",
    },
    "link": {"nl": "schakel {sequence} bewaard", "en": "link {sequence} kept"},
    "logs": {"nl": "{total} regel(s) voorbij hun termijn", "en": "{total} row(s) past their term"},
    "lists": {"nl": "{count} lijst(en) losgelaten", "en": "{count} list(s) let go"},
    "leftovers": {"nl": "{total} rij(en) voorbij: {what}", "en": "{total} row(s) over: {what}"},
    "lookups": {"nl": "zoekvragen {count}", "en": "searches {count}"},
    "answers": {"nl": "antwoorden {count}", "en": "answers {count}"},
    "inquiries": {"nl": "vragen {count}", "en": "questions {count}"},
    "sessions": {"nl": "sessies {count}", "en": "sessions {count}"},
    "codes": {"nl": "codes {count}", "en": "codes {count}"},
    "proofs": {"nl": "adrescodes {count}", "en": "address codes {count}"},
    "mailings": {"nl": "verzendingen {count}", "en": "mailings {count}"},
    "tries": {"nl": "pogingen {count}", "en": "tries {count}"},
    "verify": {"nl": "het logboek nalopen", "en": "verify the log"},
    "no_links": {
        "nl": "De schakel is niet bewaard: {file} is niet te schrijven of houdt iets anders in ({why}). Kijk naar dat bestand; "
        "hoort het bij een andere database, zet het dan apart.",
        "en": "The link wasn't kept: {file} can't be written or holds something else ({why}). Look at that file; if it "
        "belongs to another database, put it aside.",
    },
}


def _say(name: str, lang: str, /, **values: object) -> str:
    return WORDS[name][lang].format(**values)


def find_jobs(*, lang: str) -> list[Any]:
    """Give every job there is, in the order in which they are done; their reports in a language."""
    from leerrecht.operations.ticking import Job

    work: list[tuple[str, str, Callable[..., list[str]]]] = [
        ("reviews", "hour", _reviews),
        ("digests", "tick", _digests),
        ("invitations", "tick", _invitations),
        ("calendars", "hour", _calendars),
        ("quarters", "day", _quarters),
        ("lists", "day", _lists),
        ("leftovers", "day", _leftovers),
        ("logs", "day", _logs),
        ("chain", "month", _chain),
        ("link", "hour", _link),
    ]
    return [
        Job(name=name, about=_say(f"about_{name}", lang), every=every, work=partial(does, lang))
        for name, every, does in work
    ]


def _digests(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from django.conf import settings

    from leerrecht.operations.digests import find_due, send_digests
    from leerrecht.web.telling.letters import write_digest

    if not settings.MAILS:
        return [_say("no_mail", lang)]
    if is_rehearsal:
        count = len(find_due(at=at))
        return [_say("would_mail", lang, count=count)] if count else []
    return _say_tally("digests", lang, send_digests(at=at, write=write_digest))


def _invitations(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from django.conf import settings

    from leerrecht.operations.invitations import find_invitations, send_mails
    from leerrecht.web.partnership.invitation import write_invitation_mail

    if not settings.MAILS:
        return []
    if is_rehearsal:
        count = len(find_invitations(at=at))
        return [_say("would_mail", lang, count=count)] if count else []
    return _say_tally("invitations", lang, send_mails(at=at, write=write_invitation_mail))


def _say_tally(name: str, lang: str, tally: Any) -> list[str]:
    from leerrecht.operations.ticking import JobFailed

    counts = {name: tally.counts[name] for name in ("sent", "nothing", "refused", "later", "unsure")}
    said = [_say(name, lang, **counts)] if counts["sent"] or counts["nothing"] else []
    said += [_say("unsent", lang, **counts)] if counts["refused"] or counts["later"] or counts["unsure"] else []
    if tally.stopped:
        raise JobFailed("; ".join([*said, _say("no_server", lang, why=tally.stopped)]), kind="no_server")
    return said


def _calendars(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.operations.feeds import keep_feeds

    tally = keep_feeds(at=at, is_rehearsal=is_rehearsal)
    return [_say("calendars", lang, changed=tally["changed"], ended=tally["ended"])] if tally.total() else []


def _reviews(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.operations.late_reviews import tell_of_late_reviews, untold_late

    count = untold_late(at=at).count() if is_rehearsal else tell_of_late_reviews(at=at)
    return [_say("reviews", lang, count=count)] if count else []


def _quarters(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.operations.publishing import publish_quarters, unpublished

    count = len(unpublished(at=at)) if is_rehearsal else publish_quarters(at=at)
    return [_say("quarters", lang, count=count)] if count else []


def _lists(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.operations.importing import count_old, let_go_of_old

    count = count_old(at=at) if is_rehearsal else let_go_of_old(at=at)
    return [_say("lists", lang, count=count)] if count else []


def _leftovers(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.operations.letting_go import count_leftovers, let_go_of_leftovers

    found = count_leftovers(at=at) if is_rehearsal else let_go_of_leftovers(at=at)
    total = sum(found.values())
    what = ", ".join(_say(name, lang, count=count) for name, count in found.items() if count)
    return [_say("leftovers", lang, total=total, what=what)] if total else []


def _logs(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.operations.logs import preview_old_rows, remove_old_rows

    found = preview_old_rows(at=at) if is_rehearsal else remove_old_rows(at=at)
    total = sum(old.total for old in found)
    return [_say("logs", lang, total=total)] if total else []


def _chain(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.cli.logs import DOCTOR_WORDS, verify_log
    from leerrecht.operations.ticking import JobFailed

    if is_rehearsal:
        return [_say("verify", lang)]
    said = []
    for is_good, name, values in verify_log([]):
        said.append(DOCTOR_WORDS[name][lang].format(**values))
        if not is_good:
            raise JobFailed("; ".join(said), kind=name)
    return said


def _link(lang: str, at: datetime.datetime, is_rehearsal: bool) -> list[str]:
    from leerrecht.audit.outside import LinksRefused, links_file
    from leerrecht.operations.logs import keep_last_link
    from leerrecht.operations.ticking import JobFailed

    try:
        sequence = keep_last_link(at=at, is_rehearsal=is_rehearsal)
    except (OSError, LinksRefused) as error:
        why = error.strerror if isinstance(error, OSError) else f"line {error}"
        raise JobFailed(_say("no_links", lang, file=links_file(), why=why), kind="no_links") from None
    return [_say("link", lang, sequence=sequence)] if sequence else []
