"""Read a study from YAML; refuse it whole when it is unsound, with every fault at once. The caller says where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from leerrecht.appraisal.building import build_study
from leerrecht.appraisal.checking import check_form
from leerrecht.appraisal.fields import Faults
from leerrecht.appraisal.history import HISTORY, replay
from leerrecht.appraisal.soundness import check_meaning
from leerrecht.appraisal.study import Study
from leerrecht.law.yaml_files import read_yaml, what_is_wrong

LARGEST = 64_000_000
"""Bytes: a study of ten thousand findings has some five million."""


class StudyRefused(Exception):
    """The study is unsound; `faults` says everything that is wrong, one line each: place, what, remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_document(*, path: Path) -> Any:
    """Read a YAML file as plain data; raises StudyRefused when it isn't valid YAML or is far too large."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise StudyRefused(
            [f"{path.name}: it can't be read ({error.strerror}). Name a file, or a study's id"]
        ) from error
    if len(text) > LARGEST:
        raise StudyRefused([f"{path.name}: it has more than {LARGEST:,} bytes. Split it into studies"])
    return parse_document(text, name=path.name)


def parse_document(text: bytes | str, *, name: str) -> Any:
    """Read YAML as plain data; raises StudyRefused when it isn't valid. `name`: of the file, for the message."""
    try:
        return read_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date that doesn't exist
        raise StudyRefused(
            [f"{name}: this isn't valid YAML ({what_is_wrong(error)}). Correct that line first"]
        ) from error


def check_study(document: Any) -> Faults:
    """Check a document; its `lines` are all faults, its `notices` what isn't known and isn't used."""
    faults = Faults()
    _check(document, replay(document, faults)[0], faults)
    return faults


def _check(document: Any, laid: Any, faults: Faults) -> None:
    """Check a study with its history laid over it, and the form of the history itself."""
    history = {HISTORY: document[HISTORY]} if isinstance(document, dict) and HISTORY in document else {}
    sound = check_form({**laid, **history} if history else laid, faults)
    if sound.names:
        check_meaning(sound, faults)


def lay_history(document: Any) -> Any:
    """Give a study with its history laid over it and without it; raises StudyRefused when that can't be done."""
    faults = Faults()
    laid, _ = replay(document, faults)
    if faults.lines:
        raise StudyRefused(faults.lines)
    return laid


def make_study(document: Any, *, name: str, until: str = "") -> tuple[Study, list[str]]:
    """Lay its history over a study, check and build it; gives it with its notices. Raises StudyRefused with every fault.

    `name`: its id when the document has none; `until`: as it was before the entry of its history with this id.
    """
    faults = Faults()
    laid, entries = replay(document, faults, until=until)
    _check(document, laid, faults)
    if faults.lines:
        raise StudyRefused(faults.lines)
    return build_study(laid, name=name, history=entries), faults.notices


def load_study(*, path: Path) -> tuple[Study, list[str]]:
    """Read, check and build a study; gives it with its notices. Raises StudyRefused with every fault."""
    return make_study(read_document(path=path), name=path.stem)
