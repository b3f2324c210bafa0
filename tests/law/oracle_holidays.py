"""School holidays as published (first and last day, both included), typed over by hand from law-parameters.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REGIONS = ["noord", "midden", "zuid"]


@dataclass(frozen=True)
class Holiday:
    name: str
    first: dict[str, date]
    last: dict[str, date]


def _per_region(name: str, noord: str, midden: str, zuid: str) -> Holiday:
    spans = {"noord": noord.split(), "midden": midden.split(), "zuid": zuid.split()}
    first = {region: date.fromisoformat(span[0]) for region, span in spans.items()}
    last = {region: date.fromisoformat(span[1]) for region, span in spans.items()}
    return Holiday(name, first, last)


def _everywhere(name: str, span: str) -> Holiday:
    return _per_region(name, span, span, span)


HOLIDAYS = [
    _per_region("herfst", "2025-10-18 2025-10-26", "2025-10-18 2025-10-26", "2025-10-11 2025-10-19"),
    _everywhere("kerst", "2025-12-20 2026-01-04"),
    _per_region("voorjaar", "2026-02-21 2026-03-01", "2026-02-14 2026-02-22", "2026-02-14 2026-02-22"),
    _everywhere("mei", "2026-04-25 2026-05-03"),
    _per_region("zomer", "2026-07-04 2026-08-16", "2026-07-18 2026-08-30", "2026-07-11 2026-08-23"),
    _per_region("herfst", "2026-10-10 2026-10-18", "2026-10-17 2026-10-25", "2026-10-17 2026-10-25"),
    _everywhere("kerst", "2026-12-19 2027-01-03"),
    _per_region("voorjaar", "2027-02-20 2027-02-28", "2027-02-20 2027-02-28", "2027-02-13 2027-02-21"),
    _everywhere("mei", "2027-04-24 2027-05-02"),
    _per_region("zomer", "2027-07-10 2027-08-22", "2027-07-17 2027-08-29", "2027-07-24 2027-09-05"),
    _per_region("herfst", "2027-10-16 2027-10-24", "2027-10-16 2027-10-24", "2027-10-23 2027-10-31"),
    _everywhere("kerst", "2027-12-25 2028-01-09"),
    _per_region("voorjaar", "2028-02-19 2028-02-27", "2028-02-26 2028-03-05", "2028-02-26 2028-03-05"),
    _everywhere("mei", "2028-04-29 2028-05-07"),
    _per_region("zomer", "2028-07-15 2028-08-27", "2028-07-08 2028-08-20", "2028-07-22 2028-09-03"),
]


def is_holiday(day: date, region: str | None) -> bool:
    """No region, or a day outside the published years: no holiday is known."""
    if region is None:
        return False
    return any(holiday.first[region] <= day <= holiday.last[region] for holiday in HOLIDAYS)
