"""A staff change turns out otherwise while another one stands: of the same person, or of who takes over."""

from __future__ import annotations

from leerrecht.operations.handovers import accept_handovers
from leerrecht.operations.staff_changes import note_change
from tests.operations.test_handovers import (  # noqa: F401 (a fixture)
    BEGUN,
    DAY,
    NOW,
    STOPS,
    actor,
    handovers,
    leaves,
    reasons,
    rows_of,
    w,
)
from tests.operations.test_staff_days import HELD, LATER, move, withdraw

SECOND = LATER + 30 * DAY


def handovers_of(change):
    return [row for row in handovers() if row.linked_change_id == change.pk]


def test_another_day_of_return_is_refused_while_the_next_absence_ends_what_was_taken_up(w):  # noqa: F811
    first = leaves(w, "leave", returns_on=LATER)
    second = leaves(w, "leave", stops_on=SECOND)
    back = LATER + 14 * DAY
    assert reasons(move, w=w, change=first, stops_on=STOPS, returns_on=back) == ("refused.change_known",)
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers_of(second)[0].public_id])
    assert ("Een", "stand_in", SECOND, None) in rows_of(w.children[0])
    first.refresh_from_db()
    assert (first.returns_on, first.version) == (LATER, 1)


def test_once_the_next_absence_is_off_the_day_of_return_can_be_another(w):  # noqa: F811
    first = leaves(w, "leave", returns_on=LATER)
    withdraw(w, leaves(w, "leave", stops_on=SECOND))
    move(w, first, STOPS, LATER + DAY)
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, STOPS), ("Gever", "holder", LATER + DAY, None)]
