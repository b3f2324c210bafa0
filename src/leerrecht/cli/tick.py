"""`leerrecht tick`: does the scheduled work that is due. Run it often, from cron or a timer: see docs/how-to/run-it.md."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from typing import Any

from leerrecht.cli import FAILED, FAULTS, RAN
from leerrecht.cli.loading import Stop
from leerrecht.cli.messages import plain
from leerrecht.cli.serve import complain, configure, waiting_migrations

LONG_AGO = datetime.timedelta(hours=26)
"""So long without scheduled work is a fault: even a server that ticks once a day has missed one."""

WORDS: dict[str, dict[str, str]] = {
    "done": {"nl": "✓ gedaan", "en": "✓ done"},
    "failed": {"nl": "✗ mislukt", "en": "✗ failed"},
    "busy": {"nl": "… bezig", "en": "… busy"},
    "not_due": {"nl": "– al gedaan", "en": "– done already"},
    "would": {"nl": "? zou doen", "en": "? would do"},
    "nothing": {"nl": "niets te doen", "en": "nothing to do"},
    "other": {"nl": "een andere tick is hiermee bezig", "en": "another tick is at it"},
    "unexpected": {
        "nl": "Er ging iets mis dat wij niet verwachtten ({where}). Het wordt bij de volgende tick opnieuw geprobeerd. "
        "Blijft het misgaan, meld dit dan met deze tekst; zet LEERRECHT_DEBUG=1 ervoor om alles te zien.",
        "en": "Something went wrong that we didn't expect ({where}). The next tick tries again. If it keeps failing, "
        "report it with this text; put LEERRECHT_DEBUG=1 before it to see everything.",
    },
    "no_job": {
        "nl": "Er is geen taak {name}. Er zijn: {names}",
        "en": "There is no job {name}. There are: {names}",
    },
    "ahead": {
        "nl": "{at} is nog niet geweest, en werk dat te vroeg komt, is niet terug te draaien. Kijk vooruit met --dry-run.",
        "en": "{at} hasn't been yet, and work that comes too early can't be undone. Look ahead with --dry-run.",
    },
    "rehearsed": {"nl": "Er is niets veranderd.", "en": "Nothing was changed."},
}
DOCTOR_WORDS: dict[str, dict[str, str]] = {
    "ticked": {"nl": "Gepland werk: laatst gedaan op {moment}", "en": "Scheduled work: last done on {moment}"},
    "ticked_long_ago": {
        "nl": "Gepland werk is sinds {moment} niet gedaan. Draai: leerrecht tick, en zet het in cron of een timer.",
        "en": "Scheduled work wasn't done since {moment}. Run: leerrecht tick, and put it in cron or a timer.",
    },
    "never_ticked": {
        "nl": "Gepland werk is hier nog nooit gedaan. Draai: leerrecht tick, en zet het in cron of een timer.",
        "en": "Scheduled work was never done here. Run: leerrecht tick, and put it in cron or a timer.",
    },
    "tick_failed": {
        "nl": "Gepland werk: {name} mislukte de laatste keer ({why}). Draai: leerrecht tick --only {name}",
        "en": "Scheduled work: {name} failed the last time ({why}). Run: leerrecht tick --only {name}",
    },
    "demo_ticks_by_hand": {
        "nl": "Gepland werk: in de demo alleen met de hand (leerrecht tick)",
        "en": "Scheduled work: in the demo by hand only (leerrecht tick)",
    },
}
Line = tuple[bool, str, dict[str, Any]]
"""Is it good, the word, and its values."""


def look_at_ticks() -> Iterator[Line]:
    """Say when scheduled work was last done, and which job failed."""
    from django.conf import settings
    from django.utils import timezone

    from leerrecht.telling.models import Run
    from leerrecht.web.frame.clock import now

    rows = list(Run.objects.exclude(ended_at=None))
    last = max((row.ended_at for row in rows if row.ended_at), default=None)
    if last is None:
        yield (True, "demo_ticks_by_hand", {}) if settings.IS_DEMO else (False, "never_ticked", {})
        return
    is_late = now() - last > LONG_AGO and not settings.IS_DEMO
    moment = f"{timezone.localtime(last):%Y-%m-%d %H:%M}"
    yield not is_late, "ticked_long_ago" if is_late else "ticked", {"moment": moment}
    for row in rows:
        if row.why:
            yield False, "tick_failed", {"name": row.name, "why": row.why}


def _say(name: str, lang: str, /, **values: object) -> str:
    return plain(WORDS[name][lang].format(**values))


def run_tick(arguments: argparse.Namespace) -> int:
    """Do what is due; 0 when all of it was done, 1 when a job failed, 2 when it can't begin."""
    lang = arguments.lang
    try:
        configure(lang)
        return _run(arguments)
    except Stop:
        return FAULTS


def _moment(arguments: argparse.Namespace) -> datetime.datetime:
    """Give the moment asked about: now, or one that was; ahead only to look."""
    from django.conf import settings
    from django.utils import timezone

    from leerrecht.web.frame.clock import now

    at: datetime.datetime | None = arguments.at
    if at is None:
        return now()
    at = timezone.make_aware(at) if timezone.is_naive(at) else at
    if at > now() and not arguments.dry_run and not settings.IS_DEMO:
        print(_say("ahead", arguments.lang, at=arguments.at), file=sys.stderr)
        raise Stop
    return at


def _run(arguments: argparse.Namespace) -> int:
    from django.db import OperationalError, ProgrammingError

    from leerrecht.cli.tick_jobs import find_jobs
    from leerrecht.operations.ticking import FAILED as WENT_WRONG
    from leerrecht.operations.ticking import run_jobs
    from leerrecht.web.frame.clock import now

    lang = arguments.lang
    jobs = find_jobs(lang=lang)
    if arguments.only and arguments.only not in {job.name for job in jobs}:
        names = ", ".join(job.name for job in jobs)
        print(_say("no_job", lang, name=arguments.only, names=names), file=sys.stderr)
        raise Stop
    at, is_rehearsal = _moment(arguments), bool(arguments.dry_run)
    chosen = [job for job in jobs if arguments.only in (None, job.name)]
    failed = 0
    try:
        waiting = waiting_migrations()
        if waiting:
            complain("waiting", lang, count=len(waiting))
            raise Stop
        for ran in run_jobs(jobs=chosen, at=at, clock=now, is_rehearsal=is_rehearsal):
            failed += ran.state == WENT_WRONG
            _show(ran, lang, is_rehearsal)
    except (OperationalError, ProgrammingError):
        complain("no_database", lang)
        raise Stop from None
    if is_rehearsal:
        print(_say("rehearsed", lang), file=sys.stderr)
    return FAILED if failed else RAN


def _show(ran: Any, lang: str, is_rehearsal: bool) -> None:
    """Print what came of a job: to stderr when it failed."""
    from leerrecht.cli.messages import where_failed
    from leerrecht.operations.ticking import BUSY, DONE, JobFailed
    from leerrecht.operations.ticking import FAILED as WENT_WRONG

    said = list(ran.said)
    if ran.error is not None and not isinstance(ran.error, JobFailed):
        said.append(_say("unexpected", lang, where=where_failed(ran.error)))
    if ran.state == BUSY:
        said.append(_say("other", lang))
    if ran.state == DONE and not said:
        said.append(_say("nothing", lang))
    state = "would" if is_rehearsal and ran.state == DONE else ran.state
    to = sys.stderr if ran.state == WENT_WRONG else sys.stdout
    print(plain(f"{WORDS[state][lang]:<13} {ran.job.name:<10} {'; '.join(said) or ran.job.about}"), file=to)
