"""The access table in plain words. What it says is read from the table itself, so that the two can't differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.access import Cell
from leerrecht.access.fields import category_of, fields_of
from leerrecht.law.tables import IDENTIFIER_KINDS, TABLE, TABLES
from leerrecht.queries.rulebooks import access_table
from leerrecht.web.child.wording import capital, choice_words, label, table_words
from leerrecht.web.words import word

OPEN, NOTHING = "full", "never"


@dataclass(frozen=True, kw_only=True)
class CellRow:
    """What one role sees of a category. `word`: that of the rulebook; `says`: in plain words; `needs`: an agreement."""

    role: str
    name: str
    word: str
    says: str
    needs: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    """One category: what falls in it, on which ground, how sure we are, and a row per role."""

    id: str
    title: str
    holds: str
    basis: str
    certainty: str
    cells: tuple[CellRow, ...]


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """What one role sees of one field, and why; `field` is empty where we keep none. In words, as for a file."""

    category: str
    field: str
    role: str
    says: str
    needs: str
    basis: str
    certainty: str


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One role: what for, how it reaches a young person, what it records and does beside that."""

    name: str
    purpose: str
    reached_by: tuple[str, ...]
    records: str
    duties: str
    aftercare: bool


def _field_words(field: str, lang: str) -> str:
    """Name a field: "Waar: gemeente", or the kind of a number."""
    table, _, column = field.partition(".")
    if table == "identifiers" and column in IDENTIFIER_KINDS:
        return capital(choice_words("identifiers", "kind", column, lang))
    return label(table, column, lang)


def _whole_field_words(field: str, lang: str) -> str:
    """Name a field with the kind of fact it belongs to: "Verblijf: Gemeente"."""
    return f"{capital(table_words(field.partition('.')[0], lang))}: {_field_words(field, lang)}"


def _listed(fields: Iterable[str], lang: str) -> str:
    return ", ".join(dict.fromkeys(_field_words(field, lang).lower() for field in fields))


def _says(cell: Cell, lang: str) -> str:
    if not cell.named:
        return word(f"table.level.{cell.word}", lang)
    by_word: dict[str, list[str]] = {}
    for field, opened in cell.named.items():
        by_word.setdefault(opened, []).append(field)
    return " ".join(
        word(f"table.fields.{opened}", lang, fields=_listed(fields, lang)) for opened, fields in by_word.items()
    )


def _needs(role: str, category: str, lang: str) -> str:
    table = access_table()
    codes = sorted(table.agreements_for(role=role, category=category))
    return ", ".join(str(table.agreements[code].name[lang]) for code in codes)


def _holds(category: str, lang: str) -> str:
    """Name what falls in a category: whole kinds of facts, else single fields; nothing where we keep nothing."""
    parts: list[str] = []
    for table in TABLES:
        fields = fields_of(table)
        own = [field for field in fields if category_of(field) == category]
        if own and len(own) == len(fields):
            parts.append(table_words(table.name, lang).lower())
        elif own:
            parts.append(_listed(own, lang))
    return capital(", ".join(parts))


def category_rows(*, lang: str, own_role: str) -> tuple[CategoryRow, ...]:
    """Give the whole table, a row per category, in the order of the rulebook."""
    table = access_table()
    return tuple(
        CategoryRow(
            id=category.id,
            title=str(category.title[lang]),
            holds=_holds(category.id, lang),
            basis=category.basis,
            certainty=word(f"table.certainty.{category.certainty}", lang),
            cells=tuple(
                CellRow(
                    role=role.id, name=str(role.name[lang]), word=category.cells[role.id].word,
                    says=_says(category.cells[role.id], lang), needs=_needs(role.id, category.id, lang),
                    is_own=role.id == own_role,
                )
                for role in table.roles.values()
            ),
        )
        for category in table.categories.values()
    )  # fmt: skip


def field_rows(*, lang: str) -> Iterator[FieldRow]:
    """Give the whole table, a row per field and role; a category of which we keep nothing has one row per role."""
    table = access_table()
    fields = [field for each in TABLES for field in fields_of(each)]
    for category in table.categories.values():
        for field in [field for field in fields if category_of(field) == category.id] or [""]:
            for role in table.roles.values():
                cell = category.cells[role.id]
                opened = cell.named.get(field, NOTHING if cell.named else cell.word)
                yield FieldRow(
                    category=str(category.title[lang]), field=_whole_field_words(field, lang) if field else "",
                    role=str(role.name[lang]), says=word(f"table.level.{opened}", lang),
                    needs=_needs(role.id, category.id, lang), basis=category.basis,
                    certainty=word(f"table.certainty.{category.certainty}", lang),
                )  # fmt: skip


def _part_words(part: str, lang: str) -> str:
    table, _, kind = part.partition(".")
    return choice_words(table, "kind", kind, lang) if kind else table_words(table, lang)


def role_rows(*, lang: str) -> tuple[RoleRow, ...]:
    """Give the roles: why, by which tie, what they record."""
    return tuple(
        RoleRow(
            name=str(role.name[lang]),
            purpose=str(role.purpose.words[lang]),
            reached_by=tuple(str(words[lang]) for words in role.reached_by.values()),
            records=", ".join(_part_words(part, lang).lower() for part in sorted(role.records, key=_order)),
            duties=", ".join(word(f"table.duty.{duty}", lang) for duty in sorted(role.duties)),
            aftercare=role.aftercare,
        )
        for role in access_table().roles.values()
    )


def _order(part: str) -> int:
    return list(TABLE).index(part.partition(".")[0])


def _titles(categories: Collection[str], lang: str) -> str:
    """Give the titles of categories, in the order of the table."""
    found = access_table().categories.items()
    return ", ".join(str(category.title[lang]).lower() for name, category in found if name in categories)


def beside(*, lang: str) -> Mapping[str, Any]:
    """Give what stands beside the cells: planned moves, emergencies, agreements, and for whom no access exists."""
    table = access_table()
    return {
        "transfer": _listed(sorted(table.transfer), lang),
        "transfer_file": _listed(table.transfer_file, lang),
        "never_by_glass": _titles(table.never_by_glass, lang),
        "never_by_glass_if_protected": _titles(table.never_by_glass_if_protected, lang),
        "never_roles": [{"name": body.name[lang], "why": body.why[lang]} for body in table.never_roles.values()],
        "aftercare_days": table.aftercare_days,
        "aftercare_source": table.aftercare_source,
    }
