"""What is kept of whom, and until when: by category and by the kind of organisation that said it. Names nobody.

For who sees to the terms (duty `erase_records`), who reaches no child: counts and public ids only.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from leerrecht.access.fields import category_of
from leerrecht.grants.models import Card, Consent, Opening
from leerrecht.law.dates import OPEN, UNKNOWN, birthday, day_number, to_date
from leerrecht.law.keeping import Moments, keep_until
from leerrecht.law.tables import TABLES
from leerrecht.linking.models import Asked
from leerrecht.queries.facts import standing
from leerrecht.queries.rulebooks import retention, rulebook
from leerrecht.records.models import FACT, Child
from leerrecht.rights.models import ChildKnot, Hold, Point, Request

GRANTED, LAST = "consent", "identity"
"""The category of what was asked, agreed and answered; and the one that is kept as long as anything else is."""
OWN_KIND = "leerrecht"
"""The kind of organisation of what arose here: consents, requests."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """The rows of one category that came from one kind of organisation. `until_on`: None while no term has begun."""

    category: str
    organisation: str
    rows: int
    until_on: datetime.date | None
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of one child. `is_past`: all of it has passed its term. `is_on_hold`: it may not be erased."""

    number: int
    child: str
    parts: tuple[Part, ...]
    until_on: datetime.date | None
    is_past: bool
    is_on_hold: bool

    @property
    def past_parts(self) -> tuple[Part, ...]:
        """The parts that may go before the rest."""
        return tuple(part for part in self.parts if part.is_past and part.category != LAST)


