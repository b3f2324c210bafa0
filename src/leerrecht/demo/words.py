"""What the drawn children say, and with whom they share it and their plans."""

from __future__ import annotations

import datetime

from leerrecht.demo.chance import Chance
from leerrecht.demo.content import SHARED_BY_RULE, Kid, Row, data

_SPEAKS, _AS_USUAL = 0.36, 0.5
_SHARED = (
    "legal_representative reception school", "legal_representative reception", "legal_representative reception",
    "legal_representative reception", "legal_representative", "reception", "legal_representative school", "",
)  # fmt: skip
"""With whom a child shares; now and then with nobody."""
_YOUNGEST = 4


def let_speak(*, kids: list[Kid], chance: Chance, on: datetime.date) -> None:
    """Give about a third of the drawn children words of their own, and all of them a choice of with whom to share."""
    for kid in kids:
        if kid.is_story:
            continue
        for place, plan in enumerate(kid.rows["plans"]):
            asked = chance.pick(_SHARED, kid.reference, "plan", place)
            is_usual = chance.part(kid.reference, "shares as usual", place) < _AS_USUAL
            plan["shared_with"] = SHARED_BY_RULE.get(plan["rule"], asked) if is_usual else asked
        if chance.part(kid.reference, "speaks") < _SPEAKS:
            kid.rows["voices"] = _words(kid, chance, on)


def _words(kid: Kid, chance: Chance, on: datetime.date) -> list[Row]:
    stay, age = kid.running("stays", on), kid.age_on(on)
    if stay is None or age is None or age < _YOUNGEST:
        return []
    spoken = str(kid.person["languages"]).split(", ")
    bank = [
        each for each in data("voices")["words"]
        if each["age"] <= age and each.get("language", spoken[0]) in spoken and (kid.is_alone or not each.get("alone"))
    ]  # fmt: skip
    rows: list[Row] = []
    for place in range(chance.whole(1, 2, kid.reference, "how many words")):
        left = [each for each in bank if each["words"] not in {row["words"] for row in rows}]
        if not left:
            break
        said = chance.pick(left, kid.reference, "words", place)
        days_here = max(1, min(150, (on - kid.first_on).days))
        needs = bool(kid.person["interpreter"]) or "language" in said
        rows.append({
            "said_on": on - datetime.timedelta(days=chance.whole(1, days_here, kid.reference, "said", place)),
            "kind": said["kind"],
            "words": said["words"],
            "language": said.get("language", spoken[0] if needs else "Nederlands"),
            "interpreter": chance.pick(("tolk aan de telefoon", "tolk erbij"), kid.reference, place) if needs else None,
            "shared_with": chance.pick(_SHARED, kid.reference, "words shared", place),
        })  # fmt: skip
    return rows
