"""Bad input: every field and query parameter of every address, as those who may do most. Run by `make proof`.

Nothing breaks (no 500), nothing leaks, and no fact is lost: how many stand changes only when an answer says it was taken in.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.proof import tally
from tests.proof.addresses import ADDRESSES, url_of
from tests.proof.asking import Answer, Ask
from tests.proof.contents import text_of
from tests.proof.marks import leaks_in
from tests.proof.typing_in import KINDS_OF_CONTENT, bodies, encoded, fields_of
from tests.proof.viewers import KINDS
from tests.proof.walking import client_of, leaks_of

pytestmark = pytest.mark.django_db
WHO = {kind.name: kind for kind in KINDS}
OFFICE = (
    "logs", "logs_export", "requests", "request", "keeping", "kept", "erase_record", "erase_part", "review_opening",
    "add_agreement", "sign_access_table",
)  # fmt: skip
TRIES = 20


def who_may_most(name: str) -> str:
    """Name the viewer for whom an address does most."""
    if name.startswith("door"):
        return "here.child"
    if name in OFFICE:
        return "here.privacy_officer"
    if name.startswith("import"):
        return "here.reception"
    return (
        "here.nobody"
        if name in ("start", "second_step", "health") or name.startswith("sign_in")
        else "here.legal_representative"
    )


def standing_facts() -> int:
    """Count the facts that stand."""
    from django.db import connection

    from leerrecht.records.models import FACTS

    counts = (f"(SELECT count(*) FROM {fact._meta.db_table} WHERE retracted_at IS NULL)" for fact in FACTS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(counts)}")
        return int(cursor.fetchone()[0])


def send(client: Any, url: str, method: str, kind: str, pairs: list[tuple[str, str]]) -> Any:
    """Send something; what it changes is taken back."""
    from django.db import transaction

    from leerrecht.queries.cards import forget

    with transaction.atomic():
        before = standing_facts()
        if method == "GET":
            answer = client.get(f"{url.partition('?')[0]}?{encoded(pairs)[:60_000]}")
        else:
            answer = client.generic("POST", url, KINDS_OF_CONTENT[kind](pairs), content_type=kind)
        is_lost = transaction.get_connection().needs_rollback
        after = before if is_lost else standing_facts()
        transaction.set_rollback(True)
    forget()
    is_taken = answer.status_code == 302 and "gedaan=" in answer.headers.get("Location", "")
    assert after == before or is_taken, f"{after - before} facts by an answer {answer.status_code}"
    return answer


@pytest.mark.parametrize("name", ADDRESSES)
def test_whatever_is_sent_nothing_breaks_leaks_or_is_lost(world, name) -> None:
    kind = WHO[who_may_most(name)]
    client = client_of(world, kind)
    ways = ADDRESSES[name].ways(world)
    fields = sorted({field for way in ways[:12] for field in fields_of(world, name, way)})
    tried = [0]

    @settings(
        max_examples=TRIES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        pairs=bodies(fields),
        place=st.integers(0, 10**6),
        method=st.sampled_from(("GET", "POST", "POST")),
        lang=st.sampled_from(("nl", "en")),
        content=st.sampled_from((*list(KINDS_OF_CONTENT)[:1] * 3, *KINDS_OF_CONTENT)),
    )
    def attack(pairs: Any, place: int, method: str, lang: str, content: str) -> None:
        way = ways[place % len(ways)]
        url = url_of(name, way, lang=lang)
        answer = send(client, url, method, content, pairs)
        tried[0] += 1
        shown = text_of(content=answer.content, kind=answer.headers.get("Content-Type", ""))
        assert answer.status_code < 500, f"{method} {url} {content} {encoded(pairs)[:600]}"
        ask = Ask(name=name, url=url, method=method, body=dict(pairs), ids=tuple(way.values()))
        found = Answer(status=answer.status_code, places={"page 1": shown, "headers 1": str(answer.headers)})
        assert list(leaks_of(world=world, kind=kind, ask=ask, answer=found)) == []

    attack()
    tally.count(inputs=tried[0])


def other_ids(world: Any) -> list[str]:
    """Give ids of others: of a child, facts, an import, a team elsewhere; and one that nothing has."""
    return [
        world.children["there"].public_id, world.facts["there.stays.now"].public_id, world.imports["there.ready"].public_id,
        world.teams["there.school"].public_id, world.children["here"].public_id,
        world.facts["here.statuses.now"].public_id, world.facts["here.stays.now.former"].public_id,
        world.imports["here.ready"].public_id,
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["here.school", "here.reception", "there.school", "here.policy"])
def test_an_id_of_another_is_answered_as_nothing(world, who) -> None:
    kind = next(kind for kind in KINDS if kind.name == who)
    client, chance, tried = client_of(world, kind), random.Random(who), 0
    nothing = "a" * 14
    for name, address in ADDRESSES.items():
        way = address.ways(world)[0]
        for parameter in way:
            ids = [each for each in other_ids(world) if each not in _own_of(world, kind, name, parameter)]
            for other in chance.sample(ids, min(4, len(ids))):
                for method in ("GET", "POST"):
                    answers = []
                    for value in (other, nothing):
                        url = url_of(name, {**way, parameter: value})
                        answer = send(client, url, method, next(iter(KINDS_OF_CONTENT)), [("do", "correct")])
                        said = answer.content.decode().replace(value, "*")
                        answers.append(
                            (answer.status_code, said, answer.headers.get("Location", "").replace(value, "*"))
                        )
                    tried += 1
                    assert answers[0] == answers[1], f"{who}: {method} {name} tells {parameter}={other} from nothing"
    tally.count(inputs=tried)


def _own_of(world: Any, kind: Any, name: str, parameter: str) -> set[str]:
    """Give the ids that lead somewhere for this viewer, by the marks that it may have."""
    return {
        value for value in other_ids(world) if not leaks_in(marks=world.marks, text=value, viewer=kind.name)
    }  # fmt: skip
