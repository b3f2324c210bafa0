"""Mutations: a cell opened by a step, a guard dropped, a filter left out. Each must be noticed by a test.

As a pytest plugin (`-p tests.proof.mutating`) it puts the mutation that the environment names in place of the real thing,
before anything is imported; nothing is written to a file.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENVIRONMENT = "LEERRECHT_MUTATION"
PACKAGE = Path(__file__).parents[2] / "src" / "leerrecht"
WHOLE = ("access/viewing.py", "access/lenses.py", "access/ties.py", "access/deciding.py", "access/table.py")
"""Every condition in these decides who sees what; in the others those that speak of it."""
SPEAKS = re.compile(r"scope|reach|sees|seen|viewer|actor|aftercare|is_open|\brole|team|among|Level|may_|cut_")


@dataclass(frozen=True)
class Mutation:
    """One change. `id`: where and what, without line numbers; `said`: what stood there."""

    id: str
    said: str
    line: int = 0


# --- code --------------------------------------------------------------------------------------------------------------

Edit = tuple[str, Callable[[], ast.AST]]


def files() -> list[str]:
    """Give the modules that are mutated."""
    queries = sorted(path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "queries").glob("*.py"))
    return [*(file for file in WHOLE if (PACKAGE / file).exists()), *queries, "operations/acting.py"]


def _ends(body: list[ast.stmt]) -> bool:
    return isinstance(body[-1], (ast.Return, ast.Raise, ast.Continue))


def _opened(node: ast.expr) -> ast.expr | None:
    """Open a level that is compared with by a step."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Level":
        down = {"FULL": "CONCLUSION", "CONCLUSION": "NEVER"}.get(node.attr)
        return ast.Attribute(value=node.value, attr=down, ctx=node.ctx) if down else None
    return None


def _edits(node: ast.AST) -> Iterator[Edit]:
    """Give the ways to break a node."""
    if isinstance(node, ast.If):
        if _ends(node.body) and not node.orelse:
            yield "drop guard", ast.Pass
        yield "negate", lambda: ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.IfExp):
        yield "take the first", lambda: node.body
        yield "take the second", lambda: node.orelse
    elif isinstance(node, ast.BoolOp):
        for place in range(len(node.values)):
            rest = [value for other, value in enumerate(node.values) if other != place]
            yield f"drop operand {place}", lambda rest=rest: rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "drop not", lambda: node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield "drop intersection", lambda: node.right
    else:
        yield from _edits_of_calls(node)


_EDGES = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_KEYWORDS = re.compile(r"^(child|team|linked_\w+|held_\w+|organisation|professional)(__\w+)?$")


