"""Writers who get in each other's way: run as a process with some threads, each with its own connection.

Each takes turns at adding a fact, correcting one that the others correct too, and answering a signal that they answer too;
between looking and saving it waits a moment, as a person who types. Reads its plan from stdin once it has said "ready".
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

TYPING = 0.1
"""The longest wait between looking and saving, in seconds."""
ACTIONS = {"add": 40, "correct": 40, "answer": 20}
KINDS = {"add": "fact.added", "correct": "fact.corrected", "answer": "signal.answered"}
HOT = "veelbesproken"
"""How the reason of an absence begins that everybody corrects."""


class Writer(threading.Thread):
    """One writer. `accepted`: kind, table, child, new fact, former fact (all public ids) of what was saved."""

    def __init__(self, number: int, plan: dict[str, Any]) -> None:
        """Be ready to begin."""
        super().__init__(daemon=True)
        self.number, self.plan = number, plan
        self.chance = random.Random(number)
        self.accepted: list[tuple[str, str, str, str, str]] = []
        self.refused: Counter[str] = Counter()
        self.conflicts = 0
        self.failures: list[str] = []
        self.milliseconds: list[float] = []
        self.turn = 0

    def run(self) -> None:
        """Write until it is over."""
        from django.db import connection

        from leerrecht.operations.acting import Conflict, Refused

        while time.time() < self.plan["until"]:
            self.turn += 1
            act = self.chance.choices(list(ACTIONS), list(ACTIONS.values()))[0]
            try:
                getattr(self, f"_{act}")()
            except Conflict:
                self.conflicts += 1
            except Refused as refused:
                self.refused[str(refused)] += 1
            except Exception as failure:
                self.failures.append(f"{act}: {type(failure).__name__}: {failure}"[:300])
        connection.close()

    def _actor(self) -> Any:
        """Find who acts and what they reach, as every request does."""
        from bench.pages.people import scope_of, viewer_of
        from leerrecht.operations.acting import Actor

        viewer = viewer_of(self.plan["emails"][self.number % len(self.plan["emails"])])
        return Actor(viewer=viewer, scope=scope_of(viewer))

    def _words(self) -> str:
        return f"{self.number}-{self.turn}"

    def _typing(self) -> None:
        time.sleep(self.chance.uniform(0, TYPING))

    def _save(self, act: str, about: str, former: str, operation: Callable[..., Any], **named: Any) -> None:
        from leerrecht.web.frame.clock import now

        start = time.perf_counter()
        try:
            fact = operation(actor=self._actor(), at=now(), **named)
        finally:
            self.milliseconds.append((time.perf_counter() - start) * 1000)
        self.accepted.append((act, fact.table, about, fact.public_id, former))

    def _add(self) -> None:
        from leerrecht.operations.facts import add_fact

        child = self.chance.choice(self.plan["children"])
        typed = {"day": "1-9-2026", "hours": "1", "authorised": "yes", "reason": f"tandarts {self._words()}"}
        self._save("add", child, "", add_fact, child=child, table="absences", typed=typed)

    def _correct(self) -> None:
        from leerrecht.operations.facts import correct_fact
        from leerrecht.queries.facts import standing

        child = self.chance.choice(self.plan["hot"])
        table, column, words = self.chance.choice(
            [("children", "pronunciation", self._words()), ("absences", "reason", f"{HOT} {self._words()}")]
        )
        facts = standing(table=table).filter(child__public_id=child)
        seen = (facts.filter(reason__startswith=HOT) if table == "absences" else facts).get().public_id
        self._typing()
        self._save(
            "correct", child, seen, correct_fact, table=table, fact=seen, typed={column: words}, reason="anders gehoord"
        )

    def _answer(self) -> None:
        from leerrecht.operations.signals import answer_signal
        from leerrecht.queries.facts import standing

        child, rule, key = self.chance.choice(self.plan["plans"])
        plans = standing(table="plans").filter(child__public_id=child, rule=rule, key=key)
        seen = list(plans.values_list("public_id", flat=True))
        self._typing()
        self._save(
            "answer", child, "", answer_signal, child=child, rule=rule, key=key, agreed_on="1-9-2026",
            agreed_with=f"school {self._words()}", child_view="Ik wil graag naar school.", plans_seen=seen,
        )  # fmt: skip


def write(plan: dict[str, Any]) -> dict[str, Any]:
    """Let all writers write until the end; give what came of it."""
    writers = [Writer(plan["first"] + number, plan) for number in range(plan["threads"])]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return {
        "accepted": [row for writer in writers for row in writer.accepted],
        "refused": sum((writer.refused for writer in writers), Counter()),
        "conflicts": sum(writer.conflicts for writer in writers),
        "failures": [failure for writer in writers for failure in writer.failures],
        "milliseconds": [each for writer in writers for each in writer.milliseconds],
    }


if __name__ == "__main__":
    import django

    django.setup()
    import leerrecht.web.urls  # noqa: F401 (everything that a server has loaded)

    print("ready", flush=True)
    print(json.dumps(write(json.loads(sys.stdin.readline()))))
