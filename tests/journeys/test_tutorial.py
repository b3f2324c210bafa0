"""The tutorial is true: every command in it runs as it says, and every line of output shown is really printed."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from leerrecht.cli import main

ROOT = Path(__file__).parents[2]
PAGES = ["eerste-lijst.md", "first-list.md"]
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)
CODE = re.compile(r"#\s*exit\s+(\d)\s*$")


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: commands (`sh`) and the output shown under them (`text`)."""
    return BLOCK.findall((ROOT / "docs" / "tutorial" / page).read_text(encoding="utf-8"))


def commands(block: str) -> list[tuple[list[str], int]]:
    found = []
    for line in block.splitlines():
        if line.startswith("leerrecht "):
            code = CODE.search(line)
            found.append((shlex.split(line, comments=True)[1:], int(code[1]) if code else 0))
    return found


def run(words: list[str]) -> tuple[int, str]:
    """Run a command as a shell would, with `> file`; gives the exit code and everything printed."""
    target = words[words.index(">") + 1] if ">" in words else None
    arguments = words[: words.index(">")] if target else words
    raw = io.BytesIO()
    out, err = io.TextIOWrapper(raw, encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    out.flush()
    if target:
        Path(target).write_bytes(raw.getvalue())
    return code, err.getvalue() + ("" if target else raw.getvalue().decode())


def is_shown(line: str, printed: str) -> bool:
    """Whether a line of the page was printed; `...` stands for lines, or for the end of a line, that the page skips."""
    wanted = " ".join(line.split())
    lines = [" ".join(each.split()) for each in printed.splitlines()]
    if wanted.endswith("..."):
        return any(each.startswith(wanted.removesuffix("...").rstrip()) for each in lines)
    return not wanted or wanted in lines


@pytest.mark.parametrize("page", PAGES)
def test_every_command_runs_and_prints_what_the_page_shows(page, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    ran, printed = 0, ""
    for kind, block in blocks(page):
        if kind == "sh":
            printed = ""
            for words, expected in commands(block):
                code, output = run(words)
                assert code == expected, (words, output)
                ran, printed = ran + 1, printed + output
            continue
        for line in block.splitlines():
            assert is_shown(line, printed), f"{page} shows a line that isn't printed: {line}"
    assert ran >= 8


def test_both_pages_run_the_same_commands():
    dutch, english = (
        [words for kind, block in blocks(page) if kind == "sh" for words, _ in commands(block)] for page in PAGES
    )
    without_language = [[word for word in words if word not in ("--lang", "en")] for words in english]
    renamed = {"my-list.xlsx": "mijn-lijst.xlsx", "outcome.xlsx": "uitkomst.xlsx", "outcome.csv": "uitkomst.csv"}
    assert [[renamed.get(word, word) for word in words] for words in without_language] == dutch
