"""Lenses: how far one reason to know a child opens each field. A viewer with several reasons looks through one at a time.

An involvement (a task, a stay, an enrolment ...) opens what the role's cells say; a grant opens less, or what those cells
leave to consent. What one lens shows is never added to what another shows: two grants together open no more than each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from leerrecht.access.fields import category_of, single_fields
from leerrecht.access.levels import Level
from leerrecht.access.moves import MOVES, POINTS
from leerrecht.access.table import AccessTable
from leerrecht.access.ties import GRANTED, Reach

INVOLVED = "involved"
CONSENT = "consent"
GLASS = "glass"
NOT_AHEAD = (CONSENT, GLASS)
"""Kinds of lenses through which nothing of a move that is ahead is seen: they are about what is now."""
LOCATION = "stays.location"
TRANSFER, TRANSFER_FILE = "transfer", "transfer_file"
FOR_NEXT_SCHOOL = "next_school"
"""The kind of own words that go along with the file; what was said to one school is not for the next."""
PROTECTED = "protected"
"""The kind of stay of which nobody outside the involvement learns where it is."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lens:
    """What a role sees for one kind of reason: `involved`, `transfer`, `transfer_file`, `consent` or `glass`.

    `categories`: those that a consent is about, or that an opening leaves closed for this child.
    `agreements`: the codes of the agreements in force for the viewer.
    """

    kind: str
    role: str
    table: AccessTable = field(repr=False)
    agreements: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    @cached_property
    def _levels(self) -> dict[str, Level]:
        """What was decided before: a page asks the same for each of many children."""
        return {}

    @cached_property
    def _concluded(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], bool]:
        return {}

    @cached_property
    def _open(self) -> dict[tuple[str, ...], bool]:
        return {}

    def level(self, name: str) -> Level:
        """Give how far a field is open at most: for a column of identifiers, that of the most closed kind."""
        found = self._levels.get(name)
        if found is None:
            found = min((self._level(single) for single in single_fields(name)), default=Level.NEVER)
            self._levels[name] = found
        return found

    def _level(self, single: str) -> Level:
        category = category_of(single)
        if not self.table.agreements_for(role=self.role, category=category) <= self.agreements:
            return Level.NEVER
        if self.kind in NOT_AHEAD and single.startswith(f"{POINTS}."):
            return Level.NEVER
        cell = self.table.cell(role=self.role, category=category)
        if self.kind == CONSENT:
            asked = category in self.categories and cell.named.get(single, cell.word) == CONSENT
            return Level.FULL if asked else Level.NEVER
        if self.kind == TRANSFER:
            return self._by_transfer(single, cell.level_of(single))
        if self.kind == TRANSFER_FILE and single not in self.table.transfer_file:
            return Level.NEVER
        if self._is_shut(category):
            return Level.NEVER
        return cell.level_of(single)

    def _is_shut(self, category: str) -> bool:
        """Say whether no emergency opens a category, or not for this child."""
        return self.kind == GLASS and (category in self.table.never_by_glass or category in self.categories)

    def _by_transfer(self, single: str, level: Level) -> Level:
        """Who waits for a child sees of its moves only the one that is told, never where it lived before."""
        if single not in self.table.transfer:
            return Level.NEVER
        return Level.TOLD if level is Level.FULL and single.partition(".")[0] in MOVES else level

    def category_level(self, category: str) -> Level:
        """Give how far a category as a whole is open, for what a conclusion or a plan betrays beside the fields it reads."""
        if not self.table.agreements_for(role=self.role, category=category) <= self.agreements:
            return Level.NEVER
        cell = self.table.cell(role=self.role, category=category)
        if self.kind == CONSENT:
            return Level.FULL if category in self.categories and cell.word == CONSENT else Level.NEVER
        if self.kind in (TRANSFER, TRANSFER_FILE) or self._is_shut(category):
            return Level.NEVER
        return cell.level

    def sees_conclusion(self, *, fields: Iterable[str], categories: Iterable[str] = ()) -> bool:
        """Say whether what follows from these fields may be seen: one that is closed hides it.

        `categories`: those the conclusion falls in beside its fields, because of what it betrays. A category whose cell
        names fields is open when the fields asked about in it are.
        """
        asked = tuple(fields), tuple(categories)
        if asked not in self._concluded:
            self._concluded[asked] = self._decide(*asked)
        return self._concluded[asked]

    def _decide(self, read: tuple[str, ...], beside: tuple[str, ...]) -> bool:
        told = {category_of(name) for field in read for name in single_fields(field)}
        return (
            bool(read or beside)
            and all(self.level(name) >= Level.CONCLUSION for name in read)
            and all(
                category in told or self.category_level(category) >= Level.CONCLUSION
                for category in beside  # those told are open: each field of theirs was looked at
            )
        )

    def opens(self, fields: tuple[str, ...]) -> bool:
        """Say whether the values of all these fields may be read, whatever the row."""
        if fields not in self._open:
            self._open[fields] = all(self.level(name) is Level.FULL for name in fields)
        return self._open[fields]

    def hides_row(self, table: str, row: Mapping[str, object]) -> bool:
        """Say whether a row is closed whatever its columns: a protected location, to all who aren't involved.

        Who waits for a child sees of a move the day and the town at most, so that a protected place looks like any other.
        And a school that only got the file doesn't see what the child said to others than its next school.
        """
        if self.kind == TRANSFER_FILE and table == "voices":
            return row.get("kind") != FOR_NEXT_SCHOOL
        return self.kind not in (INVOLVED, TRANSFER) and table == "stays" and row.get("kind") == PROTECTED


class Lenses:
    """The lenses of one viewer, each made once."""

    def __init__(self, *, role: str, table: AccessTable, agreements: frozenset[str]) -> None:
        self._role, self._table, self._agreements = role, table, agreements
        self._made: dict[tuple[str, frozenset[str]], Lens] = {}

    def get(self, kind: str, categories: frozenset[str] = frozenset()) -> Lens:
        """Give the lens of a kind of reason."""
        key = kind, categories
        if key not in self._made:
            self._made[key] = Lens(
                kind=kind, role=self._role, table=self._table, agreements=self._agreements, categories=categories
            )
        return self._made[key]

    def of_reaches(self, reaches: Iterable[Reach]) -> tuple[Lens, ...]:
        """Give the lenses through which a child is seen, each once, the strongest first."""
        found = (
            self.get(reach.kind, reach.categories) if reach.kind in GRANTED else self.get(INVOLVED) for reach in reaches
        )
        return tuple(dict.fromkeys(found))
