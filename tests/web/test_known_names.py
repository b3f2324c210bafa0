"""Names that are suggested while typing: never one that tells where somebody lives protected."""

from __future__ import annotations

import re

from leerrecht.chain.models import Location, Team
from leerrecht.records.models import Stay
from tests.operations.builders import reached
from tests.world import AT


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
