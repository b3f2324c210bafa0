"""The children of the database as rows to compare with each other: for the command line on the server, behind no page.

This passes by no Scope, because it is about all children: only who runs this Leerrecht reaches it, and nothing of it is
shown to anybody else. A page asks through a Scope instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from leerrecht.identity import ChildRow
from leerrecht.queries.facts import standing

_SEXES = {"m": "m", "man": "m", "jongen": "m", "male": "m", "v": "v", "f": "v", "vrouw": "v", "meisje": "v", "female": "v",
          "x": "x"}  # fmt: skip


def link_rows() -> Iterator[ChildRow]:
    """Give a row for each child of whom something is known. A date that isn't known to the day counts as an estimate."""
    people = standing(table="children").order_by("child")
    columns = ("child__public_id", "given_names", "father_name", "family_name", "born_from", "born_precision", "sex")
    for record, given, father, family, born, precision, sex in people.values_list(*columns).iterator():
        yield ChildRow(record=record, given_names=given, father_name=father, family_name=family,
                       born_on=_born(born, precision), sex=_SEXES.get(sex.strip().lower(), ""))  # fmt: skip


def _born(born: datetime.date | None, precision: str) -> datetime.date | None:
    return born.replace(month=1, day=1) if born and precision in ("estimated", "month", "year") else born
