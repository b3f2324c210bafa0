"""The one function that decides: a role and its ties on a day give a Scope, or a Refusal that says why not.

Who somebody is, and which ties somebody has, is found by the caller; nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from leerrecht.access.table import AccessTable, Words
from leerrecht.access.ties import Tie, find_reaches
from leerrecht.access.viewing import Scope

REFUSALS = ("never_role", "only_counts", "unknown_role")


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why nothing is shown: codes from REFUSALS, and what to say."""

    reasons: tuple[str, ...]
    said: tuple[Words, ...]

    def words(self, lang: str) -> str:
        """Give the reasons in plain words; `lang` is nl or en."""
        return " ".join(words[lang] for words in self.said)


def scope(
    *, table: AccessTable, role: str, ties: Iterable[Tie], on: date, agreements: Collection[str] = ()
) -> Scope | Refusal:
    """Decide which children a role sees on a day, and how far. Without ties: a Scope without children.

    `agreements`: the codes of those that are in force for the viewer's organisation.
    """
    if role in table.never_roles:
        return _refuse(table, "never_role", table.never_roles[role].why)
    if role not in table.roles:
        return _refuse(table, "unknown_role")
    found = table.roles[role]
    if not found.reached_by:
        return _refuse(table, "only_counts")
    reaches = find_reaches(role=found, ties=ties, aftercare_days=table.aftercare_days, on=on)
    return Scope(
        role=role, purpose=found.purpose, on=on, access=table, reaches=MappingProxyType(dict(reaches)),
        agreements=frozenset(agreements),
    )  # fmt: skip


def _refuse(table: AccessTable, reason: str, *more: Words) -> Refusal:
    return Refusal(reasons=(reason,), said=(table.refusals[reason], *more))
