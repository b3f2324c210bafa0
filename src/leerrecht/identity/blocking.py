"""Which pairs of a register are worth comparing: those that meet in a block. SQL on the table `children`.

A block is a set of records that share two names, in any place, or one name and the date of birth. Never the date alone:
most dates are 1 January. Each kind of block has room for so many pairs for each record, which the smallest blocks get
first: what few share says most. What is in a larger block is left to blocks that ask more, and in the end to its nearest
neighbours, so that the number of pairs grows with the number of records whatever the names are. A value of a column that
is compared too (`also`) is a block as well, if few share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leerrecht.identity.also import Also
from leerrecht.identity.comparisons import NAMES

if TYPE_CHECKING:
    import duckdb

PAIRS_A_RECORD = 2
"""Pairs that each kind of block may make for each record."""
FEWEST_PAIRS = 500_000
"""Pairs that each kind of block may make in any register."""
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


def _name_and_day() -> str:
    each = (
        f"SELECT unique_id, hash(unnest({field}_parts), born) AS block FROM children WHERE born IS NOT NULL"
        for field in NAMES
    )
    return " UNION ".join(each)


def _largest(connection: duckdb.DuckDBPyConnection, room: int) -> int:
    """Give the size of the largest blocks that there is room for, when smaller ones go first."""
    largest = total = 0
    for size, blocks in connection.execute("SELECT n, count(*) FROM sizes GROUP BY n ORDER BY n").fetchall():
        total += blocks * size * (size - 1) // 2
        if total > room:
            break
        largest = size
    return largest


def _add_blocks(connection: duckdb.DuckDBPyConnection, query: str, room: int) -> None:
    """Add the blocks that a query gives to the table `blocks`, as far as there is room; the others become `large`."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE given AS {query}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sizes AS SELECT block, count(*) AS n FROM given GROUP BY block HAVING n > 1"
    )
    most = _largest(connection, room)
    sized = "SELECT unique_id, block FROM given JOIN sizes USING (block)"
    connection.execute(f"INSERT INTO blocks {sized} WHERE n <= {most}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE large AS {sized} WHERE n > {most}")
    connection.execute("DROP TABLE given; DROP TABLE sizes")


def make_pairs(connection: duckdb.DuckDBPyConnection, also: Sequence[Also] = ()) -> Blocked:
    """Make the table `pairs` of all pairs that meet in a block, each once, as Splink takes them."""
    ((records,),) = connection.execute("SELECT count(*) FROM children").fetchall()
    room = max(FEWEST_PAIRS, PAIRS_A_RECORD * records)
    connection.execute("CREATE TEMP TABLE blocks (unique_id INTEGER, block UBIGINT)")
    for each in also:
        value = f"{each.name}_exact"
        same = f"SELECT unique_id, hash({value}, '{value}') AS block FROM children WHERE {value} IS NOT NULL"
        _add_blocks(connection, same, room)
    _add_blocks(connection, _name_and_day(), room)
    _add_blocks(connection, _two_names(), room)
    for company in ("coalesce(born_year, 0)", "coalesce(born, 0), coalesce(sex, 0)"):
        refined = f"SELECT unique_id, hash(block, {company}) AS block FROM large JOIN children USING (unique_id)"
        _add_blocks(connection, refined, room)
    ((alike,),) = connection.execute("SELECT count(DISTINCT unique_id) FROM large").fetchall()
    neighbours = (
        f"SELECT unique_id AS one, lead(unique_id, {step}) OVER (PARTITION BY block ORDER BY unique_id) AS other FROM large"
        for step in range(1, NEIGHBOURS + 1)
    )
    connection.execute(f"CREATE TEMP TABLE near AS {' UNION '.join(neighbours)}")
    connection.execute(
        "CREATE TABLE pairs AS SELECT '0' AS match_key, join_key_l, join_key_r FROM ("
        "SELECT DISTINCT one.unique_id AS join_key_l, other.unique_id AS join_key_r FROM blocks one JOIN blocks other "
        "ON one.block = other.block AND one.unique_id < other.unique_id UNION SELECT one, other FROM near "
        "WHERE other IS NOT NULL)"
    )
    connection.execute("DROP TABLE blocks; DROP TABLE near; DROP TABLE large")
    ((pairs,),) = connection.execute("SELECT count(*) FROM pairs").fetchall()
    return Blocked(pairs, alike)
