"""Before and after the writers: what stood in the record, and whether all that was accepted stands there now, once.

Run as a process: `before` puts in the facts that everybody will correct and says what there is; `after` reads that and what
was accepted from stdin, and says what is wrong.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from bench.pages.shape import user_email
from bench.pages.writers import HOT, KINDS

RAISES = {"add": 1, "correct": 2, "answer": 1}
"""By how much an operation raises the version of a child: once for each fact that it adds or retracts."""
HOT_CHILDREN = 10
Accepted = list[tuple[str, str, str, str, str]]


def seed() -> dict[str, Any]:
    """Give some children an absence that everybody will correct; give the plan for the writers."""
    from bench.pages.people import guide, scope_of, viewer_of
    from leerrecht.operations.acting import Actor
    from leerrecht.operations.facts import add_fact
    from leerrecht.web.frame.clock import now

    known = guide(user_email(0))
    hot = known["children"][:HOT_CHILDREN]
    viewer = viewer_of(user_email(0))
    for child in hot:
        add_fact(
            actor=Actor(viewer=viewer, scope=scope_of(viewer)), at=now(), child=child, table="absences",
            typed={"day": "1-9-2026", "hours": "1", "authorised": "yes", "reason": f"{HOT} 0"},
        )  # fmt: skip
    return {"children": known["children"], "hot": hot, "plans": known["plans"][:HOT_CHILDREN]}


def standing_now() -> dict[str, Any]:
    """Count facts by table and events by action; give the version of each child."""
    from leerrecht.audit.models import Event
    from leerrecht.records.models import FACT, Child

    tables: dict[str, Any] = dict(FACT)
    return {
        "facts": {table: model.objects.count() for table, model in tables.items()},
        "versions": dict(Child.objects.values_list("public_id", "version")),
        "events": Counter(Event.objects.values_list("action", flat=True)),
    }


def find_wrong(before: dict[str, Any], accepted: Accepted) -> list[str]:
    """Say everything that isn't as the accepted operations left it."""
    after = standing_now()
    wrong = []
    rows = Counter(table for _, table, *_ in accepted)
    for table, count in after["facts"].items():
        if count != before["facts"][table] + rows[table]:
            wrong.append(f"{table}: {count - before['facts'][table]} rows more, {rows[table]} accepted")
    raised: Counter[str] = Counter()
    for act, _, child, *_ in accepted:
        raised[child] += RAISES[act]
    for child, version in after["versions"].items():
        if version != before["versions"][child] + raised[child]:
            wrong.append(f"a child's version went up by {version - before['versions'][child]}, not {raised[child]}")
    acts = Counter(act for act, *_ in accepted)
    for act, action in KINDS.items():
        count = after["events"].get(action, 0) - before["events"].get(action, 0)
        if count != acts[act]:
            wrong.append(f"{count} audit rows {action}, {acts[act]} accepted")
    return [*wrong, *_wrong_chains(accepted), *_unlogged(accepted)]


def _wrong_chains(accepted: Accepted) -> list[str]:
    """Look for corrections that aren't in the chain, and for facts that were replaced twice or not at all."""
    from leerrecht.records.models import FACT

    wrong = []
    for table in ("children", "absences", "plans"):
        model: Any = FACT[table]
        former = dict(model.objects.values_list("public_id", "corrects__public_id"))
        made = {new: old for act, of, _, new, old in accepted if of == table}
        wrong += [f"{table}: an accepted fact isn't there" for new in made if new not in former]
        wrong += [
            f"{table}: a correction isn't in its chain" for new, old in made.items() if former.get(new) != (old or None)
        ]
        successors = Counter(old for old in former.values() if old)
        wrong += [f"{table}: a fact has {count} successors" for count in successors.values() if count > 1]
        retracted = set(model.objects.filter(retracted_at__isnull=False).values_list("public_id", flat=True))
        if retracted != set(successors):
            wrong.append(
                f"{table}: {len(retracted ^ set(successors))} facts are retracted without successor, or the reverse"
            )
    return wrong


def _unlogged(accepted: Accepted) -> list[str]:
    """Look for accepted operations without their one audit row."""
    from leerrecht.audit.models import Event

    rows = Counter(Event.objects.values_list("action", "object_id"))
    counts = Counter(rows[KINDS[act], new] for act, _, _, new, _ in accepted)
    return [f"{many} accepted operations have {count} audit rows" for count, many in counts.items() if count != 1]


def longest_chain(accepted: Accepted) -> int:
    """Give how often the fact that was corrected most was corrected."""
    former = {new: old for _, _, _, new, old in accepted if old}
    longest = 0
    for new in set(former) - set(former.values()):
        length, place = 0, new
        while place in former:
            length, place = length + 1, former[place]
        longest = max(longest, length)
    return longest


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "before":
        plan = seed()
        print(json.dumps({"plan": plan, "before": standing_now()}))
    else:
        told = json.loads(sys.stdin.readline())
        accepted = [tuple(row) for row in told["accepted"]]
        print(json.dumps({"wrong": find_wrong(told["before"], accepted), "longest_chain": longest_chain(accepted)}))
