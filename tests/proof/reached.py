"""Which tests reach a function, so that a mutation is asked only where it can be noticed: those tests, the quickest first.

As a pytest plugin (`-p tests.proof.reached`). A run without mutations notes for each function that the environment names the
tests that called it, and the addresses walked meanwhile; a run with a mutation then takes only those.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.proof.mutating import PACKAGE, functions_of, load_from

WATCHED = "LEERRECHT_PROOF_WATCHED"
"""Functions (`queries/child.py::get_page`), a line each."""
NOTES = "LEERRECHT_PROOF_NOTES"
"""The file where a watching run writes what it noted; without watched functions, the one to read."""
FUNCTION = "LEERRECHT_PROOF_FUNCTION"
"""The function that is mutated, in a run that takes only the tests that reach it."""
ROLE = "LEERRECHT_PROOF_ROLE"
"""The role whose cell is mutated, in a run that walks only as its viewers."""
_CALLED = "__leerrecht_called__"


@dataclass
class Notes:
    """Per function the tests and the addresses that reach it; per test how long it took, in seconds."""

    tests: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)


_notes = Notes()
_now = {"test": "", "address": ""}


def function_of(mutation: str) -> str:
    """Name the function that a mutation of the code changes.

    >>> function_of("queries/child.py::get_page::negate::0")
    'queries/child.py::get_page'
    """
    return "::".join(mutation.split("::")[:2])


def _note(function: str) -> None:
    for place, found in (("test", _notes.tests), ("address", _notes.addresses)):
        if _now[place] and _now[place] not in found[function]:
            found[function].append(_now[place])


def watched(file: str, functions: set[str]) -> ast.AST:
    """Give a module in which each of these functions says that it was called."""
    tree = ast.parse((PACKAGE / file).read_text())
    for name, function in functions_of(tree):
        if f"{file}::{name}" in functions:
            call = ast.Call(ast.Name(_CALLED, ast.Load()), [ast.Constant(f"{file}::{name}")], [])
            function.body.insert(1 if ast.get_docstring(function) else 0, ast.Expr(call))
    return ast.fix_missing_locations(tree)


@contextmanager
def walking_at(address: str) -> Iterator[None]:
    """Say which address is being walked."""
    _now["address"] = address
    yield
    _now["address"] = ""


def addresses_asked() -> list[str] | None:
    """Give the addresses that reach the mutated function; None where all must be walked."""
    function = os.environ.get(FUNCTION)
    return read_notes(Path(os.environ[NOTES])).addresses.get(function, []) if function else None


def read_notes(path: Path) -> Notes:
    """Read what a watching run noted; nothing if it didn't get so far."""
    return Notes(**json.loads(path.read_text())) if path.exists() else Notes()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: Any) -> Any:
    _now["test"] = item.nodeid
    return (yield)


def pytest_runtest_logreport(report: Any) -> None:
    _notes.seconds[report.nodeid] = _notes.seconds.get(report.nodeid, 0) + report.duration


def pytest_sessionfinish() -> None:
    if os.environ.get(WATCHED):
        Path(os.environ[NOTES]).write_text(json.dumps(vars(_notes)))


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Leave out what can't notice the mutation."""
    role, function, every = os.environ.get(ROLE), os.environ.get(FUNCTION), list(items)
    if role:
        items[:] = [item for item in every if hasattr(item, "callspec") and item.callspec.params["kind"].role == role]
    elif function:
        notes = read_notes(Path(os.environ[NOTES]))
        reaching = sorted(notes.tests.get(function, ()), key=lambda test: notes.seconds[test])
        found = {item.nodeid: item for item in every}
        items[:] = [found[test] for test in reaching if test in found]
    kept = set(items)
    config.hook.pytest_deselected(items=[item for item in every if item not in kept])


def watch(functions: set[str]) -> None:
    """Watch these functions for this process."""
    setattr(builtins, _CALLED, _note)
    for file in {function.split("::")[0] for function in functions}:
        load_from(file, lambda file=file: watched(file, functions))


if os.environ.get(WATCHED):
    watch(set(os.environ[WATCHED].splitlines()))
