"""The tables of partnerships. No child is named in any of them; a knot may be about one (rights.ChildKnot)."""

from leerrecht.partnership.models.ambitions import Ambition, Appraisal, Endorsement, Goal, Stake
from leerrecht.partnership.models.knots import Interest, Knot, KnotAssent, KnotDomain, Ladder, Option, Step
from leerrecht.partnership.models.meetings import (
    Action,
    Evaluation,
    Invited,
    Meeting,
    Ruling,
    Series,
    SeriesDomain,
    Spread,
)
from leerrecht.partnership.models.members import (
    EVERYWHERE,
    PHASES,
    Assent,
    Consultation,
    Mandate,
    Member,
    Partnership,
    Phase,
    TaskLine,
    TaskVersion,
    Town,
)
from leerrecht.partnership.models.published import PublishedQuarter

__all__ = [
    "EVERYWHERE", "PHASES", "Action", "Ambition", "Appraisal", "Assent", "Consultation", "Endorsement", "Evaluation",
    "Goal", "Interest", "Invited", "Knot", "KnotAssent", "KnotDomain", "Ladder", "Mandate", "Meeting", "Member",
    "Option", "Partnership", "Phase", "PublishedQuarter",
    "Ruling", "Series", "SeriesDomain", "Spread", "Stake", "Step", "TaskLine",
    "TaskVersion", "Town",
]  # fmt: skip
