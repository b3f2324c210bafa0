"""Which records in reach look alike, what was judged of them, and how well the comparison does, per language group.

Nothing is called certain: a weight says what to read first. Whoever judges sees both records only as far as the scope shows.
"""

from __future__ import annotations

import datetime
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import QuerySet

from leerrecht.access import Scope
from leerrecht.linking.models import Judgement, Link
from leerrecht.queries.cards import Card, find_cards
from leerrecht.queries.facts import seen_row, standing
from leerrecht.queries.likeness import Like, likely_from
from leerrecht.queries.register import names_of, people_among, people_of
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.worklist import municipality_of, school_of
from leerrecht.records.models import Child

PAGE = 20
ROUND = 5
GROUPS: Mapping[str, tuple[str, ...]] = {
    "ethiopic": ("tigrinya", "tigre", "amhaars", "amharic", "oromo", "bilen"),
    "arabic": ("arabisch", "arabic"),
    "somali": ("somali", "somalisch"),
    "persian": ("dari", "farsi", "perzisch", "persian", "pasjtoe", "pashto", "oezbeeks"),
    "kurdish": ("koerdisch", "kurdish", "sorani", "kurmanci", "kurmandji"),
    "turkish": ("turks", "turkish"),
}
"""Languages whose names are written in other letters or by other habits, so that comparing them goes well or badly together."""
OTHER, UNKNOWN = "other", "unknown"
MOST_REMEMBERED = 16

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Double:
    """Two records that look alike. `state`: open, unsure, second_reader, different or linked; `is_mine`: this person judged."""

    left: str
    right: str
    names: tuple[str, str]
    weight: float
    is_likely: bool
    state: str
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two records, as far as the viewer sees it."""

    child: str
    person: Mapping[str, Any]
    municipality: str
    school: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two records side by side, what speaks for and against, and what was judged."""

    left: Side
    right: Side
    like: Like
    state: str
    needed: int
    judgements: tuple[Judgement, ...]
    kept: str


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How many of a hundred pairs that were likely turned out the same, in one language group; None: too few to show."""

    group: str
    share: int | None
    is_weak: bool


def group_of(languages: str | None) -> str:
    """Give the group of somebody's first language.

    >>> group_of("Tigrinya, Engels"), group_of("Frans"), group_of("")
    ('ethiopic', 'other', 'unknown')
    """
    first = (languages or "").replace(";", ",").split(",")[0].strip().casefold()
    if not first:
        return UNKNOWN
    return next((group for group, names in GROUPS.items() if first in names), OTHER)


def standing_judgements(*, left: int, right: int) -> QuerySet[Judgement]:
    """Give what stands of what was judged of a pair (row numbers, the lower first), in the order in which it came."""
    return Judgement.objects.filter(left=left, right=right, undone_at__isnull=True).order_by("pk")


def standing_of(*, judgements: Sequence[Judgement], needed: int) -> str:
    """Say how a pair stands. `needed`: how many people must say `different` before that is settled.

    Two people who say `same` settle it; a difference of opinion links nothing, so `different` goes before `same`.
    """
    said = Counter(each.verdict for each in judgements)
    if said["different"] >= needed:
        return "different"
    if said["same"] > 1:
        return "linked"
    if said["same"] or said["different"]:
        return "second_reader"
    return "unsure" if said["unsure"] else "open"


def _people(children: Collection[int]) -> dict[int, str]:
    rows = standing(table="children").filter(child__among=children)
    return dict(rows.order_by("child").values_list("child", "languages"))


def find_quality(*, on: datetime.date) -> list[Quality]:
    """Measure on all settled pairs that were likely: how many turned out the same, by group. Small counts are hidden."""
    book = rulebook()
    least, floor = book.value_on("linking.quality_least", on), book.value_on("linking.quality_floor", on)
    found = []
    for group, said in sorted(_settled().items()):
        total = said["same"] + said["different"]
        share = said["same"] * 100 / total if total >= least else None
        rounded = None if share is None else round(share / ROUND) * ROUND
        found.append(Quality(group=group, share=rounded, is_weak=share is not None and share < floor))
    return found


def _settled() -> Mapping[str, Counter[str]]:
    """Count, by language group, the likely pairs that two people called the same, or somebody different."""
    links = {
        tuple(sorted(pair))
        for pair in Link.objects.filter(undone_at__isnull=True).values_list("kept", "other")
    }  # fmt: skip
    said: dict[Pair, str] = {}
    rows = Judgement.objects.filter(undone_at__isnull=True, weight__gte=likely_from()).order_by("pk")
    for left, right, verdict in rows.values_list("left", "right", "verdict"):
        if verdict == "different" or (left, right) in links:
            said[left, right] = "different" if verdict == "different" else "same"
    languages = _people({child for pair in said for child in pair})
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pair, verdict in said.items():
        for group in {group_of(languages.get(child)) for child in pair}:
            found[group][verdict] += 1
    return found


def weak_groups(*, on: datetime.date) -> frozenset[str]:
    """Give the language groups in which too few of the likely pairs are the same, so that a second person reads along."""
    return frozenset(each.group for each in find_quality(on=on) if each.is_weak)


def readers_needed(
    *, judgements: Sequence[Judgement] = (), children: Collection[int] = (), on: datetime.date,
    weak: Collection[str] | None = None, languages: Mapping[int, str] | None = None,
) -> int:  # fmt: skip
    """Give how many people must call a pair different: one, or two when a language of either is in a weak group."""
    weak = weak_groups(on=on) if weak is None else weak
    if not weak:
        return 1
    pair = {*children, *(child for each in judgements for child in (each.left_id, each.right_id))}
    known = _people(pair) if languages is None else languages
    return 2 if any(group_of(known.get(child)) in weak for child in pair) else 1


# --- the queue -----------------------------------------------------------------------------------------------------------

_memory: OrderedDict[tuple[Any, ...], list[tuple[int, Like]]] = OrderedDict()
_lock = Lock()


def _pairs(children: Collection[int]) -> list[tuple[int, Like]]:
    """Give the pairs among some children, compared by themselves; remembered for as long as nobody's name changes."""
    key = names_of(children)
    with _lock:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    found = people_among(children).pairs(people_of(children))
    with _lock:
        _memory[key] = found
        if len(_memory) > MOST_REMEMBERED:
            _memory.popitem(last=False)
    return found


