"""Is the chain whole? Walks every row once, and compares with the links that were kept outside the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from leerrecht.audit.chain import CONTENT, GENESIS, bind, commit
from leerrecht.audit.models import Event, Head

AT_ONCE = 5000
EMPTIED = "log.emptied"
"""The event that says how many rows were emptied, in `object_id`."""
FAULTS = ("changed", "removed", "inserted", "order", "tail", "added", "rewritten", "emptied")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong, and at which row. changed: its content isn't what it committed to. removed: rows before it are gone.

    inserted: its number was given before. order: it isn't linked to the row before it. tail: rows at the end are gone.
    added: rows after the last one that was noted. rewritten: the link kept outside says otherwise. emptied: more
    rows were emptied than was noted.
    """

    kind: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of verifying. `rows`: how many were read; `erased`: how many of them empty; `compared`: links from outside."""

    rows: int
    erased: int
    compared: int
    sequence: int
    link: str
    fault: Fault | None


def last_link() -> tuple[int, str]:
    """Give the number of the last row, and its link."""
    head = Head.objects.filter(pk=1).first()
    return (head.sequence, head.link) if head else (0, GENESIS)


def verify(*, outside: Mapping[int, str] | None = None, newest: int | None = None) -> Verdict:
    """Walk the chain, in bulk and without holding it in memory; stops at the first row that is wrong.

    `outside`: links by number, as they were kept elsewhere. `newest`: look at so many rows at the end only.
    """
    walk = _Walk(outside or {}, newest)
    fault = walk.run() or walk.check_end() or (walk.check_emptied() if newest is None else None)
    return Verdict(
        rows=walk.rows, erased=walk.erased, compared=walk.compared, sequence=walk.sequence, link=walk.link, fault=fault
    )


class _Walk:
    def __init__(self, outside: Mapping[int, str], newest: int | None) -> None:
        self.outside = outside
        self.head, self.head_link = last_link()
        self.rows = self.erased = self.compared = self.noted = 0
        self.sequence, self.link = 0, GENESIS
        if newest is not None and self.head > newest:
            before = Event.objects.filter(sequence=self.head - newest).values_list("sequence", "link").first()
            self.sequence, self.link = before or (self.head - newest, "")

    def run(self) -> Fault | None:
        for row in self._read():
            fault = self._check(row)
            if fault:
                return Fault(kind=fault, sequence=row["sequence"])
            self.rows += 1
            self.sequence, self.link = row["sequence"], row["link"]
        return None

    def _read(self) -> Iterator[dict[str, Any]]:
        names = ("sequence", "salt", "commitment", "link", "erased_at", *CONTENT)
        known = Event.objects.filter(sequence__lte=self.head)  # what is added meanwhile isn't ours to judge
        after = known.filter(sequence__gt=self.sequence) if self.sequence else known
        for values in after.order_by("sequence", "pk").values_list(*names).iterator(chunk_size=AT_ONCE):
            yield dict(zip(names, values, strict=True))

    def _check(self, row: dict[str, Any]) -> str:
        """Say what is wrong with a row; nothing if it is the right one after the former."""
        sequence = row["sequence"]
        if sequence != self.sequence + 1:
            return "removed" if sequence > self.sequence + 1 else "inserted"
        if row["erased_at"] is not None:
            self.erased += 1
        elif commit(salt=row["salt"], content=[row[name] for name in CONTENT]) != row["commitment"]:
            return "changed"
        if self.link and bind(previous=self.link, commitment=row["commitment"], sequence=sequence) != row["link"]:
            return "order"
        if sequence in self.outside:
            self.compared += 1
            if self.outside[sequence] != row["link"]:
                return "rewritten"
        if row["action"] == EMPTIED and row["object_id"].isdecimal():
            self.noted += int(row["object_id"])
        return ""

    def check_end(self) -> Fault | None:
        """Compare where the chain ends with the row that holds its end, and with what was kept outside."""
        highest = Event.objects.aggregate(found=Max("sequence"))["found"] or 0
        now, _ = last_link()  # asked after the rows, so that a row added meanwhile is before it
        if self.head > self.sequence or max([0, *self.outside]) > now:
            return Fault(kind="tail", sequence=self.sequence + 1)
        if highest > now or self.head_link != self.link:
            return Fault(kind="added", sequence=min(now + 1, self.sequence + 1))
        return None

    def check_emptied(self) -> Fault | None:
        """Compare how many rows are empty with how many were emptied by us."""
        if self.erased == self.noted:
            return None
        first = Event.objects.filter(erased_at__isnull=False).order_by("sequence").values_list("sequence", flat=True)
        return Fault(kind="emptied", sequence=first.first() or 0)
