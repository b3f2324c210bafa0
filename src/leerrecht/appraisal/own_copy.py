"""A study of one's own as a file: begin it as a copy, and add to it. What stands in it is never touched; only its end grows."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from leerrecht.appraisal.fields import Faults
from leerrecht.appraisal.history import HISTORY, make_entries
from leerrecht.appraisal.loading import (
    StudyRefused,
    check_study,
    lay_history,
    make_study,
    parse_document,
    read_document,
)
from leerrecht.appraisal.matrix_files import FORMS, find_changed, read_matrix

WIDTH = 118
OPENING = """
# What was added and changed since, oldest first. `leerrecht appraise` writes it; what stands above it and in it stays as it is.
history:
"""


def begin_copy(*, source: Path, target: Path, by: str, why: str, date: str) -> None:
    """Begin a copy of a study as a file of one's own, with its history.

    Its id becomes the name of the file. `by`: a role, never a person; `date`: as 2026-05-01. Raises StudyRefused, also when
    the file is there already.
    """
    if target.exists():
        raise StudyRefused([f"{target.name}: this file exists already. Choose another name"])
    document = read_document(path=source)
    text = source.read_text(encoding="utf-8").rstrip("\n") + "\n"
    if isinstance(document, dict) and HISTORY not in document:
        text += OPENING
    _extend(target, text, document, {"meta": {"id": target.stem}}, by=by, why=why, date=date)


def add_to_copy(
    *, path: Path, changes: Any, by: str, why: str, date: str, write: bool = True
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Add to a copy; gives the study as it becomes and the entries that were written. Raises StudyRefused with every fault.

    `changes`: parts of a study with entries, as `make_entries` takes them. Without `write` the file stays as it is.
    """
    document = read_document(path=path)
    if isinstance(document, dict) and not isinstance(document.get(HISTORY), list):
        raise StudyRefused(
            [f"{path.name}: this study has no history, so nothing is added to it. Begin a copy first: --copy"]
        )
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    return _extend(path if write else None, text, document, changes, by=by, why=why, date=date)


def read_changes(*, path: Path, document: Any) -> Any:
    """Read what to add: parts of a study (YAML), or judgements (CSV or XLSX), of which only those that differ are taken.

    `document`: the study that they are added to. Raises StudyRefused.
    """
    if path.suffix.lower() not in FORMS:
        return read_document(path=path)
    first, _ = make_study({**lay_history(document), "codings": []}, name=path.stem)
    return {"judgements": find_changed(first, read_matrix(path=path))}


def _extend(
    path: Path | None, text: str, document: Any, changes: Any, *, by: str, why: str, date: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if not isinstance(document, dict):
        raise StudyRefused(check_study(document).lines)
    faults = Faults()
    entries = make_entries(document, changes, by=by, why=why, date=date, faults=faults)
    grown = {**document, HISTORY: [*(document.get(HISTORY) or ()), *entries]}
    faults.lines = list(dict.fromkeys([*faults.lines, *check_study(grown).lines]))
    if not entries and not faults.lines:
        faults.add("changes", "all of it stands there already", "Add something, or change a field")
    if faults.lines:
        raise StudyRefused(faults.lines)
    if path is not None:
        _write(path, text + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=WIDTH), grown)
    return grown, entries


def _write(path: Path, text: str, expected: dict[str, Any]) -> None:
    """Write the whole file beside the old one and put it in its place, so that a crash leaves one or the other."""
    if parse_document(text, name=path.name) != expected:
        raise StudyRefused([f"{path.name}: history isn't the last part of the file. Put it there, as --copy wrote it"])
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
