"""Which pairs of a register are worth comparing: those that meet in a block. SQL on the table `children`.

A block is a set of records that share something rare enough: two names in any place; one name and the date of birth; one
name and the year, when few have both. Never the date alone: most dates are 1 January. What is in too large a block is
left to blocks that ask more, and in the end to its nearest neighbours, so that the number of pairs grows with the number
of records whatever the names are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leerrecht.identity.comparisons import NAMES

if TYPE_CHECKING:
    import duckdb

MOST_IN_BLOCK = 400
"""Records in a block of two names, or of a name and a date; a larger one is refined."""
MOST_OF_ONE_NAME = 30
"""Records in a block of one name and a year."""
MOST_OF_A_DAY = 30
"""Records of one sex in a block of a full date."""
NEIGHBOURS = 3
"""Records each record is compared with in a block that nothing makes smaller."""


@dataclass(frozen=True)
class Blocked:
    """How the table `pairs` came about. `alike`: records in blocks of which only neighbours are compared."""

    pairs: int
    alike: int


def _two_names() -> str:
    pairs = (("given", "family"), ("given", "father"), ("father", "family"))
    each = (
        f"SELECT unique_id, hash(least(a, b), greatest(a, b)) AS block FROM (SELECT unique_id, unnest({one}_parts) AS a, "
        f"{other}_parts AS others FROM children), unnest(others) AS other(b)"
        for one, other in pairs
    )
    return " UNION ".join(each)


def _one_name(company: str, where: str) -> str:
    each = (
        f"SELECT unique_id, hash(unnest({field}_parts), {company}) AS block FROM children WHERE {where}" for field in NAMES
    )
    return " UNION ".join(each)


def _sized(connection: duckdb.DuckDBPyConnection, name: str, query: str, most: int, *, keep_large: bool = False) -> None:
    """Add the blocks that a query gives to `blocks`, those of 2 to `most` records; large ones go to the table `large`."""
    connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
    connection.execute(f"CREATE TEMP TABLE sizes AS SELECT block, count(*) AS n FROM {name} GROUP BY block HAVING n > 1")
    connection.execute(f"INSERT INTO blocks SELECT unique_id, block FROM {name} JOIN sizes USING (block) WHERE n <= {most}")  # noqa: S608
    if keep_large:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE large AS SELECT unique_id, block FROM {name} JOIN sizes USING (block) WHERE n > {most}"  # noqa: S608
        )
    connection.execute(f"DROP TABLE {name}; DROP TABLE sizes")


def make_pairs(connection: duckdb.DuckDBPyConnection) -> Blocked:
    """Make the table `pairs` of all pairs that meet in a block, each once, as Splink takes them."""
    connection.execute("CREATE TEMP TABLE blocks (unique_id INTEGER, block UBIGINT)")
    _sized(connection, "two_names", _two_names(), MOST_IN_BLOCK, keep_large=True)
    for company in ("coalesce(born_year, 0)", "coalesce(born, 0), coalesce(sex, 0)"):
        refined = f"SELECT unique_id, hash(block, {company}) AS block FROM large JOIN children USING (unique_id)"  # noqa: S608
        _sized(connection, "refined", refined, MOST_IN_BLOCK, keep_large=True)
    (alike,) = connection.execute("SELECT count(DISTINCT unique_id) FROM large").fetchone() or (0,)
    neighbours = (
        f"SELECT unique_id AS one, lead(unique_id, {step}) OVER (PARTITION BY block ORDER BY unique_id) AS other FROM large"
        for step in range(1, NEIGHBOURS + 1)
    )
    connection.execute(f"CREATE TEMP TABLE near AS {' UNION '.join(neighbours)}")
    _sized(connection, "on_the_day", _one_name("born", "born IS NOT NULL"), MOST_IN_BLOCK)
    _sized(connection, "in_the_year", _one_name("born_year", "born_year IS NOT NULL"), MOST_OF_ONE_NAME)
    real = "SELECT unique_id, hash(born, coalesce(sex, 0)) AS block FROM children WHERE NOT born_estimated"
    _sized(connection, "real_day", real, MOST_OF_A_DAY)
    connection.execute(
        "CREATE TABLE pairs AS SELECT '0' AS match_key, join_key_l, join_key_r FROM ("
        "SELECT DISTINCT one.unique_id AS join_key_l, other.unique_id AS join_key_r FROM blocks one JOIN blocks other "
        "ON one.block = other.block AND one.unique_id < other.unique_id UNION SELECT one, other FROM near "
        "WHERE other IS NOT NULL)"
    )
    connection.execute("DROP TABLE blocks; DROP TABLE near; DROP TABLE large")
    (pairs,) = connection.execute("SELECT count(*) FROM pairs").fetchone() or (0,)
    return Blocked(pairs, alike)
