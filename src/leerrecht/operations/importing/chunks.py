"""Some children at a time: their rows beside their facts, and what follows written in a few bulk statements."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F

from leerrecht.access import Scope
from leerrecht.audit.log import record_events
from leerrecht.law.tables import TABLE
from leerrecht.operations.importing.comparing import Comparison, Known, Table, compare
from leerrecht.operations.importing.linking import Linker
from leerrecht.operations.importing.opening import Workbook
from leerrecht.operations.importing.tally import Tally
from leerrecht.operations.recording import LINKS, _kept_links
from leerrecht.queries.facts import fields_of, seen_row
from leerrecht.records.models import FACT, Child

REASON = "Een nieuwere lijst van dezelfde bron zegt iets anders (import)"
_BESIDE = ("pk", "recorded_at", "recorded_by", "source", "retracted_at", "retracted_by", "corrects")


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What the team that handed a list in may know: of which children, and which of their facts. `scope`: None, nothing.

    A list is compared with that and with what lists of the same organisation said; with anything else it would be a way
    to find out, row by row, what a child kept to itself. `is_whole`: all of it, for the operator of this Leerrecht.
    """

    organisation: int
    scope: Scope | None = None
    is_whole: bool = False

    @cached_property
    def reached(self) -> frozenset[int] | None:
        """The children it may bring facts of; None: all. In after-care one reads, and changes nothing."""
        if self.is_whole:
            return None
        children = self.scope.children if self.scope else ()
        return frozenset(
            child for child in children if self.scope and self.scope.may_record(child=child, table="children")
        )

    def sees_all(self, table: str) -> bool:
        """Tell whether every fact of a table may be known, so that none has to be looked at."""
        return self.is_whole or (
            self.scope is not None and len(self.scope.columns_seen(table)) == len(TABLE[table].columns)
        )

    def sees(self, *, child: int, table: Table, fact: Known) -> bool:
        """Tell whether a fact may take part in comparing."""
        if fact.source == self.organisation and fact.recorded_by is None:
            return True
        row = {**table.row(fact.values), "child": child}
        return (
            self.scope is not None and seen_row(scope=self.scope, number=child, table=table.name, row=row) is not None
        )


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who and when, for what one run of an import writes. `organisation`: the source of the facts, a row number.

    `event`: what every audit row of the run shares. `sight`: what who handed the list in may know of.
    """

    organisation: int
    at: datetime.datetime
    event: Mapping[str, str]
    sight: Sight
    linker: Linker = field(default_factory=Linker)


def cut(references: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Cut a list into parts."""
    return (references[start : start + size] for start in range(0, len(references), size))


def known_children(*, organisation: int, references: Sequence[str], lock: bool = False) -> dict[str, Child]:
    """Find the children of an origin by reference; locked until the transaction ends, in one order, if asked."""
    found = Child.objects.filter(origin=organisation, reference__in=references).order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    return {child.reference: child for child in found}


def leave_out(
    *, references: Sequence[str], known: Mapping[str, Child], reached: frozenset[int] | None, tally: Tally
) -> list[str]:
    """Give the references that may be brought in: new children, and known ones that the team reaches (None: all).

    A list must not be a way to a child that isn't theirs: the rest is counted and left as it is.
    """
    kept = [
        reference
        for reference in references
        if reached is None or reference not in known or known[reference].pk in reached
    ]
    if len(kept) < len(references):
        tally.children["out_of_reach"] += len(references) - len(kept)
    return kept


def compare_children(
    *, workbook: Workbook, references: Sequence[str], children: Mapping[str, Child], sight: Sight, tally: Tally
) -> dict[str, dict[str, Comparison]]:
    """Compare children with what may be known of their record and count what comes of it; by table and reference."""
    made: dict[str, dict[str, Comparison]] = {}
    numbers = {child.pk for child in children.values()}
    for table in workbook.tables:
        rows = workbook.rows[table.name]
        if not rows:
            continue
        facts = _facts_of(table, numbers, sight)
        made[table.name] = {}
        for reference in references:
            own = rows.get(reference, ())
            known = facts.get(children[reference].pk, ()) if reference in children else ()
            if own or known:
                comparison = compare(table=table, rows=own, facts=known, source=sight.organisation)
                tally.add(child=reference, table=table.name, made=comparison)
                made[table.name][reference] = comparison
    return made


