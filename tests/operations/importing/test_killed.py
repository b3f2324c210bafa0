"""A process that is killed, and runners that come at the same time."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections

from leerrecht.operations.importing import apply_import, read_import
from leerrecht.records.models import FACT, Child
from tests.operations.importing.lists import AT, ROOT, child, handed, stay, workbook

LATER = "61"


def start(*arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), *sys.path])}
    command = [sys.executable, "-m", "tests.operations.importing.killable", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def dump(file: Path) -> list:
    process = start("dump", str(file))
    said = process.communicate()[0]
    assert process.returncode == 0
    return json.loads(re.sub(r"datetime\.datetime\([^)]*\)", "when", said))  # a resumed import records later


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_import_leaves_whole_children_and_goes_on(seed, tmp_path):
    whole, killed = tmp_path / "whole.sqlite3", tmp_path / "killed.sqlite3"
    undisturbed = start("begin", str(whole))
    process = start("begin", str(killed))
    assert process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0, 0.4))
    process.kill()
    process.communicate()
    undisturbed.communicate()
    state, done, total, said = dump(killed)
    _, _, _, expected = dump(whole)
    assert (state, total) == ("applying", 300)
    assert 0 < done < total
    there = {reference for reference, _ in said["children"]}
    assert len(there) == done
    for table, facts in said.items():
        if table != "children":  # each fact begins with the reference of its child
            assert facts == [fact for fact in expected[table] if fact.split("'")[1] in there], table
    soon = start("resume", str(killed), "30")
    assert soon.communicate()[0] == "refused.import_busy\n"
    runners = [start("resume", str(killed), LATER) for _ in range(2)]
    outputs = [runner.communicate()[0] for runner in runners]
    assert [runner.returncode for runner in runners] == [0, 0]
    assert sum("refused" in output for output in outputs) == 1
    assert dump(killed) == ["done", 300, 300, expected]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("postgres" not in os.environ.get("LEERRECHT_TEST_DATABASE_URL", ""), reason="needs PostgreSQL")
def test_one_list_handed_in_twice_and_applied_at_once_is_there_once():
    rows = [child(f"K{place}") for place in range(200)]
    content = workbook(children=rows, stays=[stay(row["child"]) for row in rows])
    imports = [handed(content) for _ in range(3)]
    for each in imports:
        read_import(import_id=each.pk, at=AT)
    failures = []

    def work(number: int) -> None:
        try:
            apply_import(import_id=number, at=AT)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(each.pk,)) for each in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, connection.vendor) == ([], "postgresql")
    assert [Child.objects.count(), FACT["stays"].objects.count(), FACT["children"].objects.count()] == [200] * 3
    assert set(Child.objects.values_list("version", flat=True)) == {2}
