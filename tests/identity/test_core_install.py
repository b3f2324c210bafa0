"""The core install has no Splink, DuckDB or Arrow: keys, models and lookups work without them."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
for name in ("splink", "duckdb", "pyarrow", "django"):
    sys.modules[name] = None
from leerrecht.identity import ChildIndex, ChildRow, load_model, name_keys
index = ChildIndex(model=load_model())
index.put([ChildRow(record="a", given_names="Maxamed", family_name="Warsame"), ChildRow(record="b", given_names="Sara")])
print(index.find(ChildRow(given_names="Mohammed", family_name="Warsame")).candidates[0].record)
"""


def test_one_lookup_needs_no_extra() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "a\n"), done.stderr
