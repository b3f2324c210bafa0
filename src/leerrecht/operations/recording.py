"""How a fact gets into the record: typed values become columns, names become links, the child's version goes up.

Used by the operations; decides nothing about who may.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q

from leerrecht.chain.models import Location, Membership, School, Team
from leerrecht.law.tables import TABLE
from leerrecht.queries.facts import fields_of, standing
from leerrecht.records.models import FACT, Child, Fact
from leerrecht.stored.names import fold_name


def _only(found: list[int]) -> int | None:
    """Give the one that was found; none when the name fits several."""
    return found[0] if len(found) == 1 else None


def _link_stay(values: Mapping[str, Any]) -> dict[str, Any]:
    if not values.get("location"):
        return {}
    places = Location.objects.filter(name__iexact=values["location"])
    if values.get("municipality"):
        places = places.filter(municipality__iexact=values["municipality"])
    return {"linked_location_id": _only(list(places.values_list("pk", flat=True)[:2]))}


def _link_enrolment(values: Mapping[str, Any]) -> dict[str, Any]:
    if not values.get("school"):
        return {}
    schools = School.objects.filter(name__iexact=values["school"])
    if values.get("municipality"):
        schools = schools.filter(municipality__iexact=values["municipality"])
    return {"linked_school_id": _only(list(schools.values_list("pk", flat=True)[:2]))}


def _link_transfer(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tie a transfer to its schools, each where one school alone has that name."""
    named = {"linked_from_school_id": values.get("from_school"), "linked_to_school_id": values.get("to_school")}
    return {
        column: _only(list(School.objects.filter(name__iexact=name).values_list("pk", flat=True)[:2]))
        for column, name in named.items()
        if name
    }


def _link_involvement(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tie a task to a person and their team when both organisation and person name exactly one; else to a named team."""
    organisation, person = values.get("organisation"), values.get("person")
    if not organisation:
        return {}
    begun = values.get("valid_from") or datetime.date.max
    people = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=begun),
        team__organisation__name__iexact=organisation,
        professional__name__iexact=person or "",
    )
    found = list(people.order_by().values_list("professional", "team").distinct()[:2])
    if len(found) == 1:
        return {"linked_professional_id": found[0][0], "linked_team_id": found[0][1]}
    # a person whom nobody knows must not give a whole team access: then only a team that is named itself
    teams = Team.objects.filter(name__iexact=person or organisation, organisation__name__iexact=organisation)
    return {"linked_team_id": _only(list(teams.values_list("pk", flat=True)[:2]))}


LINKS = {
    "stays": _link_stay, "enrolments": _link_enrolment, "involvements": _link_involvement, "transfers": _link_transfer,
}  # fmt: skip
NAMED_BY = {
    "stays": ("location", "municipality"),
    "enrolments": ("school", "municipality"),
    "involvements": ("organisation", "person"),
    "transfers": ("from_school", "to_school"),
}
"""The columns on which the links of a table rest."""


def columns_of(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn typed values (None is empty) into the columns of a fact's table, with its links."""
    model: Any = FACT[table]
    columns: dict[str, Any] = {}
    for name, field in fields_of(TABLE[table]).items():
        value = values.get(name)
        columns[field] = "" if value is None and not model._meta.get_field(field).null else value
    if table == "children":
        columns["search_name"] = fold_name(
            *(values.get(name) for name in ("given_names", "family_name", "father_name", "original_name"))
        )[: model._meta.get_field("search_name").max_length]
    find_links = LINKS.get(table)
    return {**columns, **(find_links(values) if find_links else {})}


def longest_texts(table: str) -> dict[str, int]:
    """Give how many characters each free text of a table may have.

    >>> longest_texts("identifiers")
    {'value': 40}
    """
    model: Any = FACT[table]
    free = [column.name for column in TABLE[table].columns if column.kind == "text"]
    return {
        name: model._meta.get_field(field).max_length for name, field in fields_of(TABLE[table]).items() if name in free
    }


def _kept_links(former: Fact, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Give the links of a former version whose names stay the same: whoever it gave access keeps it."""
    names = NAMED_BY.get(former.table, ())
    if not names or any(getattr(former, name) != columns[name] for name in names):
        return {}
    links = [field.attname for field in type(former)._meta.concrete_fields if field.name.startswith("linked_")]
    return {name: getattr(former, name) for name in links if getattr(former, name) is not None}


def is_known(*, child: Child, table: str, columns: Mapping[str, Any], beside: Fact | None = None) -> bool:
    """Tell whether the same fact already stands, `beside` one that is about to be corrected."""
    own = {field: columns[field] for field in fields_of(TABLE[table]).values()}
    same = standing(table=table).filter(child=child, **own)
    return (same.exclude(pk=beside.pk) if beside else same).exists()


def put_fact(
    *, child: Child, table: str, values: Mapping[str, Any], at: datetime.datetime, account: int | None, source: int,
    corrects: Fact | None = None, links: Mapping[str, int | None] | None = None,
) -> Fact:  # fmt: skip
    """Add a fact to the record of a child, whose version goes up. `source`, `account`: row numbers.

    `links`: the partners that are known by more than their names, by column.
    """
    model: Any = FACT[table]
    columns = columns_of(table, values)
    if corrects is not None:
        columns |= _kept_links(corrects, columns)
    columns |= links or {}
    fact: Fact = model.objects.create(
        child=child, recorded_at=at, recorded_by_id=account, source_id=source, corrects=corrects, **columns
    )
    touch(child)
    return fact


def put_facts(
    *,
    child: Child,
    table: str,
    rows: Iterable[Mapping[str, Any]],
    at: datetime.datetime,
    account: int | None,
    source: int,
) -> None:
    """Add several facts of one table to the record of a child at once, whose version goes up. As `put_fact`."""
    model: Any = FACT[table]
    model.objects.bulk_create(
        model(child=child, recorded_at=at, recorded_by_id=account, source_id=source, **columns_of(table, values))
        for values in rows
    )
    touch(child)


def retract(*, fact: Fact, at: datetime.datetime, account: int | None, reason: str) -> None:
    """Note that a fact doesn't stand any more. It stays in the record, as what was known until now."""
    row: Any = fact  # an abstract model hides the number behind its foreign key
    row.retracted_at, row.retracted_by_id, row.retraction_reason = at, account, reason
    fact.save(update_fields=["retracted_at", "retracted_by", "retraction_reason"])
    touch(fact.child)


def touch(child: Child) -> None:
    """Raise the version of a child's facts: whatever was concluded from them before is not found any more."""
    Child.objects.filter(pk=child.pk).update(version=F("version") + 1)
