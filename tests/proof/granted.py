"""What reaches a child beside a task: consents, an emergency, a card, an agreement; and requests and holds."""

from __future__ import annotations

import datetime
from typing import Any

from tests.proof.life import HERE, TOWNS
from tests.proof.marks import word
from tests.proof.may import reaching
from tests.proof.viewers import ALL, ASKED, NOW

UTC = datetime.UTC
ASKED_AT, DECIDED_AT = datetime.datetime(2026, 9, 11, 9, tzinfo=UTC), datetime.datetime(2026, 9, 12, 9, tzinfo=UTC)
D = datetime.date
CODE, PIN = "abcd2345efgh", "40817"
CATEGORIES = "identity reception education attendance"


def make_grants(world: Any) -> None:
    """Make one of everything that can be granted, in each town."""
    from tests.proof.world import ids_of

    for town in TOWNS:
        with ids_of(f"{town}.agreement"):
            _make_agreement(world, town)
        for name in ("asked", "given", "withdrawn"):
            with ids_of(f"{town}.consent.{name}"):
                _make_consent(world, town, name)
        with ids_of(f"{town}.opening"):
            _make_opening(world, town)
        with ids_of(f"{town}.card"):
            _make_card(world, town)
        with ids_of(f"{town}.requests"):
            _make_requests(world, town)
        _mark(world, town)


def _make_agreement(world: Any, town: str) -> None:
    from leerrecht.grants.models import Agreement

    made = Agreement.objects.create(
        code="youth_work", name="Jeugdwerk", purposes="delen", categories="plans voice", ground="AVG", starts_on=D(2026, 1, 1),
        review_on=D(2027, 1, 1), noted_at=ASKED_AT, noted_by=world.accounts[f"{town}.privacy_officer"],
    )  # fmt: skip
    made.parties.add(*(world.organisations[f"{each}.care_organisation"] for each in TOWNS))
    world.extra[f"{town}.agreement"] = made


def _make_consent(world: Any, town: str, name: str) -> None:
    from leerrecht.grants.models import Consent, Notice

    given = {
        "decision": "yes", "decided_at": DECIDED_AT, "decided_as": "child", "child_wish": "yes",
        "child_view": word(f"{town}.consent.{name}.view"),
    }  # fmt: skip
    taken_back = {"withdrawn_at": DECIDED_AT + datetime.timedelta(days=1), "withdrawn_as": "child"}
    made = Consent.objects.create(
        child=world.children[town], team=world.teams[f"{town}.consented"], purpose="support", categories=CATEGORIES,
        asked_words=word(f"{town}.consent.{name}.words"), asked_at=ASKED_AT, asked_by=world.accounts[f"{town}.reception"],
        asked_team=world.teams[f"{town}.reception"], until_on=D(2026, 12, 1),
        **({} if name == "asked" else given | (taken_back if name == "withdrawn" else {})),
    )  # fmt: skip
    world.extra[f"{town}.consent.{name}"] = made
    kind = {"asked": "consent_asked", "given": "consent_given", "withdrawn": "consent_withdrawn"}[name]
    told = "legal_representative" if name == "asked" else "reception"
    world.extra[f"{town}.notice.{name}"] = Notice.objects.create(
        team=world.teams[f"{town}.{told}"], kind=kind, consent=made, made_at=DECIDED_AT
    )


def _make_opening(world: Any, town: str) -> None:
    from leerrecht.grants.models import Notice, Opening

    account = world.accounts[f"{town}.glass"]
    world.extra[f"{town}.opening"] = made = Opening.objects.create(
        child=world.children[town], team=world.teams[f"{town}.glass"], professional=account.professional, account=account,
        reason=word(f"{town}.opening.reason"), opened_at=datetime.datetime(2026, 9, 14, 21, tzinfo=UTC),
        ends_at=datetime.datetime(2026, 9, 16, 9, tzinfo=UTC), review_due_on=D(2026, 9, 17),
    )  # fmt: skip
    for team in ("legal_representative", "reception", "privacy_officer"):
        Notice.objects.create(team=world.teams[f"{town}.{team}"], kind="glass_opened", opening=made, made_at=DECIDED_AT)


def _make_card(world: Any, town: str) -> None:
    from django.contrib.auth.hashers import make_password

    from leerrecht.grants.models import Card
    from leerrecht.operations.cards import hash_code

    world.extra[f"{town}.card"] = Card.objects.create(
        child=world.children[town], code_hash=hash_code(f"{CODE}{town}"), pin=make_password(PIN), handed_at=ASKED_AT,
        handed_by=world.accounts[f"{town}.reception"], language="ar",
    )  # fmt: skip


def _make_requests(world: Any, town: str) -> None:
    from leerrecht.rights.models import Hold, Request

    fact = world.facts[f"{town}.enrolments.now"].public_id
    for kind, more in (("correction", {"table": "enrolments", "fact": fact}), ("objection", {})):
        world.extra[f"{town}.request.{kind}"] = Request.objects.create(
            child=world.children[town], kind=kind, words=word(f"{town}.request.{kind}"), asked_as="child", asked_at=ASKED_AT,
            due_on=D(2026, 10, 11), **more,
        )  # fmt: skip
    world.extra[f"{town}.hold"] = Hold.objects.create(
        child=world.children[town], reason=word(f"{town}.hold.reason"), placed_at=ASKED_AT,
        placed_by=world.accounts[f"{town}.privacy_officer"],
    )  # fmt: skip


def _mark(world: Any, town: str) -> None:
    for asker in ("person.reception", "reception.team", "name.coa"):  # who receives something learns who asked for it
        world.marks.add(word(f"{town}.{asker}"), f"{town}.{asker} as who asked", {f"{town}.consented"})
    parties = {kind.name for kind in ALL if kind.organisation == "care_organisation"}
    world.marks.add(word(f"{town}.name.care_organisation"), f"{town}.care_organisation as a party", parties)
    officers = {f"{each}.privacy_officer" for each in TOWNS}
    own = {f"{town}.legal_representative", f"{town}.child"}
    deciding = own | {f"{town}.reception"}
    received = deciding | {f"{town}.consented"}
    for name in ("asked", "given", "withdrawn"):
        allowed = deciding if name == "asked" else received
        world.marks.add(word(f"{town}.consent.{name}.words"), f"{town}.consent.{name}.words", allowed)
        world.marks.add(word(f"{town}.consent.{name}.view"), f"{town}.consent.{name}.view", deciding)
        world.marks.add(
            world.extra[f"{town}.consent.{name}"].public_id, f"{town}.consent.{name}.public_id", allowed | officers
        )
    told = own | officers | {f"{town}.glass"}
    world.marks.add(word(f"{town}.opening.reason"), f"{town}.opening.reason", told)
    correcting = reaching(town, "legal_representative", "reception", "school", "compulsory_education", how=(NOW, ASKED))
    world.marks.add(word(f"{town}.request.correction"), f"{town}.request.correction", own | officers | correcting)
    world.marks.add(word(f"{town}.request.objection"), f"{town}.request.objection", own | officers)
    world.marks.add(word(f"{town}.hold.reason"), f"{town}.hold.reason", officers)


def open_door(client: Any, town: str = HERE) -> None:
    """Come in with a card."""
    client.post("/mijn/kaart/", {"code": f"{CODE}{town}", "pin": PIN})


__all__ = ["make_grants", "open_door"]
