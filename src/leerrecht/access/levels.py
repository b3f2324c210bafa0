"""How far something is open, and one cell of the table: the level of a category, or of fields it names.

Which role has which cell stands in the rulebook, what a level does to a row in `viewing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """From closed to open. Between CONCLUSION and FULL, the row decides whether the fact itself may be read.

    ENROLLED: once the child is enrolled at the viewer's school. OWN: if it is about the viewer's own team, school or
    task. SHARED: if the child shared it. NEUTRAL: if the task is one of those that betray nothing, without its
    organisation. TOLD: if it is about a move that is ahead, and the young person was told of it, or somebody recorded why
    others know first. Their order among each other means nothing; what follows from them may be seen.
    """

    NEVER = 0
    CONCLUSION = 1
    ENROLLED = 2
    OWN = 3
    SHARED = 4
    NEUTRAL = 5
    TOLD = 6
    FULL = 7


WORDS: Mapping[str, Level] = {
    **{level.name.lower(): level for level in Level},
    "consent": Level.NEVER,  # until a grant exists
    "ask": Level.NEVER,
}
"""The level that each word of the rulebook stands for."""

FIELDS = "fields"
"""The word of a cell that names fields; and the list in it of those that are open in full."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one role may see of one category: `word` as the rulebook has it; `named`: word per field if it names them."""

    word: str
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The level of the category as a whole; a cell that names fields opens no more than those.

        >>> Cell(word="ask").level.name, Cell(word="fields", named={"stays.municipality": "full"}).level.name
        ('NEVER', 'NEVER')
        """
        return WORDS.get(self.word, Level.NEVER)

    def level_of(self, name: str) -> Level:
        """Give the level of one field of this category."""
        return WORDS[self.named[name]] if name in self.named else self.level


CLOSED = Cell(word="never")
