"""Who comes in through an organisation: an account of their own, and exactly the teams of the mapping file."""

from __future__ import annotations

import pytest

from leerrecht.accounts.models import Account, Identity
from leerrecht.audit.models import Event
from leerrecht.chain.models import Membership
from leerrecht.conf.issuers import read_issuers
from tests.signing_in.conftest import Way
from tests.signing_in.mapping import issuer, write


def team_names(subject="person-1"):
    person = Identity.objects.get(subject=subject).account.professional
    return sorted(Membership.objects.filter(professional=person, valid_to=None).values_list("team__name", flat=True))


def test_teams_follow_the_claims_and_what_they_no_longer_give_ends_that_day(way):
    way.whole()
    assert team_names() == ["Team Zandakker"]
    way.whole(groups=["lr-nergens"])
    assert team_names() == ["Team Nergens"]
    way.whole(groups="lr-zandakker")
    assert team_names() == ["Team Zandakker"]
    answer = way.whole(groups=["unknown"])
    assert "waarom=no_team" in answer.headers["Location"]
    assert team_names() == []
    assert way.client.get("/vandaag/").status_code == 302
    done = list(Event.objects.filter(action__startswith="membership.").order_by("pk").values_list("action", flat=True))
    assert done == [f"membership.{what}" for what in ("begun", "ended", "begun", "ended", "begun", "ended")]


def test_a_membership_that_an_administrator_gave_ends_too(way, chain):
    from leerrecht.chain.models import Team
    from tests.world import ON

    way.whole()
    person = Identity.objects.get().account.professional
    Membership.objects.create(professional=person, team=Team.objects.get(name="Nidos"), valid_from=ON)
    way.whole()
    assert team_names() == ["Team Zandakker"]


@pytest.mark.parametrize(
    "groups", [None, [], 7, {"lr-zandakker": True}, [["lr-zandakker"]], ["LR-ZANDAKKER"], ["lr-zandakker "]]
)
def test_claims_that_are_not_the_mapped_value_give_nothing(way, groups):
    assert "waarom=no_team" in way.whole(groups=groups).headers["Location"]
    assert not Account.objects.filter(email=None).exists()


def test_nobody_becomes_somebody_else_by_a_name_or_an_address(way, chain):
    other = chain[1]["reception"]
    way.whole(name=other.professional.name, email=other.email, sub=other.email)
    assert Identity.objects.get().account_id != other.pk


def test_a_closed_account_and_a_missing_name_stay_out(way):
    way.whole()
    way.client.post("/afmelden/")
    Account.objects.filter(email=None).update(is_active=False)
    assert "waarom=closed" in way.whole().headers["Location"]
    assert "waarom=no_name" in way.whole(sub="person-2", name=None).headers["Location"]
    assert not Identity.objects.filter(subject="person-2").exists()


def test_a_team_with_another_role_than_the_file_says_is_not_opened(chain, client, fake, settings, tmp_path):
    rule = {"value": "lr-zandakker", "organisation": "COA", "team": "Team Zandakker", "role": "school"}
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url, teams=[rule])))
    assert "waarom=no_team" in Way(client, fake).whole().headers["Location"]


def test_a_team_by_its_public_id_counts_only_within_the_issuer_s_organisations(chain, client, fake, settings, tmp_path):
    from leerrecht.chain.models import Team

    rules = [
        {"value": "lr-zandakker", "team_id": Team.objects.get(name=name).public_id, "role": role}
        for name, role in (("Nidos", "legal_representative"), ("Team Zandakker", "reception"))
    ]
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url, teams=rules)))
    Way(client, fake).whole()
    assert team_names() == ["Team Zandakker"]


def test_no_mapping_gives_a_never_role_even_when_the_file_was_not_checked(
    chain, client, fake, settings, tmp_path, monkeypatch
):
    """Past the reader of the file there are two more doors: the table's never_roles, and the database's list of roles."""
    from django.db import IntegrityError, transaction

    from leerrecht.chain.models import Team
    from leerrecht.operations.signing_in.people import find_team
    from leerrecht.queries.rulebooks import access_table

    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url)))
    (found,) = read_issuers(path=tmp_path / "issuers.yaml")
    team = Team.objects.get(name="Team Zandakker")
    for role in access_table().never_roles:
        with pytest.raises(IntegrityError), transaction.atomic():
            Team.objects.filter(pk=team.pk).update(role=role, location=None)
    monkeypatch.setitem(access_table().__dict__, "never_roles", {"reception": None})
    assert find_team(issuer=found, rule=found.teams[0]) is None