def forget() -> None:
    """Forget every pair; for tests, and when a record is erased."""
    with _lock:
        _memory.clear()


def _judged_among(children: Collection[int]) -> dict[Pair, list[Judgement]]:
    rows = Judgement.objects.filter(undone_at__isnull=True, left__among=children, right__among=children).order_by("pk")
    found: defaultdict[Pair, list[Judgement]] = defaultdict(list)
    for row in rows:
        found[row.left_id, row.right_id].append(row)
    return found


def find_doubles(*, scope: Scope, account: int, on: datetime.date) -> tuple[list[Double], list[Double]]:
    """Give the pairs in reach that wait for a judgement, and those of which it is settled that they are the same or different.

    What this person can do comes first, the heaviest before the lighter.
    """
    every = _all_doubles(scope, account, on)
    settled = ("different", "linked")
    waiting = [each for each in every if each.state not in settled]
    return waiting, [each for each in every if each.state in settled]


def _all_doubles(scope: Scope, account: int, on: datetime.date) -> list[Double]:
    children = scope.involved
    judged = _judged_among(children)
    weights = {(left, like.child): like.weight for left, like in _pairs(children)}
    weights |= {pair: each[-1].weight for pair, each in judged.items() if pair not in weights}
    pairs = {pair: weight for pair, weight in weights.items() if any(scope.is_involved(child) for child in pair)}
    cards = {
        card.number: card
        for card in find_cards(scope=scope, on=on, children={child for pair in pairs for child in pair})
    }
    weak, languages = weak_groups(on=on), {child: card.person.get("languages") or "" for child, card in cards.items()}
    found = []
    for pair, weight in pairs.items():
        if not all(child in cards for child in pair):
            continue
        said = judged.get(pair, [])
        needed = readers_needed(children=pair, on=on, weak=weak, languages=languages)
        found.append(
            Double(
                left=cards[pair[0]].child, right=cards[pair[1]].child,
                names=(_name(scope, cards[pair[0]]), _name(scope, cards[pair[1]])), weight=weight,
                is_likely=weight >= likely_from(), state=standing_of(judgements=said, needed=needed),
                is_mine=any(each.judged_by_id == account for each in said),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.is_mine, each.state == "unsure", -each.weight, each.left, each.right))


def _name(scope: Scope, card: Card) -> str:
    person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
    parts = (person.get(name) for name in ("given_names", "father_name", "family_name"))
    return " ".join(part for part in parts if part)


# --- one pair ------------------------------------------------------------------------------------------------------------


def find_pair(*, scope: Scope, one: str, other: str, on: datetime.date) -> Compared | None:
    """Give two records side by side (public ids); None unless the viewer reaches both, and is involved with one today."""
    rows = Child.objects.filter(public_id__in=(one, other), pk__among=scope.involved).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    if len(numbers) != 2 or not any(scope.is_involved(child) for child in numbers):
        return None
    left, right = numbers
    cards = {card.number: card for card in find_cards(scope=scope, on=on, children=numbers)}
    like = weigh(scope=scope, left=left, right=right)
    if len(cards) != 2 or like is None:
        return None
    said = list(standing_judgements(left=left, right=right).select_related("team", "kept"))
    needed = readers_needed(children=(left, right), on=on)
    kept = next((each.kept.public_id for each in said if each.kept), "")
    return Compared(
        left=_side(scope, cards[left]), right=_side(scope, cards[right]), like=like, needed=needed, kept=kept,
        state=standing_of(judgements=said, needed=needed), judgements=tuple(said),
    )  # fmt: skip


def weigh(*, scope: Scope, left: int, right: int) -> Like | None:
    """Weigh two children (row numbers) among those in reach: what speaks for and against; None when one isn't there."""
    people = people_of([left])
    return people_among(scope.involved).explain(people[0][1], child=right) if people else None


def _side(scope: Scope, card: Card) -> Side:
    person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
    rows = standing(table="identifiers").filter(child=card.number).order_by("pk")
    seen = []
    for kind, value, start, end in rows.values_list("kind", "value", "valid_from", "valid_to"):
        row = {"child": card.number, "kind": kind, "value": value, "valid_from": start, "valid_to": end}
        cut = seen_row(scope=scope, number=card.number, table="identifiers", row=row)
        seen += [cut["value"]] if cut and cut.get("value") else []
    return Side(
        child=card.child, person=person, municipality=municipality_of(scope, card), school=school_of(scope, card),
        numbers=tuple(seen),
    )  # fmt: skip
