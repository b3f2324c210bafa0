"""A register as tables in DuckDB: one row for each different name with its keys, one for each record.

Keys are numbers here (checksums): lists of numbers take a third of the room of lists of texts. Needs the extra `link`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from leerrecht.identity.also import TEXT, Also
from leerrecht.identity.births import COLUMNS, as_number, birth_columns
from leerrecht.identity.children import SEXES, ChildRow
from leerrecht.identity.comparisons import NAMES
from leerrecht.identity.keys import NameKeys, name_keys

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyarrow as pa

SCALARS = ("exact", "bone", "first", "last", "many")
KEY_LISTS = ("romans", "bones", "parts", "near")
ALSO_KEPT = {True: ("exact", "first", "last", "many", "parts", "near"), False: ("exact",)}
"""What is kept of a column that is compared too, as text or not."""


class _Numbers:
    """Numbers values as they come; 0 is kept for none."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, value: str) -> int:
        return self.known.setdefault(value, len(self.known) + 1)


class _Lists:
    """Lists of numbers, one for each name, kept as one long array."""

    def __init__(self) -> None:
        self.numbers, self.ends = array("I"), array("i", [0])

    def add(self, numbers: Iterable[int]) -> None:
        self.numbers.extend(numbers)
        self.ends.append(len(self.numbers))

    def as_arrow(self) -> pa.Array:
        import pyarrow as pa

        return pa.ListArray.from_arrays(
            pa.array(np.array(self.ends)), pa.array(np.array(self.numbers, dtype=np.uint32))
        )


def _names_table(texts: Sequence[str], keys_of: Callable[[str], NameKeys] = name_keys) -> pa.Table:
    """Make the table of names: their number, what is counted (`exact`, `bone`) and the lists that are compared."""
    import pyarrow as pa

    exact, bone = _Numbers(), _Numbers()
    scalars: dict[str, list[Any]] = {name: [] for name in ("name", *SCALARS)}
    lists = {kind: _Lists() for kind in KEY_LISTS}
    for number, text in enumerate(texts):
        keys = keys_of(text)
        if not keys.exact:
            continue
        values = (
            number, exact.of(keys.exact), bone.of(keys.bone) if keys.bone else None, ord(keys.exact[0]),
            ord(keys.exact[-1]), len(keys.parts) > len(keys.bones),
        )  # fmt: skip
        for column, value in zip(scalars.values(), values, strict=True):
            column.append(value)
        for kind, group in (("romans", keys.romans), ("bones", keys.bones), ("parts", keys.parts)):
            lists[kind].add(crc32(each.encode()) for each in group)
        lists["near"].add(keys.near)
    columns = {name: pa.array(values, pa.bool_() if name == "many" else pa.int32()) for name, values in scalars.items()}
    return pa.table(columns | {kind: each.as_arrow() for kind, each in lists.items()})


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


def fill(connection: duckdb.DuckDBPyConnection, rows: Sequence[ChildRow], also: Sequence[Also] = ()) -> None:
    """Make the table `children` in a database: a row for each record, with all columns that are compared."""
    import polars as pl

    records, texts = _records_frame(rows)
    given = {"given_names": _names_table(texts)}
    for each in also:
        values = pl.Series(each.values, dtype=pl.String)
        different = values.unique()
        numbers = pl.Series(range(len(different)), dtype=pl.Int32)
        records = records.with_columns(values.replace_strict(different, numbers).alias(f"{each.name}_name"))
        given[f"given_{each.name}"] = _names_table(different.to_list(), each.keys)
    sources: list[tuple[str, str, Sequence[str]]] = [(field, "given_names", (*SCALARS, *KEY_LISTS)) for field in NAMES]
    sources += [(each.name, f"given_{each.name}", ALSO_KEPT[each.kind == TEXT]) for each in also]
    picked = ", ".join(f"{field}.{kind} AS {field}_{kind}" for field, _, kinds in sources for kind in kinds)
    joins = " ".join(f"LEFT JOIN {table} {field} ON {field}.name = records.{field}_name" for field, table, _ in sources)
    columns = ", ".join(("unique_id", "sex", "born", *COLUMNS))
    for name, table in ({"given_records": records.to_arrow()} | given).items():
        connection.register(name, table)
    connection.execute(f"CREATE TABLE children AS SELECT {columns}, {picked} FROM given_records records {joins}")
    for name in ("given_records", *given):
        connection.unregister(name)
