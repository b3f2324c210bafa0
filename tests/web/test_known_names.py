"""Names that are suggested while typing: never one that tells where somebody lives protected."""

from __future__ import annotations

import re

from leerrecht.chain.models import Location, Membership, Professional, Team
from leerrecht.records.models import Stay
from tests.operations.builders import reached
from tests.world import AT, ON, REGION_TOWN, TOWN


def test_a_place_where_children_live_protected_is_never_suggested(world, visit) -> None:
    shelter = Location.objects.create(name="KANARIE-HUIS", municipality="Veenmeer")
    Team.objects.create(
        organisation=world.organisations["COA"], name="Team KANARIE-HUIS", role="reception", location=shelter
    )
    get, child = visit("legal_representative"), reached(world, "legal_representative")[1][0]

    def suggested(table):
        page = get(f"/jongeren/{child.public_id}/feit/{table}/").content.decode()
        return " ".join(re.findall(r"<datalist.*?</datalist>", page, re.S))

    assert "POA Zandakker" in suggested("stays") and "Team Zandakker" in suggested("involvements")
    assert "KANARIE" not in suggested("stays") + suggested("involvements")  # nobody lives there yet
    stay = {"kind": "protected", "location": shelter.name, "linked_location": shelter}
    Stay.objects.create(child=child, source=child.origin, recorded_at=AT, **stay)
    assert "KANARIE" not in suggested("stays") + suggested("involvements")
    Stay.objects.filter(linked_location=shelter)._raw_delete("default")  # as erasing the last child that lived there
    assert "KANARIE" not in suggested("stays") + suggested("involvements")


def test_the_order_of_people_doesn_t_tell_in_which_town_a_closed_place_is(world) -> None:
    """Who works where children live openly in these towns comes first; who works at a closed place comes as from afar."""
    from leerrecht.queries.partnerships import people_of

    coa = world.organisations["COA"]

    def at(name, town):
        place = Location.objects.create(name=f"Huis van {name}", municipality=town)
        team = Team.objects.create(organisation=coa, name=f"Team {name}", role="reception", location=place)
        person = Professional.objects.create(name=name)
        Membership.objects.create(professional=person, team=team, valid_from=AT.date())

    at("Zz", TOWN)
    at("Aa", REGION_TOWN)
    here = [each.name for each in people_of(organisations=[coa.pk], towns=[TOWN], on=ON)]
    there = [each.name for each in people_of(organisations=[coa.pk], towns=[REGION_TOWN], on=ON)]
    assert [name for name in here if name in ("Aa", "Zz")] == [name for name in there if name in ("Aa", "Zz")]
    assert here.index("Test reception") < here.index("Aa")
