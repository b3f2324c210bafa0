"""The partnerships of the demo: one that is new and has much to arrange, one that is settled."""

from __future__ import annotations

import pytest

from tests.demo.conftest import ON

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(demo):
    from leerrecht.partnership.models import Partnership
    from leerrecht.queries.partnerships import find_overview

    return {each.name: find_overview(partnership=each, on=ON) for each in Partnership.objects.all()}


def test_the_new_one_shouts(found) -> None:
    new = found["Opvang Hoogeterp"]
    kinds = {point.kind for point in new.points}
    assert {"consultation_overdue", "no_tasks", "proposal_waits", "no_contact", "no_mandate"} <= kinds
    assert {"actions_late", "evaluation_overdue", "knots_late", "knots_stuck"} <= kinds
    assert new.phase == "starting" and new.points[0].state == "overdue"


def test_the_settled_one_has_only_something_ahead(found) -> None:
    settled = found["Samen in Veenmeer"]
    assert [(point.kind, point.state) for point in settled.points] == [("consultation_upcoming", "upcoming")]
    assert settled.task_agreement.number == 2 and settled.task_agreement.gaps == ()
    for version in settled.versions:
        assert all(each.on <= version.adopted_on for each in version.agreed)


def test_the_proposal_can_be_agreed_to_by_people_one_can_choose(found, demo) -> None:
    from leerrecht.accounts.models import Account
    from leerrecht.operations.task_agreements import mandate_to_assent
    from leerrecht.queries.viewers import find_viewers

    new = found["Opvang Hoogeterp"]
    able = set()
    for login in ("beleid", "mentor", "jeugdbeschermer", "school"):
        account = Account.objects.get(email__startswith=f"{login}@")
        viewer = find_viewers(account=account, on=ON)[0]
        if mandate_to_assent(viewer=viewer, partnership=new.partnership, on=ON):
            able.add(viewer.organisation_name)
    assert able == {member.name for member in new.members}


def test_a_young_person_has_a_point_and_a_question_that_waits(demo) -> None:
    from leerrecht.demo.heard import WHOSE
    from leerrecht.queries.child_knots import find_own_knots
    from leerrecht.queries.points import find_own_points
    from leerrecht.records.models import Child

    child = Child.objects.get(reference=WHOSE)
    assert [each.state for each in find_own_points(child=child.pk, on=ON)] == ["planned"]
    assert len(find_own_knots(child=child.pk, on=ON)) == 1


def test_a_guardian_leaves_and_three_handovers_are_each_at_another_stage(demo) -> None:
    from leerrecht.accounts.models import Account
    from leerrecht.queries.handovers import find_changes, propose, waiting_for
    from leerrecht.queries.scopes import find_scope
    from leerrecht.queries.viewers import find_viewers
    from leerrecht.records.models import Handover

    account = Account.objects.get(email__startswith="jeugdbeschermer@")
    viewer = find_viewers(account=account, on=ON)[0]
    scope = find_scope(viewer=viewer, on=ON)
    (change,) = find_changes(viewer=viewer, on=ON)
    rows = Handover.objects.filter(linked_change=change, retracted_at__isnull=True)
    stages = [(bool(row.to_person), row.accepted_on is not None, row.child_told_on is not None) for row in rows]
    assert sorted(stages) == [(False, False, False), (True, False, False), (True, True, True)]
    assert len(waiting_for(viewer=viewer, scope=scope)) == 2
    assert len(propose(change=change, scope=scope)) == 1
