"""What came of an import, counted, and told in both languages: the report. Nothing is compared or written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from leerrecht.caseload import Fault, Notice
from leerrecht.operations.importing.comparing import Comparison

MOST_SHOWN = 500
COUNTED = ("new", "same", "corrected", "corrected_since", "differs", "unnamed", "may_not")
LANGUAGES = ("nl", "en")


@dataclass(kw_only=True)
class Tally:
    """Counts of rows by table, of children, and the rows that differ (the first of them)."""

    tables: dict[str, Counter[str]] = field(default_factory=dict)
    children: Counter[str] = field(default_factory=Counter)
    differing: list[dict[str, Any]] = field(default_factory=list)
    differing_total: int = 0

    def add(self, *, child: str, table: str, made: Comparison) -> None:
        """Count one child's rows of one table. `child`: its reference."""
        since = sum(1 for each in made.differing if each.why == "corrected_since")
        self.tables.setdefault(table, Counter()).update({
            "new": len(made.new), "same": made.same, "corrected": len(made.corrected), "corrected_since": since,
            "differs": len(made.differing) - since, "unnamed": made.unnamed,
        })  # fmt: skip
        for each in made.differing:
            self.differing_total += 1
            if len(self.differing) < MOST_SHOWN:
                self.differing.append(
                    {"child": child, "table": table, "row": each.row, "why": each.why, "source": each.source}
                )

    def as_json(self) -> dict[str, Any]:
        """Give the tally as it is kept."""
        return {
            "counts": {
                table: {name: counts[name] for name in COUNTED if counts[name]} for table, counts in self.tables.items()
            },
            "children": dict(self.children),
            "differences": {"total": self.differing_total, "shown": self.differing},
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Tally:
        """Give back a tally that was kept; without one, an empty one."""
        differences = kept.get("differences", {"total": 0, "shown": []})
        return cls(
            tables={table: Counter(counts) for table, counts in kept.get("counts", {}).items()},
            children=Counter(kept.get("children", {})), differing=list(differences["shown"]),
            differing_total=differences["total"],
        )  # fmt: skip


def tell(found: Sequence[Fault | Notice]) -> dict[str, Any]:
    """Say faults or notices in both languages, and how many there are in all."""
    return {
        "total": len(found),
        "shown": [
            {
                "code": each.code,
                **{
                    part: {lang: getattr(each, part)(lang) for lang in LANGUAGES}
                    for part in ("place", "what", "remedy")
                },
            }
            for each in found[:MOST_SHOWN]
        ],
    }
