"""Whether what was read can be kept: texts that are too long or hold what no database takes, rows that are there twice.

Works on the frames of a `Reading`; how long a text may be is told by the caller, who knows where it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leerrecht.caseload.faults import Fault, Findings, Notice, in_order
from leerrecht.caseload.reading import Reading

if TYPE_CHECKING:
    import polars as pl

_UNSEEN = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{FFFE}\\x{FFFF}]"
"""Characters that a workbook can't hold either."""


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """The rows that can be kept, each once. `left_out`: how many rows, of any table, can't, by child."""

    frames: dict[str, pl.DataFrame]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    left_out: dict[str, int]


def fit(*, reading: Reading, longest: Mapping[str, Mapping[str, int]]) -> Fitted:
    """Keep what fits. `longest`: characters by table and column. Line ends become those of a workbook.

    A child whose own row can't be kept takes its other rows with it. Faults and notices are those of the reading and
    the new ones.
    """
    findings = Findings(faults=list(reading.faults), notices=list(reading.notices))
    left_out = defaultdict(int, {child: len(places) for child, places in reading.left_out.items()})
    frames = {
        name: _keep_fitting(frame, name, longest[name], findings, left_out) for name, frame in reading.frames.items()
    }
    known = frames["children"]["child"].implode()
    for name, frame in frames.items():
        has_child = frame["child"].is_in(known)
        for child in frame.filter(~has_child)["child"]:
            left_out[child] += 1
        frames[name] = _drop_repeated(frame.filter(has_child), name, findings)
    return Fitted(
        frames=frames, faults=in_order(findings.faults), notices=in_order(findings.notices), left_out=dict(left_out)
    )


def _keep_fitting(
    frame: pl.DataFrame, table: str, longest: Mapping[str, int], findings: Findings, left_out: defaultdict[str, int]
) -> pl.DataFrame:
    import polars as pl

    frame = frame.with_columns(pl.col(pl.String).str.replace_all("\r\n?", "\n"))
    bad: set[int] = set()
    for column, most in longest.items():
        values = frame[column]
        for code, wrong in (
            ("value_too_long", values.str.len_chars() > most),
            ("value_unprintable", values.str.contains(_UNSEEN)),
        ):
            for row in frame.filter(wrong)["row"]:
                findings.fault(code, sheet=table, row=row, column=column, allowed=str(most))
                bad.add(row)
    if not bad:
        return frame
    is_bad = frame["row"].is_in(list(bad))
    for child in frame.filter(is_bad)["child"]:
        left_out[child] += 1
    return frame.filter(~is_bad)


def _drop_repeated(frame: pl.DataFrame, table: str, findings: Findings) -> pl.DataFrame:
    columns = [name for name in frame.columns if name != "row"]
    is_twice = frame.select(columns).is_duplicated()
    if not is_twice.any():
        return frame
    first: dict[tuple[object, ...], int] = {}
    for *values, row in frame.filter(is_twice).select(*columns, "row").iter_rows():
        before = first.setdefault(tuple(values), row)
        if before != row:
            findings.notice("row_repeated", sheet=table, row=row, hint=str(before))
    return frame.unique(subset=columns, keep="first", maintain_order=True)
