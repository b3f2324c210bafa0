"""An ambition as a paper to sign and to hang up: the text, goals, interests, young people's part, a line for each member."""

from __future__ import annotations

from pathlib import Path

from leerrecht.insight import MEASURES
from leerrecht.law.words import say_date
from leerrecht.partnership.models import Goal
from leerrecht.queries.ambitions import Wish
from leerrecht.queries.partnerships import Overview
from leerrecht.web.rights.document import print_paper
from leerrecht.web.words import word

LAYOUT = Path(__file__).parent / "ambition.typ"


def goal_row(goal: Goal, lang: str) -> dict[str, str]:
    """Give a goal in words. A measure that the registry no longer has goes by its code."""
    is_known = goal.measure in MEASURES
    by = word(f"insight.measure.{goal.measure}", lang) if is_known else goal.measure or goal.indicator
    return {"what": goal.what, "by": by, "target": f"{goal.target} {goal.unit}", "measure": goal.measure}


def to_paper(found: Overview, wish: Wish, *, lang: str) -> bytes:
    """Print it as PDF. All text goes in as data, so that none of it is ever markup."""

    def say(key: str, **values: str) -> str:
        return word(f"ambition.{key}", lang, **values)

    day = say_date(wish.adopted_on, lang) if wish.adopted_on else ""
    agreed = {each.organisation: f"{each.person}, {say_date(each.on, lang)}" for each in wish.agreed}
    content = {
        "lang": lang, "title": say("paper_title", name=found.partnership.name), "text": wish.text,
        "adopted": say("adopted", day=day) if day else say("paper_proposal"),
        "goals_title": say("goals"),
        "goals": [
            {"what": row["what"], "how": say("goal_line", by=row["by"], target=row["target"])}
            for row in (goal_row(goal, lang) for goal in wish.goals)
        ],
        "stakes_title": say("stakes"),
        "stakes": [{"who": name, "words": words} for name, words in found.ambitions.stakes],
        "youth_title": say("youth"), "youth_part": wish.youth_part, "youth_said": wish.youth_said,
        "sign_title": say("sign"), "signs": [
            {"who": each.name, "agreed": agreed.get(each.name, "")} for each in found.members
        ],
        "footer": say("paper_footer", day=say_date(wish.due_on, lang)),
    }  # fmt: skip
    return print_paper(content, on=found.on, layout=LAYOUT)