def _facts_of(table: Table, children: set[int], sight: Sight) -> dict[int, list[Known]]:
    """Give the facts of a table about these children, standing or not, in the order in which they were recorded."""
    if not children:
        return {}
    names = list(fields_of(TABLE[table.name]).values())
    model: Any = FACT[table.name]
    found: defaultdict[int, list[Known]] = defaultdict(list)
    is_open = sight.sees_all(table.name)
    rows = model.objects.filter(child__among=children).order_by("pk").values_list("child", *_BESIDE, *names)
    for child, pk, recorded_at, recorded_by, source, retracted_at, retracted_by, corrects, *values in rows:
        fact = Known(
            number=pk,
            values=tuple(None if value == "" else value for value in values),
            recorded_at=recorded_at,
            recorded_by=recorded_by,
            source=source,
            retracted_at=retracted_at,
            retracted_by=retracted_by,
            corrects=corrects,
        )
        if is_open or sight.sees(child=child, table=table, fact=fact):
            found[child].append(fact)
    return found


def import_children(*, workbook: Workbook, references: Sequence[str], writer: Writer, tally: Tally) -> None:
    """Bring children into the record, whole. Call it within a transaction."""
    organisation = writer.organisation
    before = known_children(organisation=organisation, references=references)
    references = leave_out(references=references, known=before, reached=writer.sight.reached, tally=tally)
    before = {reference: child for reference, child in before.items() if reference in set(references)}
    missing = sorted(set(references) - set(before))
    if missing:  # somebody may be making the same ones: then those are used
        Child.objects.bulk_create(
            [Child(origin_id=organisation, reference=reference) for reference in missing], ignore_conflicts=True
        )
    children = known_children(organisation=organisation, references=references, lock=True)
    # somebody else made one just now: it has facts already, so it counts as known, and must be in reach
    foreign = {name: child for name, child in children.items() if name not in before and child.version > 1}
    references = leave_out(references=references, known=foreign, reached=writer.sight.reached, tally=tally)
    children = {name: child for name, child in children.items() if name in set(references)}
    tally.children.update({"new": len(set(missing) - set(foreign)), "known": len(before)})
    made = compare_children(
        workbook=workbook, references=references, children=children, sight=writer.sight, tally=tally
    )
    touched: set[Child] = set()
    for table in workbook.tables:
        touched |= _write_table(table, made.get(table.name, {}), children, writer)
    tally.children["touched"] += len(touched)
    _touch(touched, writer)


def _write_table(
    table: Table, made: Mapping[str, Comparison], children: Mapping[str, Child], writer: Writer
) -> set[Child]:
    """Write what is new and what is corrected in one table; give the children it is about."""
    model: Any = FACT[table.name]
    corrected = [known for comparison in made.values() for _, known in comparison.corrected]
    at = max([writer.at, *(known.recorded_at for known in corrected)])  # a correction never precedes what it corrects
    formers = _linked_formers(table, {known.number for known in corrected})
    facts = []
    for reference, comparison in made.items():
        rows = [*((values, None) for values in comparison.new), *comparison.corrected]
        for values, former in rows:
            columns = writer.linker.columns_of(table=table.name, values=table.row(values))
            if former and former.number in formers:
                columns |= _kept_links(formers[former.number], columns)
            facts.append(
                model(
                    child=children[reference],
                    recorded_at=at,
                    source_id=writer.organisation,
                    corrects_id=former.number if former else None,
                    **columns,
                )
            )
    if corrected:
        numbers = {known.number for known in corrected}
        model.objects.filter(pk__among=numbers).update(retracted_at=at, retraction_reason=REASON)
    if facts:
        model.objects.bulk_create(facts)
    return {fact.child for fact in facts}


def _linked_formers(table: Table, numbers: set[int]) -> dict[int, Any]:
    """Give the facts that are about to be corrected in a table that has links: whoever they gave access may keep it."""
    model: Any = FACT[table.name]
    return {fact.pk: fact for fact in model.objects.filter(pk__among=numbers)} if table.name in LINKS else {}


def _touch(children: Iterable[Child], writer: Writer) -> None:
    """Raise the version of each child once, and leave its audit row."""
    ordered = sorted(children, key=lambda child: child.pk)
    if not ordered:
        return
    Child.objects.filter(pk__among={child.pk for child in ordered}).update(version=F("version") + 1)
    record_events(
        at=writer.at, action="child.imported", children=[child.public_id for child in ordered], **writer.event
    )
