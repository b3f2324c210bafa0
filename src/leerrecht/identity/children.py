"""The rows that are compared: what a register or a form says about a child, nothing more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

SEXES = ("", "m", "v", "x")
"""Values of sex; empty is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChildRow:
    """One child in one register. `record` names the row; names may be empty, in any script; `born_on` None is not known."""

    record: str = ""
    given_names: str = ""
    father_name: str = ""
    family_name: str = ""
    born_on: datetime.date | None = None
    sex: str = ""

    @property
    def names(self) -> tuple[str, str, str]:
        """Give the names in the order of `comparisons.NAMES`."""
        return self.given_names, self.father_name, self.family_name
