"""Read access.yaml; refuse it whole when it is unsound, with every fault at once. The caller says where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from leerrecht.access.checks import check_access
from leerrecht.access.levels import FIELDS, Cell, Level
from leerrecht.access.table import AccessTable, Category, NeverRole, Purpose, Required, Role
from leerrecht.law.yaml_files import OnceLoader, read_yaml, what_is_wrong


class AccessRefused(Exception):
    """The access table is unsound; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_access(*, path: Path) -> AccessTable:
    """Read and check an access table; raises AccessRefused with every fault, each beginning with the file's name."""
    try:
        document = read_yaml(path.read_bytes(), loader=OnceLoader)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that doesn't exist
        raise AccessRefused([f"{path.name}: this isn't valid YAML ({what_is_wrong(error)})"]) from error
    faults = check_access(document)
    if faults:
        raise AccessRefused([f"{path.name}: {fault}" for fault in faults])
    aftercare = document["aftercare_days"]
    return AccessTable(
        roles={name: _role(name, entry) for name, entry in document["roles"].items()},
        never_roles={name: NeverRole(id=name, **entry) for name, entry in document["never_roles"].items()},
        aftercare_days=aftercare["value"],
        aftercare_source=aftercare["source"],
        aftercare_certainty=aftercare["certainty"],
        neutral_words=document["neutral_words"],
        neutral_tasks=document["neutral_tasks"],
        refusals=document["refusals"],
        transfer=frozenset(document["transfer"]),
        transfer_file={field: oso or "" for field, oso in document["transfer_file"].items()},
        never_by_glass=frozenset(document["never_by_glass"]),
        never_by_glass_if_protected=frozenset(document["never_by_glass_if_protected"]),
        agreements={code: _required(code, entry) for code, entry in document["agreements"].items()},
        categories={name: _category(name, entry) for name, entry in document["categories"].items()},
    )


def _role(name: str, entry: dict[str, Any]) -> Role:
    words = dict(entry["purpose"])
    return Role(
        id=name,
        name=entry["name"],
        purpose=Purpose(id=words.pop("id"), words=words),
        reached_by=entry["reached_by"],
        aftercare=entry["aftercare"],
        records=frozenset(entry["records"]),
        duties=frozenset(entry["duties"]),
    )


def _required(code: str, entry: dict[str, Any]) -> Required:
    cells = {role: frozenset(categories) for role, categories in entry["cells"].items()}
    return Required(code=code, name=entry["name"], cells=cells)


def _category(name: str, entry: dict[str, Any]) -> Category:
    cells = {role: _cell(cell) for role, cell in entry["cells"].items()}
    return Category(id=name, title=entry["title"], basis=entry["basis"], certainty=entry["certainty"], cells=cells)


def _cell(cell: str | dict[str, list[str]]) -> Cell:
    if isinstance(cell, str):
        return Cell(word=cell)
    opened = Level.FULL.name.lower()
    named = {field: opened if word == FIELDS else word for word, fields in cell.items() for field in fields}
    return Cell(word=FIELDS, named=named)
