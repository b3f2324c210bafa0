"""The access table as it is after loading: roles, what each may see, and the words that go with it.

Nothing is decided here about one child, and nothing is read from disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leerrecht.access.fields import category_of, single_fields
from leerrecht.access.levels import CLOSED, Cell, Level

Words = Mapping[str, str]
"""A text per language."""


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a role sees children for."""

    id: str
    words: Words


@dataclass(frozen=True, kw_only=True)
class Role:
    """Somebody's part in the chain.

    `reached_by`: the kinds of tie that lead this role to a child, each with its ground in words; none means that the
    role sees counts only. `records`: the tables, or `table.kind`, in which it may add or correct facts. `duties`: what
    else it does, beside seeing and recording.
    """

    id: str
    name: Words
    purpose: Purpose
    reached_by: Mapping[str, Words]
    aftercare: bool
    records: frozenset[str]
    duties: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class NeverRole:
    """A body for which no access exists, and why."""

    id: str
    name: Words
    why: Words


@dataclass(frozen=True, kw_only=True)
class Required:
    """An agreement between organisations without which some cells stay closed: roles with the categories it opens."""

    code: str
    name: Words
    cells: Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Category:
    """A kind of fact: its ground in law, how sure we are of that, and a cell per role."""

    id: str
    title: Words
    basis: str
    certainty: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class AccessTable:
    """Who may see what. Whatever it doesn't name is closed.

    `neutral_tasks`: the tasks that betray nothing, each with the key of the word (`neutral_words`) that replaces its
    organisation. `refusals`: words per reason. `transfer`: the fields that the receiving side of a planned move may
    know before it. `transfer_file`: the fields that one school tells the next, each with its name in OSO's set of fields (or
    ""). `never_by_glass`: the categories that breaking the glass doesn't open;
    `never_by_glass_if_protected`: nor these of a child in a protected place. `agreements`: by code.
    """

    roles: Mapping[str, Role]
    never_roles: Mapping[str, NeverRole]
    aftercare_days: int
    aftercare_source: str
    aftercare_certainty: str
    neutral_words: Mapping[str, Words]
    neutral_tasks: Mapping[str, str]
    refusals: Mapping[str, Words]
    transfer: frozenset[str]
    transfer_file: Mapping[str, str]
    never_by_glass: frozenset[str]
    never_by_glass_if_protected: frozenset[str]
    agreements: Mapping[str, Required]
    categories: Mapping[str, Category]

    def cell(self, *, role: str, category: str) -> Cell:
        """Give the cell of a role and a category, so that a page can say "ask" or "by consent"; closed when unknown."""
        return self.categories[category].cells.get(role, CLOSED) if category in self.categories else CLOSED

    def level(self, *, role: str, field: str) -> Level:
        """Give how far a field is open to a role: for a column of identifiers, that of the most closed kind."""
        levels = (self.cell(role=role, category=category_of(name)).level_of(name) for name in single_fields(field))
        return min(levels, default=Level.NEVER)

    def agreements_for(self, *, role: str, category: str) -> frozenset[str]:
        """Give the codes of the agreements that a cell requires, all of them."""
        return frozenset(code for code, required in self.agreements.items() if category in required.cells.get(role, ()))

    def may(self, *, role: str, duty: str) -> bool:
        """Say whether a role has a duty; a role that isn't known has none."""
        return role in self.roles and duty in self.roles[role].duties
