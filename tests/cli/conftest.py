"""A small list of one's own, and the command line as a function."""

from __future__ import annotations

from pathlib import Path

import pytest

from leerrecht.cli import main

CHILDREN = "child,given_names,family_name,born_on,born_precision,languages,unaccompanied\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "children.csv").write_text(
        CHILDREN + "yusuf,Yusuf,Haddad,2010-03-01,,ar,ja\nsara,Sara,Tesfay,2012-05-09,,ti,ja\n"
    )
    (tmp_path / "applications.csv").write_text(
        "child,lodged_on,arrived_on\nyusuf,2026-05-01,2026-04-20\nsara,2026-08-20,\n"
    )
    return tmp_path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])
