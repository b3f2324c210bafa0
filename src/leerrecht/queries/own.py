"""What a young person sees at their own door: their record, without what nobody has told them yet.

What isn't told is left out of the facts before anything is concluded from them. So a move that was announced, but not told,
changes nothing on any page: no date, no name, no number of people.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Q

from leerrecht.access import Refusal, Scope, Tie, scope
from leerrecht.chain.models import Location, School, Team
from leerrecht.grants.models import Consent
from leerrecht.law.conclusions import Finding, find_conclusions
from leerrecht.law.frames import build_caseload
from leerrecht.queries.facts import frames_of, rows_seen
from leerrecht.queries.handovers import Comer, comers_of, taken_untold
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.queries.viewers import Viewer
from leerrecht.records.models import FACT, Child
from leerrecht.rights.models import Request

ROLE, PROTECTED = "child", "protected"
Row = Mapping[str, Any]
CLOSED_HERE = ("statuses", "identifiers", "departures", "absences", "move_points", "transfers")
"""Tables of which nothing is shown, nor concluded from: a decision is heard from a person, never read first."""
ABOUT_DECISIONS = ("period.decision", "adult.extended_reception", "adult.civic_integration", "adult.transport_payer")
"""Rules whose plans betray a decision about somebody's stay."""
RULES_SHOWN = ("placement.term", "period.holiday", "period.eighteen")
PERIODS = {
    "stays": ("valid_from", "valid_to"), "enrolments": ("started_on", "left_on"), "interim": ("valid_from", "valid_to"),
    "involvements": ("valid_from", "valid_to"),
}  # fmt: skip
DAYS_OF = {"applications": "lodged_on", "assessments": "taken_on", "voices": "said_on", "plans": "agreed_on"}


def is_told(*, begins_on: datetime.date | None, on: datetime.date, told_on: datetime.date | None = None) -> bool:
    """Tell whether a young person knows of something, so that a page may show it.

    A person told them, today or before; or it began before today, so that they live it. On the very first day a page is
    still silent: somebody could look at it in the morning, before anybody came. What has no day isn't known.

    >>> day = datetime.date(2026, 9, 15)
    >>> [is_told(begins_on=day + datetime.timedelta(days=ahead), on=day) for ahead in (-1, 0, 1)]
    [True, False, False]
    >>> is_told(begins_on=datetime.date(2026, 10, 1), on=day, told_on=day), is_told(begins_on=None, on=day)
    (True, False)
    """
    if told_on is not None and told_on <= on:
        return True
    return begins_on is not None and begins_on < on


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody around the young person now. `tasks`: what they do. `phone`: empty when we have none."""

    name: str
    organisation: str
    tasks: tuple[str, ...]
    phone: str
    is_stand_in: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that a young person would ask about, by its task; and the names of who holds it now."""

    task: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that comes, on a day. `kind`: move, school, holiday, eighteen; `name`: of a place or holiday."""

    kind: str
    day: datetime.date
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Own:
    """All that a young person's own pages show of their record. `is_protected`: no place is named, whoever looks along."""

    given_name: str
    is_protected: bool
    lives: str
    school: str
    school_since: datetime.date | None
    people: tuple[Person, ...]
    comers: tuple[Comer, ...]
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    plans: tuple[Row, ...]
    tests: tuple[str, ...]
    words: tuple[Row, ...]


def own_scope(*, child: int, on: datetime.date) -> Scope:
    """Give the scope of a young person (row number): themselves, and nobody else."""
    tie = Tie(child=child, kind="self", since_on=None, until_on=None)
    found = scope(table=access_table(), role=ROLE, ties=[tie], on=on)
    if isinstance(found, Refusal):
        raise ValueError("the access table gives the young person no way to their own record")
    return found


