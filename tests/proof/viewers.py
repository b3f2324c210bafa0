"""Every kind of viewer there is: how each reaches the child of its town, as the design says it, not as the engine finds it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tests.proof.life import ELSEWHERE, HERE

D = datetime.date
NOW, AFTER, ASKED, NOT = "now", "after", "asked", "not"
TRANSFER, FILE, CONSENT, GLASS, CARD = "transfer", "file", "consent", "glass", "card"
HOLDING = (NOW, AFTER, ASKED)
"""Ways that a task gives; the others are granted, and open less."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of viewer. `how`: NOW, AFTER (until `held_until`), ASKED (a school that was asked for a place), by a grant
    (TRANSFER, FILE, CONSENT, GLASS), with the young person's own CARD, or NOT at all.

    `team`: its name among the teams of the town; empty for who has none. `organisation`: its partner's short name.
    """

    town: str
    team: str
    role: str = ""
    how: str = NOT
    organisation: str = ""
    held_until: datetime.date | None = None

    @property
    def name(self) -> str:
        """Name the viewer."""
        return f"{self.town}.{self.team}"


def _of_town(town: str) -> list[Kind]:
    day = datetime.timedelta(days=1 if town == ELSEWHERE else 0)

    def kind(team: str, organisation: str, role: str = "", how: str = NOW, until: datetime.date | None = None) -> Kind:
        return Kind(
            town=town, team=team, role=role or team, how=how, organisation=organisation,
            held_until=until + day if until else None,
        )  # fmt: skip

    return [
        kind("legal_representative", "nidos"),
        kind("reception", "coa"),
        kind("school", "board"),
        kind("compulsory_education", "municipality"),
        kind("care", "care_organisation"),
        kind("ggd", "ggd_organisation"),
        kind("policy", "municipality", how=NOT),
        kind("former_legal_representative", "nidos", "legal_representative", AFTER, D(2026, 7, 15)),
        kind("former_reception", "coa", "reception", AFTER, D(2026, 8, 7)),
        kind("former_school", "board", "school", AFTER, D(2026, 8, 11)),
        kind("former_compulsory_education", "municipality", "compulsory_education", AFTER, D(2026, 8, 7)),
        kind("asked_school", "board", "school", ASKED),
        kind("next_reception", "coa", "reception", TRANSFER),
        kind("next_compulsory_education", "municipality", "compulsory_education", TRANSFER),
        kind("file_school", "board", "school", FILE),
        kind("consented", "care_organisation", "care", CONSENT),
        kind("glass", "board", "school", GLASS),
        kind("privacy_officer", "leerrecht", how=NOT),
        kind("child", "", how=CARD),
    ]


NOBODY = Kind(town=HERE, team="nobody")
LEFT = Kind(town=HERE, team="left", role="reception", organisation="coa")
"""Somebody who still has an account and works in no team any more."""
STRANGERS = tuple(kind for kind in _of_town(ELSEWHERE) if kind.how == NOW or kind.role in ("policy", "child"))
KINDS = (*_of_town(HERE), *STRANGERS, LEFT, NOBODY)
ALL = (*_of_town(HERE), *_of_town(ELSEWHERE), LEFT)
"""Every team that is made; of the other town only those that hold a task now are walked with."""
