"""The mapping file: every fault at once, with its place and what to do; and no body that never gets access."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from leerrecht.conf.issuer_faults import WORDS, IssuersRefused
from leerrecht.conf.issuers import NEVER, read_issuers
from leerrecht.conf.safety import unsafe
from leerrecht.queries.rulebooks import access_table
from tests.conf.test_profiles import GOOD
from tests.signing_in.mapping import COA, issuer, write


def faults_of(folder, *issuers):
    with pytest.raises(IssuersRefused) as refused:
        read_issuers(path=write(folder, *issuers))
    return [fault.say() for fault in refused.value.faults]


def test_a_sound_file_is_read(tmp_path):
    (found,) = read_issuers(path=write(tmp_path, issuer(claims={"name": "name", "teams": ["realm_access", "roles"]})))
    assert (found.name, found.scopes, found.claims["teams"]) == ("coa", ("openid",), ("realm_access", "roles"))
    assert found.teams[0].team == "Team Zandakker"


TEAM = COA["teams"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "COA!"}, "issuers[1]: name: write a short name"),
        ({"label": {"nl": "COA"}}, "issuers[1] (coa): label"),
        ({"issuer": "http://login.coa.example"}, "with https://"),
        ({"issuer": "https://u:p@login.coa.example"}, "without a user"),
        ({"issuer": "https://login.coa.example?a=b"}, "issuers[1] (coa): issuer"),
        ({"acr": None}, "acr is missing"),
        ({"acr": []}, "acr is missing"),
        ({"acr": "high"}, "acr: this is of the wrong kind"),
        ({"client_id": None}, "client_id is missing"),
        ({"scopes": ["openid", "profile"]}, "the scope profile asks for more"),
        ({"scopes": ["email"]}, "the scope openid is missing"),
        ({"claims": {"name": "name"}}, "teams is missing"),
        ({"claims": {"name": 7, "teams": "groups"}}, "claims: name"),
        ({"client_secret": "s3cret"}, "'client_secret' is unknown"),
        ({"assertion_audience": "else"}, "choose token_endpoint or issuer"),
        ({"teams": [{**TEAM, "team_id": "abc"}]}, "teams[1]: name the team by team_id"),
        ({"teams": [{**TEAM, "organisation": "Nidos"}]}, "'Nidos' isn't among organisations"),
        ({"teams": [{"value": "a", "role": "reception"}]}, "teams[1]: name the team"),
        ({"teams": ["lr"]}, "teams[1]: this is no rule"),
        ({"teams": [{**TEAM, "value": 7}]}, "teams[1]: this is no rule"),
    ],
    ids=str,
)
def test_each_fault_is_said_with_its_place(tmp_path, change, said):
    (fault,) = faults_of(tmp_path, issuer(**change))
    assert said in fault


def test_all_faults_come_at_once_in_both_languages(tmp_path):
    found = faults_of(
        tmp_path, issuer(acr=None, scopes=["profile"]), issuer(name="nidos", private_key="nidos.pem", client_id=None)
    )
    assert len(found) == 5  # acr, profile, openid; client_id; the same issuer twice
    assert all(set(words) == {"nl", "en"} for words in WORDS.values())


def test_keys_that_are_absent_weak_or_shared_are_refused(tmp_path):
    weak = generate_private_key(65537, 1024)
    (tmp_path / "weak.pem").write_bytes(weak.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "none.pem").write_text("no key")
    assert "can't be used" in faults_of(tmp_path, issuer(private_key="weak.pem"))[0]
    assert "can't be used" in faults_of(tmp_path, issuer(private_key="none.pem"))[0]
    two = (issuer(), issuer(name="nidos", issuer="https://login.nidos.example"))
    assert faults_of(tmp_path, *two) == ["private_key: 'coa.pem' comes twice: give each issuer its own"]
    path = write(tmp_path, issuer(private_key="gone.pem"))
    (tmp_path / "gone.pem").unlink()
    with pytest.raises(IssuersRefused, match="isn't there"):
        read_issuers(path=path)


@pytest.mark.parametrize(
    "text", ["", "issuers: []", "issuers: 7", "[]", "issuers: [", "a: 1\na: 2", "issuers: [7]", "\x00"]
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text):
    path = tmp_path / "issuers.yaml"
    path.write_text(text)
    with pytest.raises(IssuersRefused):
        read_issuers(path=path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(IssuersRefused, match="LEERRECHT_ISSUERS"):
        read_issuers(path=tmp_path / "none.yaml")


def never_names():
    for role in access_table().never_roles.values():
        yield from {role.id, *role.name.values()}


@pytest.mark.parametrize("name", sorted(set(never_names())))
@pytest.mark.parametrize("case", [str, str.upper, lambda name: f"  {name.title()} "], ids=["so", "upper", "title"])
def test_no_mapping_names_a_body_that_never_gets_access(tmp_path, name, case):
    assert name.lower() in NEVER
    named = case(name)
    for change in (
        {"teams": [{**TEAM, "role": named}]},
        {"organisations": ["COA", named]},
        {"organisations": ["COA", named], "teams": [{**TEAM, "organisation": named}]},
        {"teams": [{**TEAM, "team": named}]},
        {"label": {"nl": named, "en": "COA"}},
    ):
        assert any("never gets access" in fault for fault in faults_of(tmp_path, issuer(**change)))


def test_production_does_not_start_with_a_broken_file_and_says_all_of_it(tmp_path):
    path = write(tmp_path, issuer(acr=None, client_id=None))
    found = unsafe({**GOOD, "LEERRECHT_ISSUERS": str(path)})
    assert len(found) == 2
    assert all(fault.startswith("LEERRECHT_ISSUERS: issuers[1] (coa): ") for fault in found)
    assert len(unsafe({**GOOD, "LEERRECHT_ISSUERS": str(path)}, "nl")) == 2
    assert unsafe({**GOOD, "LEERRECHT_ISSUERS": str(write(tmp_path, issuer()))}) == []


def test_a_broken_file_leaves_the_start_page_standing(db, client, settings, tmp_path):
    settings.ISSUERS = str(write(tmp_path, issuer(acr=None)))
    assert client.get("/").status_code == 200
    assert client.post("/aanmelden/via/coa/").status_code == 404


def test_the_start_page_offers_each_issuer(db, client, settings, tmp_path):
    settings.ISSUERS = str(write(tmp_path, issuer()))
    assert "Inloggen via COA" in client.get("/").content.decode()
    assert "Sign in through COA" in client.get("/en/").content.decode()