def _edits_of_calls(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        opened, op = _opened(node.comparators[0]), node.ops[0]
        if opened is not None:
            ops: list[ast.cmpop] = [ast.GtE() if isinstance(op, (ast.Is, ast.Eq)) else op]
            yield "open level", lambda: ast.Compare(node.left, ops, [opened])
        elif type(op) in _EDGES:
            yield "move edge", lambda: ast.Compare(node.left, [_EDGES[type(op)]()], node.comparators)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "drop if", lambda: ast.comprehension(node.target, node.iter, [], node.is_async)
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        swap = {"any": "all", "all": "any", "min": "max", "max": "min"}.get(name)
        if swap and isinstance(node.func, ast.Name):
            yield f"{swap} for {name}", lambda: ast.Call(ast.Name(swap, ast.Load()), node.args, node.keywords)
        if name == "cut_row":
            yield "uncut", lambda: ast.Call(ast.Name("dict", ast.Load()), node.args[1:2], [])
        for place, keyword in enumerate(node.keywords):
            if name in ("filter", "exclude", "Q") and _KEYWORDS.match(keyword.arg or ""):
                rest = [other for at, other in enumerate(node.keywords) if at != place]
                yield f"drop {keyword.arg}", lambda rest=rest: ast.Call(node.func, node.args, rest)


def functions_of(tree: ast.AST, above: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Give the functions of a module and the methods of its classes, by name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions_of(node, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield above + node.name, node


def _found(file: str, tree: ast.AST) -> Iterator[tuple[Mutation, ast.AST, Callable[[], ast.AST]]]:
    """Give each mutation of a module, with the node it changes and what comes in its place."""
    seen: dict[str, int] = {}
    for name, function in functions_of(tree):
        for node in ast.walk(function):
            is_spoken = file in WHOLE or SPEAKS.search(ast.unparse(node))
            for what, make in _edits(node) if is_spoken else ():
                key = f"{file}::{name}::{what}"
                seen[key] = number = seen.get(key, -1) + 1
                said = ast.unparse(node).splitlines()[0]
                yield Mutation(f"{key}::{number}", said, getattr(node, "lineno", 0)), node, make


def code_mutations() -> list[Mutation]:
    """Give every mutation of the code."""
    return [
        mutation for file in files() for mutation, _, _ in _found(file, ast.parse((PACKAGE / file).read_text()))
    ]  # fmt: skip


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutated(file: str, mutation: str) -> ast.AST:
    """Give a module with one mutation in it."""
    tree = ast.parse((PACKAGE / file).read_text())
    old, make = next((node, make) for found, node, make in _found(file, tree) if found.id == mutation)
    return ast.fix_missing_locations(_Replace(old, make()).visit(tree))


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, make: Callable[[], ast.AST]) -> None:
        super().__init__(fullname, path)
        self.make = make

    def get_code(self, fullname: str) -> Any:
        return compile(self.make(), self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    """Loads one module from another tree than its file has."""

    def __init__(self, module: str, make: Callable[[], ast.AST]) -> None:
        self.module, self.make = module, make

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin:
            spec.loader = _Loader(fullname, spec.origin, self.make)
        return spec


def load_from(file: str, make: Callable[[], ast.AST]) -> None:
    """Let a module be loaded from the tree that `make` gives, in this process; RuntimeError if it already was loaded."""
    module = "leerrecht." + file.removesuffix(".py").replace("/", ".")
    if module in sys.modules:
        raise RuntimeError(f"{module} was imported before it was changed")
    make()  # what is wrong with it fails here and now
    sys.meta_path.insert(0, _Finder(module, make))


# --- the table ---------------------------------------------------------------------------------------------------------

_STEP = {
    "never": "conclusion", "conclusion": "full", "ask": "conclusion", "consent": "full", "own": "full", "shared": "full",
    "neutral": "full", "enrolled": "full",
}  # fmt: skip


def _steps(category: str, cell: Any) -> Iterator[tuple[str, Any]]:
    """Give the ways to open a cell by one step."""
    if isinstance(cell, str):
        if cell in _STEP:
            yield _STEP[cell], _STEP[cell]
        return
    for word, fields in cell.items():
        if word in _STEP:
            for name in fields:
                rest = {key: [each for each in names if each != name] for key, names in cell.items()}
                opened = {key: names for key, names in rest.items() if names}
                step = "fields" if _STEP[word] == "full" else _STEP[word]
                yield f"{name} {step}", {**opened, step: [*opened.get(step, []), name]}
    named = {name for names in cell.values() for name in names}
    for name in _fields_of(category):
        if name not in named:
            yield f"{name} conclusion", {**cell, "conclusion": [*cell.get("conclusion", []), name]}


def _fields_of(category: str) -> list[str]:
    from leerrecht.access.fields import category_of, fields_of
    from leerrecht.law.tables import TABLES

    names = dict.fromkeys(name for table in TABLES for name in fields_of(table))
    return [name for name in names if category_of(name) == category]


def cell_mutations() -> list[Mutation]:
    """Give every cell of the table opened by a step."""
    import yaml

    document = yaml.safe_load((PACKAGE.parents[1] / "rulebook" / "nl" / "access.yaml").read_text())
    return [
        Mutation(f"access.yaml::{category}::{role}::{step}", str(cell))
        for category, entry in document["categories"].items()
        for role, cell in entry["cells"].items()
        for step, _ in _steps(category, cell)
    ]


def _open_cell(mutation: str) -> None:
    """Open a cell in every table that is loaded from now on."""
    from leerrecht.access import loading

    _, category, role, step = mutation.split("::")
    check = loading.check_access

    def open_and_check(document: Any) -> list[str]:
        cells = document["categories"][category]["cells"] if "categories" in (document or {}) else {}
        if role in cells:
            cells[role] = dict(_steps(category, cells[role])).get(step, cells[role])
        return check(document)

    loading.check_access = open_and_check


def install(mutation: str) -> None:
    """Put a mutation in place for this process."""
    if mutation.startswith("access.yaml::"):
        _open_cell(mutation)
        return
    file = mutation.split("::")[0]
    load_from(file, lambda: mutated(file, mutation))


if os.environ.get(ENVIRONMENT):
    install(os.environ[ENVIRONMENT])