@dataclass(frozen=True, kw_only=True)
class Total:
    """How many rows, of how many children, have passed their term in one category from one kind of organisation."""

    category: str
    organisation: str
    rows: int
    children: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What has passed its term on a day: whole records, parts of others, and those that a hold keeps."""

    whole: tuple[Kept, ...]
    partly: tuple[Kept, ...]
    on_hold: tuple[Kept, ...]
    totals: tuple[Total, ...]
    children: int
    on: datetime.date

    @property
    def count(self) -> int:
        """How many records somebody should look at."""
        return len(self.whole) + len(self.partly)


def category_of_facts(table: str, kind: str | None = None) -> str:
    """Give the category of the facts of a table; of numbers it depends on the kind.

    >>> category_of_facts("stays"), category_of_facts("identifiers", "education_number")
    ('reception', 'identifier_education')
    """
    if table == "identifiers":
        return category_of(f"{table}.{kind}") or "identifier_state"
    return next(each.columns[0].category for each in TABLES if each.name == table)


def _of(rows: QuerySet[Any], children: Iterable[int] | None) -> QuerySet[Any]:
    return rows if children is None else rows.filter(child__among=set(children))


def _count_rows(children: Iterable[int] | None) -> dict[int, Counter[tuple[str, str]]]:
    """Count all rows about each child, standing or not, by category and kind of organisation."""
    found: defaultdict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for table, model in FACT.items():
        by_kind = ("kind",) if table == "identifiers" else ()
        rows = _of(model.objects.all(), children).order_by().values_list("child", "source__kind", *by_kind)
        for child, organisation, *rest, count in rows.annotate(rows=Count("pk")):
            found[child][category_of_facts(table, *rest), organisation] += count
    own: tuple[Any, ...] = (Consent, Opening, Card, Request, Asked, Point, ChildKnot)
    for other in own:
        rows = _of(other.objects.filter(child__isnull=False), children).order_by().values_list("child")
        for child, count in rows.annotate(rows=Count("pk")):
            found[child][GRANTED, OWN_KIND] += count
    return found


def _last(days: Iterable[datetime.date | None]) -> int:
    """Give the last of these days; UNKNOWN when one of them is open, or there are none."""
    numbers = [day_number(day) for day in days]
    return UNKNOWN if not numbers or UNKNOWN in numbers else max(numbers)


def _ends(table: str, column: str, children: Iterable[int] | None) -> dict[int, list[datetime.date | None]]:
    found: defaultdict[int, list[datetime.date | None]] = defaultdict(list)
    for child, day in _of(standing(table=table), children).values_list("child", column):
        found[child].append(day)
    return found


def find_moments(*, on: datetime.date, children: Iterable[int] | None = None) -> dict[int, Moments]:
    """Give from when the terms of children count (all of them, or some by row number), as known on a day."""
    today = day_number(on)
    tasks, schools = _ends("involvements", "valid_to", children), _ends("enrolments", "left_on", children)
    gone: defaultdict[int, list[datetime.date | None]] = defaultdict(list)
    away = _of(standing(table="departures"), children).filter(back_on__isnull=True, left_on__lte=on)
    for child, day in away.values_list("child", "left_on"):
        gone[child].append(day)
    years, leap = rulebook().value_on("age.adult_years", on), rulebook().value_on("birthday.feb29", on)
    born = dict(_of(standing(table="children"), children).values_list("child", "born_to"))
    found = {}
    for child in {*tasks, *schools, *gone, *born}:
        departure, last_task = _last(gone[child]), _last(tasks.get(child, ()))
        is_held = bool(tasks.get(child)) and (last_task == UNKNOWN or last_task > today)
        adult = birthday(day_number(born[child]), years, leap) if born.get(child) else UNKNOWN
        found[child] = Moments(
            departure=departure, last_task=last_task, left_school=_last(schools.get(child, ())), eighteen=adult,
            is_held=is_held and departure == UNKNOWN,
        )  # fmt: skip
    return found


def find_kept(*, on: datetime.date, children: Iterable[int] | None = None) -> list[Kept]:
    """Give what is kept of children (all, or some by row number), and until when."""
    asked = None if children is None else set(children)
    rows, moments = _count_rows(asked), find_moments(on=on, children=asked)
    held = set(_of(Hold.objects.filter(lifted_at__isnull=True), asked).values_list("child", flat=True))
    people = Child.objects.all() if asked is None else Child.objects.filter(pk__among=asked)
    return [
        _kept(number, public_id, rows.get(number, Counter()), moments.get(number, Moments()), number in held, on)
        for number, public_id in people.order_by("pk").values_list("pk", "public_id")
    ]


def _kept(
    number: int, child: str, rows: Counter[tuple[str, str]], moments: Moments, is_on_hold: bool, on: datetime.date
) -> Kept:
    terms, today, parts, days = retention(), day_number(on), [], []
    for (category, organisation), count in sorted(rows.items()):
        until = keep_until(term=terms.term(category=category, organisation=organisation), moments=moments)
        days.append(until)
        parts.append(
            Part(
                category=category, organisation=organisation, rows=count, until_on=to_date(until), is_past=until <= today
            )
        )  # fmt: skip
    last = max(days, default=OPEN)
    return Kept(
        number=number, child=child, parts=tuple(parts), until_on=to_date(last), is_past=last <= today,
        is_on_hold=is_on_hold,
    )  # fmt: skip


def find_preview(*, on: datetime.date) -> Preview:
    """Give what has passed its term on a day."""
    kept = find_kept(on=on)
    past = [each for each in kept if each.is_past or each.past_parts]
    free = [each for each in past if not each.is_on_hold]
    rows: Counter[tuple[str, str]] = Counter()
    children: Counter[tuple[str, str]] = Counter()
    for each in free:
        for part in each.parts if each.is_past else each.past_parts:
            rows[part.category, part.organisation] += part.rows
            children[part.category, part.organisation] += 1
    totals = (
        Total(category=key[0], organisation=key[1], rows=rows[key], children=children[key]) for key in sorted(rows)
    )
    return Preview(
        whole=tuple(each for each in free if each.is_past), partly=tuple(each for each in free if not each.is_past),
        on_hold=tuple(each for each in kept if each.is_on_hold), totals=tuple(totals), children=len(kept), on=on,
    )  # fmt: skip


def find_one(*, child: str, on: datetime.date) -> Kept | None:
    """Give what is kept of one child, by its public id."""
    number = Child.objects.filter(public_id=child).values_list("pk", flat=True).first()
    return find_kept(on=on, children=[number])[0] if number is not None else None
