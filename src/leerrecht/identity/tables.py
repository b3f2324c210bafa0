"""A register as tables in DuckDB: one row for each different name with its keys, one for each record.

Keys are numbers here (checksums): lists of numbers take a third of the room of lists of texts. Needs the extra `link`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from leerrecht.identity.births import COLUMNS, as_number, birth_columns
from leerrecht.identity.children import SEXES, ChildRow
from leerrecht.identity.comparisons import NAMES
from leerrecht.identity.keys import name_keys

if TYPE_CHECKING:
    import duckdb
    import polars as pl

SCALARS = ("exact", "bone", "first", "last", "many")
KEY_LISTS = ("romans", "bones", "parts", "near")


class _Numbers:
    """Numbers values as they come; 0 is kept for none."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, value: str) -> int:
        return self.known.setdefault(value, len(self.known) + 1)


def _names_frame(texts: Sequence[str]) -> pl.DataFrame:
    """Make the table of names: their number, what is counted (`exact`, `bone`) and the lists that are compared."""
    import polars as pl

    exact, bone = _Numbers(), _Numbers()
    rows: dict[str, list[Any]] = {name: [] for name in ("name", *SCALARS, *KEY_LISTS)}
    for number, text in enumerate(texts):
        keys = name_keys(text)
        if not keys.exact:
            continue
        rows["name"].append(number)
        rows["exact"].append(exact.of(keys.exact))
        rows["bone"].append(bone.of(keys.bone) if keys.bone else None)
        rows["first"].append(ord(keys.exact[0]))
        rows["last"].append(ord(keys.exact[-1]))
        rows["many"].append(len(keys.parts) > len(keys.bones))
        for kind, group in (("romans", keys.romans), ("bones", keys.bones), ("parts", keys.parts)):
            rows[kind].append([crc32(each.encode()) for each in group])
        rows["near"].append(list(keys.near))
    kinds: dict[str, Any] = {
        **dict.fromkeys(("name", *SCALARS), pl.Int32),
        "many": pl.Boolean,
        **dict.fromkeys(KEY_LISTS, pl.List(pl.UInt32)),
    }
    return pl.DataFrame(rows, schema=kinds)


def _records_frame(rows: Sequence[ChildRow]) -> tuple[pl.DataFrame, list[str]]:
    """Make the table of records, with each name by its number, and the names by their numbers."""
    import polars as pl

    written: dict[str, pl.Series] = {
        field: pl.Series(field, names, dtype=pl.String) for field, names in zip(NAMES, _columns_of(rows), strict=True)
    }
    texts = pl.concat([each.unique().rename("text") for each in written.values()]).unique()
    numbered = pl.DataFrame({"text": texts, "number": np.arange(len(texts), dtype=np.int32)})
    frame = pl.DataFrame({"unique_id": np.arange(len(rows), dtype=np.int32), **written})
    for field in NAMES:
        frame = frame.join(numbered.rename({"text": field, "number": f"{field}_name"}), on=field, how="left").drop(
            field
        )
    frame = frame.sort("unique_id")
    born = np.fromiter((as_number(row.born_on) for row in rows), dtype=np.int32, count=len(rows))
    sex = np.fromiter((SEXES.index(row.sex) for row in rows), dtype=np.int8, count=len(rows))
    parts: dict[str, Any] = {"sex": sex, "born": born, **birth_columns(born)}
    frame = frame.with_columns(pl.Series(name, part) for name, part in parts.items())
    known = pl.when(pl.col("born") > 0)
    return frame.with_columns(
        *(known.then(pl.col(name)).alias(name) for name in ("born", *COLUMNS)),
        pl.when(pl.col("sex") > 0).then(pl.col("sex")).alias("sex"),
    ), texts.to_list()


def _columns_of(rows: Sequence[ChildRow]) -> tuple[list[str], list[str], list[str]]:
    return (
        [row.given_names for row in rows],
        [row.father_name for row in rows],
        [row.family_name for row in rows],
    )


def fill(connection: duckdb.DuckDBPyConnection, rows: Sequence[ChildRow]) -> None:
    """Make the table `children` in a database: a row for each record, with all columns that are compared."""
    records, texts = _records_frame(rows)
    connection.register("given_records", records.to_arrow())
    connection.register("given_names", _names_frame(texts).to_arrow())
    picked = ", ".join(f"{field}.{kind} AS {field}_{kind}" for field in NAMES for kind in (*SCALARS, *KEY_LISTS))
    joins = " ".join(f"LEFT JOIN given_names {field} ON {field}.name = records.{field}_name" for field in NAMES)
    columns = ", ".join(("unique_id", "sex", "born", *COLUMNS))
    connection.execute(f"CREATE TABLE children AS SELECT {columns}, {picked} FROM given_records records {joins}")
    connection.unregister("given_records")
    connection.unregister("given_names")
