"""What is compared between two records, from alike to different. The numbers stand in a model, the words in `words`.

A comparison takes the first of its levels that holds. What two comparisons would both tell is told by one: when the given
name and the family name stand in each other's place the given names say so, and the family name adds only how rare it is;
when all but the given name is the same, as with brothers and sisters, the given names say that and the others are silent.
"""

from __future__ import annotations

from dataclasses import dataclass

from leerrecht.identity.conditions import Absent, All, Condition, Either, Flagged, Not, OneDigit, Same, Shared, Within

NAMES = ("given", "father", "family")
"""The fields that hold a name."""
YEARS_APART = 2
"""Years by which an assessed age is often off."""


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison.

    `counts_how_common`: the column of which a rare value weighs more than a common one, by `by` of what it would by itself;
    empty when that makes no odds. `says_only_how_common`: another comparison tells the rest.
    """

    name: str
    holds: Condition
    counts_how_common: str = ""
    by: float = 1.0
    says_only_how_common: bool = False


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared: `silent` when it says nothing, then the first level that holds, else `different`."""

    name: str
    silent: Condition
    levels: tuple[Level, ...]

    @property
    def level_names(self) -> tuple[str, ...]:
        """Give the names of all levels, `different` last."""
        return (*(level.name for level in self.levels), "different")


BY_SOUND = 0.5
"""How much the rarity of a name counts when its spelling differs: the commonest names have most spellings."""


def _alike(field: str) -> tuple[Level, ...]:
    """Give the levels by which one name is the same as another, strict ones first."""
    return (
        Level("same_spelling", Shared(field, field, "exact"), f"{field}_exact"),
        Level("same_sound", Shared(field, field, "romans"), f"{field}_bone", BY_SOUND),
        Level("same_consonants", Shared(field, field, "bones"), f"{field}_bone", BY_SOUND),
    )


def _loosely(field: str) -> tuple[Level, ...]:
    return (
        Level("one_letter", Shared(field, field, "near")),
        Level("one_part", Shared(field, field, "parts")),
    )


def _crossed(one: str, other: str, kind: str = "bones") -> Condition:
    """Two names stand in each other's place."""
    return All(Shared(one, other, kind), Shared(other, one, kind))


def _in_place(field: str, *kinds: str) -> Condition:
    return Either(*(Shared(field, field, kind) for kind in ("exact", "romans", "bones", *kinds)))


_SWAPPED = All(_crossed("given", "family"), Not(_in_place("given")))
_ROTATED = All(_crossed("father", "family"), Not(_in_place("family")))
_SIBLING = All(_in_place("father"), _in_place("family"), Not(Either(_in_place("given", "near", "parts"), _SWAPPED)))
_EITHER, _BOTH = (join(Flagged("born_estimated", "l"), Flagged("born_estimated", "r")) for join in (Either, All))

GIVEN = Comparison("given_names", Absent("given_exact"), (
    *_alike("given"),
    Level("swapped_same_spelling", _crossed("given", "family", "exact"), "given_exact"),
    Level("swapped", _SWAPPED, "given_exact"),
    *_loosely("given"),
    Level("brother_or_sister", _SIBLING),
))  # fmt: skip
FAMILY = Comparison("family_name", Either(Absent("family_exact"), _SIBLING), (
    Level("swapped", _SWAPPED, "family_exact", says_only_how_common=True),
    *_alike("family"),
    Level("swapped_with_father", _ROTATED, "family_exact"),
    Level("father_as_family", Either(Shared("father", "family", "bones"), Shared("family", "father", "bones")), "family_bone"),
    *_loosely("family"),
))  # fmt: skip
FATHER = Comparison("father_name", Either(Absent("father_exact"), _SIBLING), (
    Level("swapped", _ROTATED, "father_exact", says_only_how_common=True),
    *_alike("father"),
    *_loosely("father"),
))  # fmt: skip
BORN = Comparison("born_on", Absent("born_year"), (
    Level("same_day", All(Same("born_year"), Same("born_month"), Same("born_day"), Not(_EITHER))),
    Level("same_estimate", All(Same("born_year"), Same("born_month"), Same("born_day"))),
    Level("same_year_one_estimated", All(Same("born_year"), _EITHER)),
    Level("day_and_month_swapped", All(Same("born_year"), Same("born_day", "born_month"), Same("born_month", "born_day"))),
    Level("one_digit", All(OneDigit(), Not(_EITHER))),
    Level("same_day_other_year", All(Same("born_month"), Same("born_day"), Within("born_year", YEARS_APART), Not(_EITHER))),
    Level("estimates_a_year_apart", All(Within("born_year", 1), _BOTH)),
    Level("estimates_two_years_apart", All(Within("born_year", YEARS_APART), _BOTH)),
    Level("same_year", Same("born_year")),
    Level("two_years_apart", Within("born_year", YEARS_APART)),
))  # fmt: skip
SEX = Comparison("sex", Absent("sex"), (Level("same", Same("sex"), "sex"),))

COMPARISONS = (GIVEN, FAMILY, FATHER, BORN, SEX)
"""All comparisons, in the order in which they are told."""

COUNTED = (*(f"{field}_{kind}" for field in NAMES for kind in ("exact", "bone")), "sex")
"""The columns of which it counts how many records have the same value."""
BEFORE_COUNTING = {name: (1000, 0.0016) for name in COUNTED if name != "sex"}
"""What is taken for granted before a register is counted: so many records, of which such a share has any one name. A small
register says little about how common a name is; without this, two records of five would make it the commonest of all."""
