"""Pages about moves, for the list of pages: who looks, and how one gets there. A move is announced first, as a mentor would."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from leerrecht.queries.facts import standing
from tests.operations.builders import NOW, actor_of
from tests.operations.transferring import add

CHILD = "wachten"
LONG = "Deze locatie sluit op 1 november, omdat het gebouw wordt verkocht; iedereen verhuist naar een andere plek in de regio."
MOVE = {
    "location": "COA Veenmeer",
    "municipality": "Veenmeer",
    "kind": "coa_small",
    "valid_from": "1-11-2026",
    "reason": LONG,
}


def _at(world: Any, rest: str = "") -> str:
    return f"/jongeren/{world.children[CHILD].public_id}/verhuizing/{rest}"


def announced(world: Any, *, told: str = "") -> Any:
    """Announce a move, agree on some points of it, finish one."""
    from leerrecht.operations.move_points import agree_point, finish_point
    from leerrecht.operations.moves import announce_move

    actor, child = actor_of(world, "reception"), world.children[CHILD]
    stay = announce_move(actor=actor, at=NOW, child=child.public_id, typed={**MOVE, "child_told_on": told})
    typed = {
        "organisation": "Scholen Zandakker",
        "person": "Test school",
        "due_on": "20-9-2026",
        "note": "De map gaat mee.",
    }
    for item in ("tests", "friends_sport"):
        agree_point(actor=actor, at=NOW, point=point_of(world, item), typed=typed)
    finish_point(actor=actor, at=NOW, point=point_of(world, "number"), done_on="14-9-2026")
    return stay


def point_of(world: Any, item: str) -> str:
    return str(standing(table="move_points").get(child=world.children[CHILD], item=item).public_id)


def _opened(rest: Callable[[Any, Any], str], *, told: str = "15-9-2026") -> Callable[[Any, Any, str], None]:
    """Announce a move, then go to an address that depends on it."""

    def go(page: Any, world: Any, lang: str) -> None:
        stay = announced(world, told=told)
        page.goto(lang + rest(world, stay))

    return go


def _send(page: Any, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


def _wrong_announcement(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + _at(world, "aankondigen/"))
    page.fill("#valid_from", "31-6-2027")
    page.fill("#child_told_on", "morgen")
    _send(page, "main form.lr-form [type=submit]")


def _changed(page: Any, world: Any, lang: str, *, by_another: bool) -> None:
    from leerrecht.operations.moves import postpone_move

    stay = announced(world)
    page.goto(lang + _at(world, f"{stay.public_id}/"))
    page.fill("#valid_from", "15-9-2026" if not by_another else "15-11-2026")
    if by_another:
        page.fill("#why", "De nieuwe plek is later klaar.")
        actor = actor_of(world, "reception")
        postpone_move(actor=actor, at=NOW, move=stay.public_id, valid_from="8-11-2026", reason="De bus rijdt niet.")
    _send(page, "form:has([value=change]) [type=submit]")


def _wrong_change(page: Any, world: Any, lang: str) -> None:
    _changed(page, world, lang, by_another=False)


def _clash(page: Any, world: Any, lang: str) -> None:
    _changed(page, world, lang, by_another=True)


def _wrong_list(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + "/verhuizingen/aankondigen/?alles=ja")
    _send(page, "main form.lr-form > .lr-actions [type=submit]")


def _in_steps(page: Any, world: Any, lang: str) -> None:
    from leerrecht.web.moves import many

    page.goto(lang + "/verhuizingen/aankondigen/?alles=ja")
    page.fill("#location", "COA Veenmeer")
    page.fill("#valid_from", "1-11-2026")
    step, many.STEP = many.STEP, 1
    try:
        _send(page, "main form.lr-form > .lr-actions [type=submit]")
    finally:
        many.STEP = step


def _left(rest: str) -> Callable[[Any, Any, str], None]:
    """Let a child have moved while nobody recorded that it was told, so that the stay before has no end."""

    def go(page: Any, world: Any, lang: str) -> None:
        day = NOW.date() - datetime.timedelta(days=1)
        announced_on = day - datetime.timedelta(days=20)
        add(
            world.children[CHILD], "stays", location="COA Veenmeer", municipality="Veenmeer", kind="coa_small",
            valid_from=day, announced_on=announced_on,
        )  # fmt: skip
        add(world.children[CHILD], "move_points", opened_on=announced_on, item="tests")
        page.goto(lang + (rest or _at(world)))

    return go


GUARDIAN, RECEPTION, SCHOOL = "legal_representative", "reception", "school"
PAGES: list[tuple[str, str, Callable[[Any, Any, str], None], int]] = [
    ("move", GUARDIAN, _opened(lambda world, stay: _at(world)), 200),
    ("move-untold", RECEPTION, _opened(lambda world, stay: _at(world), told=""), 200),
    ("move-school", SCHOOL, _opened(lambda world, stay: _at(world)), 200),
    ("move-none", RECEPTION, lambda page, world, lang: page.goto(lang + _at(world)), 200),
    ("move-announce", RECEPTION, lambda page, world, lang: page.goto(lang + _at(world, "aankondigen/")), 200),
    ("move-announce-wrong", RECEPTION, _wrong_announcement, 422),
    ("move-change", GUARDIAN, _opened(lambda world, stay: _at(world, f"{stay.public_id}/"), told=""), 200),
    ("move-change-wrong", RECEPTION, _wrong_change, 422),
    ("move-change-clash", RECEPTION, _clash, 409),
    ("move-point", RECEPTION, _opened(lambda world, stay: _at(world, f"punt/{point_of(world, 'tests')}/")), 200),
    ("move-point-school", SCHOOL, _opened(lambda world, stay: _at(world, f"punt/{point_of(world, 'tests')}/")), 200),
    ("move-point-done", RECEPTION, _opened(lambda world, stay: _at(world, f"punt/{point_of(world, 'number')}/")), 200),
    ("move-on-child", SCHOOL, _opened(lambda world, stay: _at(world).replace("verhuizing/", "")), 200),
    ("move-notice", SCHOOL, _opened(lambda world, stay: "/vandaag/"), 200),
    ("move-left", RECEPTION, _left(""), 200),
    ("move-left-today", GUARDIAN, _left("/vandaag/"), 200),
    ("moves", RECEPTION, _opened(lambda world, stay: "/verhuizingen/", told=""), 200),
    ("moves-school", SCHOOL, _opened(lambda world, stay: "/verhuizingen/"), 200),
    ("moves-none", "stranger", lambda page, world, lang: page.goto(lang + "/verhuizingen/"), 200),
    ("moves-many", RECEPTION, lambda page, world, lang: page.goto(lang + "/verhuizingen/aankondigen/"), 200),
    ("moves-many-wrong", RECEPTION, _wrong_list, 422),
    ("moves-many-steps", RECEPTION, _in_steps, 200),
    ("moves-many-nobody", "stranger", lambda page, world, lang: page.goto(lang + "/verhuizingen/aankondigen/"), 200),
]
"""Name, role, how to get there, what it answers."""
