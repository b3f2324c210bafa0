"""A whole register: every pair that may be one child, by Splink on DuckDB. Needs the extra `link`.

The same comparisons and numbers as one lookup, written as SQL. Nothing is merged or clustered: a pair is a question for a
person.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leerrecht.identity.also import Also, with_also
from leerrecht.identity.blocking import Blocked, make_pairs
from leerrecht.identity.children import ChildRow
from leerrecht.identity.comparisons import BEFORE_COUNTING, COMPARISONS, COUNTED, Comparison
from leerrecht.identity.expectation import WIDEST, learn_m
from leerrecht.identity.model import Model
from leerrecht.identity.tables import fill

if TYPE_CHECKING:
    import duckdb
    from splink import Linker

MEMORY = "1600MB"
"""What the database may hold in memory; more goes to a private folder on disk, which is removed."""


class ExtraMissing(ImportError):
    """Splink or DuckDB isn't installed: the extra `link`."""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one child. `levels[comparison]`: the name of its level; absent when it says nothing."""

    left: int
    right: int
    weight: float
    levels: Mapping[str, str]


@dataclass(frozen=True)
class Linked:
    """What a run gave: the pairs, highest weight first, what they came from, and the model that was used."""

    pairs: Sequence[Pair]
    blocked: Blocked
    model: Model


def check_extra() -> None:
    """See that Splink and DuckDB are installed. Raises `ExtraMissing`."""
    try:
        import duckdb  # noqa: F401
        import splink  # noqa: F401
    except ImportError as error:
        raise ExtraMissing(str(error)) from None


def settings(model: Model, *, records: int, comparisons: Sequence[Comparison] = COMPARISONS) -> dict[str, Any]:
    """Write a model as settings of Splink for a register of so many records."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.prior(records),
        "comparisons": [_comparison(each, model) for each in comparisons],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }


def _comparison(comparison: Comparison, model: Model) -> dict[str, Any]:
    odds = model.levels[comparison.name]
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.silent.sql(), "label_for_charts": "silent", "is_null_level": True}
    ]
    for level in comparison.levels:
        made = {
            "sql_condition": level.holds.sql(), "label_for_charts": level.name, "m_probability": odds[level.name].m,
            "u_probability": odds[level.name].u,
        }  # fmt: skip
        if level.counts_how_common:
            made |= {
                "tf_adjustment_column": level.counts_how_common, "tf_adjustment_weight": level.by,
                "tf_minimum_u_value": model.rarest if level.counts_how_common in COUNTED else 0.0,
                "disable_tf_exact_match_detection": not level.counts_how_common.endswith("_exact"),
            }  # fmt: skip
        levels.append(made)
    rest = odds["different"]
    levels.append(
        {"sql_condition": "ELSE", "label_for_charts": "different", "m_probability": rest.m, "u_probability": rest.u}
    )
    return {"output_column_name": comparison.name, "comparison_levels": levels}


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="leerrecht-") as folder, duckdb.connect() as connection:
        connection.execute("SET memory_limit = ?", [MEMORY])
        connection.execute("SET temp_directory = ?", [folder])
        connection.execute("SET threads = ?", [os.cpu_count() or 1])
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")  # it would write between the pairs
        yield connection


def _linker(
    connection: duckdb.DuckDBPyConnection, model: Model, records: int, comparisons: Sequence[Comparison]
) -> Linker:
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)  # it tells about its own steps, which aren't the reader's
    api = DuckDBAPI(connection)
    linker = Linker(api.register("children"), settings(model, records=records, comparisons=comparisons), log_level=None)
    for name in _counted(comparisons):
        connection.execute(f"CREATE OR REPLACE TABLE common_{name} AS {_how_common(name)}")
        linker.table_management.register_term_frequency_lookup(api.register(f"common_{name}"), name)
    return linker


def _counted(comparisons: Iterable[Comparison]) -> list[str]:
    """Give the columns of which a rare value weighs more, each once."""
    columns = (level.counts_how_common for each in comparisons for level in each.levels)
    return [name for name in dict.fromkeys(columns) if name]


def _how_common(name: str) -> str:
    """Write how common each value of a column is, as `Roster.shares` counts it."""
    granted, share = BEFORE_COUNTING.get(name, (0, 0.0))
    total = f"(SELECT count({name}) FROM children)"
    return (
        f"SELECT {name}, (count(*) + {granted * share}) / ({total} + {granted})::DOUBLE AS tf_{name} "
        f"FROM children WHERE {name} IS NOT NULL GROUP BY {name}"
    )


def link(
    rows: Sequence[ChildRow],
    *,
    model: Model,
    at_least: float | None = None,
    train: bool = False,
    also: Sequence[Also] = (),
) -> Linked:
    """Find every pair of rows that weighs at least so much (default: the model's review floor), highest weight first.

    `train`: learn the model's m from these rows by expectation maximisation first. `also`: other columns of the rows that
    are compared too; what they weigh is a guess unless `train`. The names in `Pair` are places in `rows`. Raises
    `ExtraMissing`.
    """
    check_extra()
    floor = model.review_floor if at_least is None else at_least
    if len(rows) < 2:
        return Linked((), Blocked(0, 0), model)
    comparisons = (*COMPARISONS, *(each.comparison for each in also))
    with _database() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Splink, about levels nobody has
        fill(connection, rows, also)
        blocked = make_pairs(connection, also)
        model = with_also(model, also, connection, records=len(rows))
        if train:
            seen = _predict(_linker(connection, model, len(rows), comparisons), connection, WIDEST, comparisons)
            weights, levels = [each.weight for each in seen], [each.levels for each in seen]
            model = learn_m(model, weights=weights, levels=levels, comparisons=comparisons)
        linker = _linker(connection, model, len(rows), comparisons)
        return Linked(_predict(linker, connection, floor, comparisons), blocked, model)


def _predict(
    linker: Linker, connection: duckdb.DuckDBPyConnection, floor: float, comparisons: Sequence[Comparison]
) -> list[Pair]:
    api = linker._db_api  # Splink 5 gives the database of a linker no public name
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    found = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
    levels = ", ".join(f"gamma_{each.name}" for each in comparisons)
    rows = connection.sql(
        f"SELECT unique_id_l, unique_id_r, match_weight, {levels} FROM {found.physical_name} "
        "ORDER BY match_weight DESC, unique_id_l, unique_id_r"
    ).fetchall()
    return [Pair(left, right, weight, _levels(gammas, comparisons)) for left, right, weight, *gammas in rows]


def _levels(gammas: Sequence[int], comparisons: Sequence[Comparison]) -> dict[str, str]:
    """Name the levels that Splink numbers from `different`, 0, upwards."""
    return {
        each.name: each.level_names[len(each.levels) - gamma]
        for each, gamma in zip(comparisons, gammas, strict=True) if gamma >= 0
    }  # fmt: skip
