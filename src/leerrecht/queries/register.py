"""The register: who is known by name, in memory, to be searched before a record is made. It follows every write.

Each process has its own. Before every search it asks where the log of what was done has come (one row); what was done since
names the children whose names may be others now. Rows of that log are numbered under one lock, so nothing that was committed
is passed over; and each is linked to the one before, so a log that isn't a continuation of what was seen (another database,
a transaction that was taken back) is noticed, and the register is filled anew.

Nothing here decides who may know what was found: `arrivals` and `doubles` do.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from threading import RLock
from typing import Any, NamedTuple

from leerrecht.audit.models import Event, Head
from leerrecht.queries.facts import standing
from leerrecht.queries.likeness import Like, Likenesses
from leerrecht.records.models import Child

COLUMNS = (
    "given_names",
    "father_name",
    "family_name",
    "original_name",
    "born_from",
    "born_to",
    "born_precision",
    "sex",
)
"""What is compared, as the facts of `children` have it."""
SEVERAL = 500
"""Children that are asked for in one query."""
ERASED = "erasure.record"

Person = Mapping[str, Any]


class Place(NamedTuple):
    """How far the log had come: the number and the link of its last row."""

    sequence: int
    link: str


def find_place() -> Place:
    """Ask how far the log has come. One row."""
    found = Head.objects.filter(pk=1).values_list("sequence", "link").first()
    return Place(*found) if found else Place(0, "")


def people_of(children: Collection[int] | None = None) -> list[tuple[int, Person]]:
    """Give who children are, as it stands (all of them, or some by row number)."""
    rows = standing(table="children").order_by("child")
    if children is not None:
        rows = rows.filter(child__among=children)
    return [(child, dict(zip(COLUMNS, values, strict=True))) for child, *values in rows.values_list("child", *COLUMNS)]


class Register:
    """The people of one database. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._people: Likenesses | None = None
        self._seen = Place(0, "")

    def find(self, person: Person, *, most: int) -> list[Like]:
        """Give the children (row numbers) most like a person, the likeliest first."""
        with self._lock:
            return self._follow().find(person, most=most)

    def forget(self) -> None:
        """Empty the register; it is filled when it is next asked."""
        with self._lock:
            self._people = None

    def _follow(self) -> Likenesses:
        place = find_place()
        if self._people is None or not self._goes_on_to(place):
            filled = Likenesses()
            filled.put(people_of())
            self._people = filled
        elif place != self._seen:
            self._take_over(self._people, place)
        self._seen = place
        return self._people

    def _goes_on_to(self, place: Place) -> bool:
        """Tell whether the log as it is now goes on from where it was seen; no event is the place of an empty log."""
        if place == self._seen:
            return True
        return place.sequence > self._seen.sequence and (
            Event.objects.filter(sequence=self._seen.sequence, link=self._seen.link).exists()
        )

    def _take_over(self, people: Likenesses, place: Place) -> None:
        """Read anew whoever something was done about since."""
        done = Event.objects.filter(sequence__gt=self._seen.sequence, sequence__lte=place.sequence)
        named: set[str] = set()
        for action, child in done.order_by("sequence").values_list("action", "child_id").distinct():
            if action == ERASED:
                people.drop(people.children - set(Child.objects.values_list("pk", flat=True)))
            named.add(child)
        for codes in _several(sorted(named - {""})):
            numbers = set(Child.objects.filter(public_id__in=codes).values_list("pk", flat=True))
            people.drop(numbers)
            people.put(people_of(numbers))


def _several(codes: Sequence[str]) -> list[Sequence[str]]:
    return [codes[start : start + SEVERAL] for start in range(0, len(codes), SEVERAL)]


_register = Register()


def find_like(*, person: Person, most: int) -> list[Like]:
    """Search the register of this process for people like one. `person`: by column of `children`.

    For `arrivals` and `doubles`, which decide what may be said of it.
    """
    return _register.find(person, most=most)


# --- some of them --------------------------------------------------------------------------------------------------------

MOST_REMEMBERED = 16
_some: OrderedDict[tuple[tuple[int, int], ...], Likenesses] = OrderedDict()
_lock = RLock()


def names_of(children: Collection[int]) -> tuple[tuple[int, int], ...]:
    """Give which facts say who some children are: the same for as long as nobody's name or birth date changes. One query."""
    rows = standing(table="children").filter(child__among=children).order_by("child")
    return tuple(rows.values_list("child", "pk"))


def people_among(children: Collection[int]) -> Likenesses:
    """Give some children (row numbers) by themselves, so that what is said of them depends on nobody else.

    How much a name weighs follows from how common it is: among all, that would tell of children whom a viewer may not know.
    Remembered for as long as nothing of who they are changes.
    """
    key = names_of(children)
    with _lock:
        found = _some.get(key)
        if found is None:
            found = _some[key] = Likenesses()
            found.put(people_of(children))
        _some.move_to_end(key)
        while len(_some) > MOST_REMEMBERED:
            _some.popitem(last=False)
    return found


def forget() -> None:
    """Forget everybody; for tests, and when a record is erased."""
    _register.forget()
    with _lock:
        _some.clear()