def own_viewer(*, child: Child) -> Viewer:
    """Give a young person as somebody who looks and acts: without an account, a team or a name in the logs."""
    return Viewer(
        account=0, account_id="", professional=0, name="", function="", team=0, team_id="", team_name="", role=ROLE,
        organisation=child.origin_id, organisation_id="", organisation_name="", location=None, school=None,
        municipality="",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Untold:
    """The places that somebody will come to and doesn't know of, the people there, and what was written about them.

    `names`: of places, small letters. `teams`: row numbers. `objects`: public ids of facts, consents and requests, also of
    facts that were taken back before anybody told them.
    """

    names: frozenset[str]
    teams: frozenset[int]
    objects: frozenset[str]


def find_untold(*, child: int, on: datetime.date) -> Untold:
    """Find what a young person (row number) doesn't know yet of where they will live and go to school."""
    stays = list(FACT["stays"].objects.filter(child=child))
    enrolments = list(FACT["enrolments"].objects.filter(child=child))
    lives = _sort_out(
        ((row, row.linked_location_id, row.location, row.valid_from, row.child_told_on) for row in stays), on
    )
    transfers = FACT["transfers"].objects.filter(child=child)
    schools = [(row, row.linked_school_id, row.school, row.started_on, None) for row in enrolments]
    schools += [(row, row.linked_to_school_id, row.to_school, None, row.child_told_on) for row in transfers]
    learns = _sort_out(schools, on)
    at_places = Q(location__among=lives.places) | Q(school__among=learns.places)
    teams = frozenset(Team.objects.filter(at_places).values_list("pk", flat=True))
    taken = taken_untold(child=child, on=on)
    later = [
        row.public_id
        for row in FACT["involvements"].objects.filter(child=child)
        if row.linked_team_id in teams
        or not is_told(begins_on=row.valid_from, on=on)
        or taken.get((row.linked_professional_id, row.linked_team_id), datetime.date.max) <= row.valid_from
    ]
    handed = FACT["handovers"].objects.filter(child=child).exclude(child_told_on__lte=on)
    facts = {
        *lives.facts, *learns.facts, *later, *handed.values_list("public_id", flat=True),
        *_plans_of_moves(child, stays, lives.facts), *_points_of_moves(child, stays, lives.facts),
    }  # fmt: skip
    about = Consent.objects.filter(Q(team__among=teams) | Q(asked_team__among=teams), child=child)
    asked = Request.objects.filter(child=child, fact__in=facts)
    return Untold(
        names=lives.names | learns.names | _names_of(lives.places, learns.places),
        teams=teams,
        objects=frozenset(
            (*facts, *about.values_list("public_id", flat=True), *asked.values_list("public_id", flat=True))
        ),
    )


def is_protected_here(*, child: int, untold: Untold) -> bool:
    """Tell whether a child (row number) knows of a stay in a protected place: then its door names no place and no school."""
    stays = FACT["stays"].objects.filter(child=child, kind=PROTECTED, retracted_at__isnull=True)
    return any(public_id not in untold.objects for public_id in stays.values_list("public_id", flat=True))


def _plans_of_moves(child: int, stays: Iterable[Any], untold: frozenset[str]) -> list[str]:
    """Give the plans (public ids) for moves that nobody told."""
    told = {f"{stay.valid_from}:{stay.municipality}" for stay in stays if stay.public_id not in untold}
    plans = FACT["plans"].objects.filter(child=child, rule="period.move")
    return [plan.public_id for plan in plans if plan.key not in told]


def _points_of_moves(child: int, stays: Iterable[Any], untold: frozenset[str]) -> list[str]:
    """Give what is arranged (public ids) around moves that nobody told, or that were called off."""
    told = {stay.announced_on for stay in stays if stay.public_id not in untold and stay.retracted_at is None}
    points = FACT["move_points"].objects.filter(child=child)
    return [point.public_id for point in points if point.opened_on is None or point.opened_on not in told]


@dataclass(frozen=True, kw_only=True)
class _Places:
    places: frozenset[int]
    names: frozenset[str]
    facts: frozenset[str]


def _sort_out(rows: Iterable[tuple[Any, ...]], on: datetime.date) -> _Places:
    """Give the places that are only ahead and untold. A row: the fact, its place, the place's name, begin, day of telling."""
    told: list[tuple[Any, ...]] = []
    untold: list[tuple[Any, ...]] = []
    for row in rows:
        (told if is_told(begins_on=row[3], told_on=row[4], on=on) else untold).append(row)
    standing = [row for row in told if row[0].retracted_at is None]
    known, known_names = {row[1] for row in standing}, {row[2].casefold() for row in standing}
    ahead = [row for row in untold if row[0].retracted_at is None]
    return _Places(
        places=frozenset(row[1] for row in ahead if row[1]) - known,
        names=frozenset(row[2].casefold() for row in ahead if row[2]) - known_names,
        facts=frozenset(row[0].public_id for row in untold),
    )


def _names_of(locations: Iterable[int], schools: Iterable[int]) -> frozenset[str]:
    found = [
        *Location.objects.filter(pk__among=locations).values_list("name", flat=True),
        *School.objects.filter(pk__among=schools).values_list("name", flat=True),
    ]
    return frozenset(name.casefold() for name in found)


def told_frames(
    *, frames: Mapping[str, pl.DataFrame], on: datetime.date, is_of_untold: Callable[[Row], bool]
) -> dict[str, pl.DataFrame]:
    """Leave out of one child's facts what nobody told it, and every end that is still ahead.

    `is_of_untold`: whether a task belongs to a place that the child doesn't know of.
    """
    kept: dict[str, pl.DataFrame] = {}
    for table, frame in frames.items():
        rows = [] if table in CLOSED_HERE else [row for row in frame.to_dicts() if _is_row_told(table, row, on)]
        if table == "involvements":
            rows = [row for row in rows if not is_of_untold(row)]
        rows = [_without_end(table, row, rows, on) for row in rows]
        kept[table] = pl.DataFrame(rows, schema=frame.schema) if rows else frame.clear()
    known = {f"{row['valid_from']}:{row['municipality'] or ''}" for row in kept["stays"].to_dicts()}
    plans = [row for row in kept["plans"].to_dicts() if _is_plan_told(row, known)]
    kept["plans"] = pl.DataFrame(plans, schema=frames["plans"].schema) if plans else frames["plans"].clear()
    return kept


def _is_row_told(table: str, row: Row, on: datetime.date) -> bool:
    if table in PERIODS:
        told_on = row.get("child_told_on") if table == "stays" else None
        return is_told(begins_on=row[PERIODS[table][0]], told_on=told_on, on=on)
    if table == "handovers":  # who stops and who comes is heard from a person, also when it has begun
        return row["child_told_on"] is not None and row["child_told_on"] <= on
    day = row.get(DAYS_OF.get(table, ""))
    return day is None or day <= on


def _without_end(table: str, row: dict[str, Any], told: list[dict[str, Any]], on: datetime.date) -> dict[str, Any]:
    """Take away an end that isn't past: it says that something comes. A told move may end the stay before it."""
    if table not in PERIODS:
        return row
    first, last = PERIODS[table]
    ends_on = row[last]
    is_known = table == "stays" and any(other[first] == ends_on for other in told)
    return {**row, last: None} if ends_on is not None and ends_on >= on and not is_known else row


def _is_plan_told(row: Row, moves: set[str]) -> bool:
    """A plan was talked about with the young person when it says what they think of it."""
    if not row["child_view"] or row["rule"] in ABOUT_DECISIONS:
        return False
    return row["rule"] != "period.move" or row["key"] in moves


def get_own(*, scope: Scope, child: Child, on: datetime.date) -> Own:
    """Give what a young person's own pages show. `scope`: their own."""
    untold = find_untold(child=child.pk, on=on)
    links = _links(child.pk)
    frames = told_frames(
        frames=frames_of(children=scope.children & {child.pk}),
        on=on,
        is_of_untold=lambda row: _is_of_untold(row, links, untold),
    )
    caseload = build_caseload(frames=frames, regions=rulebook().regions)
    rows = rows_seen(scope=scope, caseload=caseload, number=child.pk)
    findings = find_conclusions(caseload=caseload, rulebook=rulebook(), on=on) if rows.get("children") else []
    person = (rows.get("children") or [{}])[0]
    stays, enrolments = rows.get("stays", []), rows.get("enrolments", [])
    here = _running(stays, "stays", on)
    is_protected = any(row["kind"] == PROTECTED for row in stays)
    plans = [{**row, "with": None} if is_protected else row for row in rows.get("plans", [])]
    school = _running(enrolments, "enrolments", on)
    people = _people(rows.get("involvements", []), links, on, is_protected=is_protected)
    return Own(
        given_name=(person.get("given_names") or "").split(" ")[0],
        is_protected=is_protected,
        lives="" if is_protected else here.get("location") or here.get("municipality") or "",
        school="" if is_protected else school.get("school") or "",
        school_since=school.get("started_on"),
        people=people,
        comers=comers_of(rows=rows.get("handovers", []), on=on),
        questions=_questions(people),
        steps=_steps(*(([], _nowhere(findings)) if is_protected else (stays, findings)), bool(school), on),
        plans=tuple(sorted(plans, key=lambda row: row["agreed_on"] or datetime.date.min, reverse=True)),
        tests=tuple(dict.fromkeys(row["domain"] for row in rows.get("assessments", []) if row["domain"])),
        words=tuple(sorted(rows.get("voices", []), key=lambda row: row["said_on"] or datetime.date.min, reverse=True)),
    )


def _nowhere(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what tells in which part of the country somebody lives: each region has its own holidays."""
    return [found for found in findings if found.rule != "period.holiday"]


@dataclass(frozen=True, kw_only=True)
class _Link:
    team: int | None
    phone: str


def _links(child: int) -> dict[str, _Link]:
    """Give, per task (public id), the team and person behind it."""
    rows = (
        FACT["involvements"]
        .objects.filter(child=child, retracted_at__isnull=True)
        .values_list("public_id", "linked_team", "linked_professional__phone")
    )
    return {fact: _Link(team=team, phone=phone or "") for fact, team, phone in rows}


def _is_of_untold(row: Row, links: Mapping[str, _Link], untold: Untold) -> bool:
    link = links.get(row["fact"])
    named = {(row[name] or "").casefold() for name in ("organisation", "person")}
    is_named = bool(named & untold.names) or row["fact"] in untold.objects
    return is_named or (link is not None and link.team in untold.teams)


def _running(rows: Iterable[Row], table: str, on: datetime.date) -> Row:
    """Give the last begun row that runs."""
    first, last = PERIODS[table]
    begun = [
        row for row in rows if row[first] is not None and row[first] <= on and (row[last] is None or row[last] > on)
    ]
    return max(begun, key=lambda row: row[first], default={})


def _people(
    rows: Iterable[Row], links: Mapping[str, _Link], on: datetime.date, *, is_protected: bool
) -> tuple[Person, ...]:
    """Give who is around now, each once, in the order of their first task; without organisations in a protected place."""
    held: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["valid_to"] is None or row["valid_to"] >= on:
            held.setdefault((row["person"] or "", row["organisation"] or ""), []).append(row)
    return tuple(
        Person(
            name=name,
            organisation="" if is_protected else organisation,
            tasks=tuple(dict.fromkeys(row["task"] or "" for row in tasks)),
            phone=next((links[row["fact"]].phone for row in tasks if row["fact"] in links), ""),
            is_stand_in=any(row["capacity"] == "stand_in" for row in tasks),
        )
        for (name, organisation), tasks in held.items()
    )


def _questions(people: Iterable[Person]) -> tuple[Question, ...]:
    """Give whom to ask for what: a question for each task of the list that has one, also where nobody holds the task.

    Nothing but the people who are shown anyway is looked at, so nobody is found here before they were told of.
    """
    known = [person for person in people if person.name]
    return tuple(
        Question(task=task.id, names=tuple(person.name for person in known if task.id in person.tasks))
        for task in rulebook().tasks.values()
        if task.ask
    )


def _steps(stays: Iterable[Row], findings: Iterable[Finding], has_school: bool, on: datetime.date) -> tuple[Step, ...]:
    """Give what comes, the first day first."""
    steps = [
        Step(kind="move", day=row["valid_from"], name=row["location"] or row["municipality"] or "")
        for row in stays
        if row["valid_from"] is not None and row["valid_from"] >= on
    ]
    kinds = {"placement.term": "school", "period.holiday": "holiday", "period.eighteen": "eighteen"}
    for found in findings:
        if found.rule not in RULES_SHOWN or found.due_on is None or (found.rule == "placement.term" and has_school):
            continue
        if found.due_on >= on:
            steps.append(Step(kind=kinds[found.rule], day=found.due_on, name=found.label))
    return tuple(sorted(steps, key=lambda step: (step.day, step.kind)))
