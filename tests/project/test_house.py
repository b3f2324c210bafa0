"""The laws of the house: sizes, imports, words that may not stand in the tree, commands that run."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
EDGE = ("web/frame/clock.py", "stored/public_id.py")
"""Where the clock is read, and where ids are drawn."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


SOURCE = sorted((ROOT / "src").rglob("*.py"))
PYTHON = [path for folder in ("src", "tests", "bench", "examples") for path in (ROOT / folder).rglob("*.py")]


WRITTEN = [path for path in PYTHON if "migrations" not in path.parts]  # Django writes migrations


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_stay_small(path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", SOURCE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_but_the_edge_reads_a_clock_or_draws_unseeded_chance(path) -> None:
    if "cli" in path.parts or path.relative_to(ROOT / "src" / "leerrecht").as_posix() in EDGE:
        return
    text = path.read_text()
    assert not re.search(
        r"\.today\(\)|\.now\(|\btime\.time\(|np\.random\.(?!Generator|default_rng)|^import random", text, re.M
    )


def test_imports_go_only_downward() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_registry_address_and_no_path_of_a_machine() -> None:
    hosts = re.compile(
        "|".join(r"\.".join(parts) for parts in (("pypi", "org"), ("registry", "npmjs"), ("deb", "debian")))
    )
    paths = re.compile(r"(^|[^a-zA-Z./])/(work|farm|root|home/[a-z]+)/")
    for path in tracked():
        if path.suffix in (".xlsx", ".png") or path == Path(__file__):
            continue
        text = path.read_text(errors="replace")
        assert not hosts.search(text), path
        assert not paths.search(text), path


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    lines = text[text.index("dependencies = [") : text.index("[project.scripts]")].splitlines()
    named = [line for line in lines if re.match(r'    "[A-Za-z][\w-]*(\[|>=|",)', line) and "leerrecht[" not in line]
    assert len(named) > 10
    assert [line for line in named if "#" not in line] == []


def test_constraints_name_every_dependency_with_a_version_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    names = {re.split(r"[\[>=<]", name)[0].lower().replace("_", "-") for name in asked} - {"leerrecht"}
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[\w.]+", line) for line in lines)
    assert names <= {line.split("==")[0].lower().replace("_", "-") for line in lines}


def test_help_lists_every_target_of_the_makefile() -> None:
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.M)
    assert all(re.search(rf"^{target}:.*## ", text, re.M) for target in phony.split())


def test_ci_calls_what_the_readme_tells() -> None:
    run = (ROOT / ".ci" / "run").read_text()
    assert run.index("make test") < run.index("make check")
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme


def test_generated_reference_is_up_to_date() -> None:
    from docs.make_reference import pages

    for name, text in pages().items():
        assert (ROOT / "docs" / "reference" / name).read_text() == text, f"run: python -m docs.make_reference ({name})"


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    for path in (ROOT / "docs" / "decisions").glob("0*.md"):
        assert path.name in index


def links() -> list[tuple[Path, str]]:
    found = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]:
        found += [(path, target) for target in re.findall(r"\]\(([^)#]+)", path.read_text()) if "://" not in target]
    return found


@pytest.mark.parametrize(("path", "target"), links(), ids=str)
def test_links_between_pages_lead_somewhere(path, target) -> None:
    assert (path.parent / target).exists()


def test_readme_shows_what_is_really_printed(capsys, monkeypatch) -> None:
    from leerrecht.cli import main

    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"```\n\$ leerrecht (.*?)```", (ROOT / "README.md").read_text(), re.S)
    command, *lines = shown.splitlines()
    assert main(command.split()) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line != "..." and line not in printed] == []
