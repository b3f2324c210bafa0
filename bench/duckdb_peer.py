"""DuckDB: the same questions in SQL. The tables are loaded before the clock starts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import duckdb

from bench.measures import DAYS_OF_MOVES, FIELDS
from bench.subset import ON, Subset
from leerrecht.law.facts import LAST_FORMAL
from leerrecht.law.rule import DUE, MET, MET_LATE, OVERDUE, UPCOMING


def connect(subset: Subset, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Give a database in memory with the tables in it."""
    database = duckdb.connect(config={"threads": threads})
    with tempfile.TemporaryDirectory() as folder:
        for name, table in subset.tables.items():
            path = Path(folder) / f"{name}.parquet"
            table.write_parquet(path)
            database.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{path}')")
    return database


def _sql(subset: Subset) -> str:
    terms = " ".join(
        f"WHEN since_on >= DATE '{valid_from}' THEN since_on + INTERVAL {months} MONTH"
        for valid_from, months in reversed(subset.term_rows)
    )
    ahead = subset.months("period.eighteen_months_ahead")
    adult = subset.months("age.adult_years")
    return f"""
    WITH clocks AS (
        SELECT child, min(coalesce(lodged_on, arrived_on)) AS since_on FROM applications
        WHERE coalesce(lodged_on, arrived_on) <= DATE '{ON}' GROUP BY child
    ), terms AS (
        SELECT child, since_on, CAST(CASE {terms} END AS DATE) AS due_on,
            CASE WHEN month(born_on) = 2 AND day(born_on) = 29 THEN born_on + 1 ELSE born_on END
                + INTERVAL {adult} YEAR AS adult_on
        FROM children LEFT JOIN clocks USING (child)
    ), begun AS (
        SELECT child, started_on, left_on, least(coalesce(left_on, DATE '{ON}'), DATE '{ON}') AS until,
            max(least(coalesce(left_on, DATE '{ON}'), DATE '{ON}')) OVER (
                PARTITION BY child ORDER BY started_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_to
        FROM enrolments
        WHERE kind BETWEEN 1 AND {LAST_FORMAL} AND started_on <= DATE '{ON}'
            AND (left_on IS NULL OR left_on > started_on)
    ), schools AS (
        SELECT child, min(started_on) FILTER (left_on IS NULL OR left_on > since_on) AS first_on,
            sum(CASE WHEN started_on > covered_to THEN started_on - covered_to ELSE 0 END)
                + (DATE '{ON}' - max(until)) AS days_without_school
        FROM begun JOIN clocks USING (child) GROUP BY child
    ), told AS (
        SELECT child, valid_from, location, lag(location) OVER (PARTITION BY child ORDER BY valid_from) AS before FROM stays
    ), moved AS (
        SELECT child, count(*) AS moves FROM told
        WHERE location <> before AND valid_from > DATE '{ON}' - {DAYS_OF_MOVES} AND valid_from <= DATE '{ON}'
        GROUP BY child
    )
    SELECT CASE
            WHEN first_on <= due_on THEN {MET}
            WHEN first_on IS NOT NULL THEN {MET_LATE}
            WHEN due_on - DATE '{ON}' > {subset.months("placement.notice_days")} THEN {UPCOMING}
            WHEN due_on >= DATE '{ON}' THEN {DUE}
            ELSE {OVERDUE} END AS state,
        since_on, due_on,
        CAST(DATE '{ON}' >= adult_on - INTERVAL {ahead} MONTH AS INTEGER) AS near_eighteen,
        CAST(coalesce(days_without_school, 0) AS INTEGER) AS days_without_school,
        CAST(coalesce(moves, 0) AS INTEGER) AS moves
    FROM terms LEFT JOIN schools USING (child) LEFT JOIN moved USING (child)
    ORDER BY child
    """


def measure(database: duckdb.DuckDBPyConnection, subset: Subset) -> dict[str, Any]:
    """Give all answers about all children, as NumPy columns in order of child."""
    found = database.sql(_sql(subset)).fetchnumpy()
    return {name: found[name] for name in FIELDS}
