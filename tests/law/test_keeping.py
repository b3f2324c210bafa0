"""Terms of keeping: from when they count, the day before, on and after; and what makes the file unsound."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from leerrecht.law.dates import OPEN, day_number, to_date
from leerrecht.law.keeping import ANY, Moments, Term, keep_until
from leerrecht.law.retention import RetentionRefused, check_retention, load_retention

ROOT = Path(__file__).parents[2]
DAY = datetime.date


def term(*starts: str, months: int = 12) -> Term:
    return Term(category="voice", organisation=ANY, starts=starts, months=months, certainty="policy", source="x")


def moments(**days):
    return Moments(**{name: day if isinstance(day, bool) else day_number(day) for name, day in days.items()})


@pytest.mark.parametrize(
    ("starts", "known", "until"),
    [
        (["departure"], {"departure": DAY(2024, 5, 10)}, DAY(2025, 5, 10)),
        (["departure", "last_task"], {"last_task": DAY(2024, 5, 10)}, DAY(2025, 5, 10)),
        (["departure", "last_task"], {"departure": DAY(2024, 1, 1), "last_task": DAY(2024, 5, 10)}, DAY(2025, 1, 1)),
        (["eighteen"], {"eighteen": DAY(2024, 2, 29)}, DAY(2025, 2, 28)),
        (["left_school"], {"left_school": DAY(2023, 12, 31)}, DAY(2024, 12, 31)),
        (["departure"], {"last_task": DAY(2024, 5, 10)}, None),
        (["departure"], {}, None),
        (["departure", "eighteen"], {"departure": DAY(2024, 5, 10), "is_held": True}, None),
    ],
)
def test_a_term_counts_from_its_first_known_start(starts, known, until):
    found = keep_until(term=term(*starts), moments=moments(**known))
    assert to_date(found) == until
    assert (found == OPEN) == (until is None)


def test_the_day_before_on_and_after():
    until = keep_until(term=term("last_task", months=6), moments=moments(last_task=DAY(2026, 3, 15)))
    past = {day: until <= day_number(day) for day in (DAY(2026, 9, 14), DAY(2026, 9, 15), DAY(2026, 9, 16))}
    assert list(past.values()) == [False, True, True]


def test_no_months_means_at_once():
    assert to_date(keep_until(term=term("departure", months=0), moments=moments(departure=DAY(2026, 1, 1)))) == DAY(
        2026, 1, 1
    )


def ours():
    return yaml.safe_load((ROOT / "rulebook" / "nl" / "retention.yaml").read_text())


CATEGORIES = sorted({entry["category"] for entry in ours()["terms"]})
KINDS = ("coa", "school_board", "municipality")


def faults_of(document):
    return check_retention(document, categories=CATEGORIES, organisations=KINDS)


def changed(**changes):
    document = ours()
    document["terms"][0] = {**document["terms"][0], **changes}
    return document


def test_our_own_file_is_sound_and_says_where_each_term_comes_from():
    assert faults_of(ours()) == []
    law = load_retention(path=ROOT / "rulebook/nl/retention.yaml", categories=CATEGORIES, organisations=KINDS)
    assert law.term(category="attendance", organisation="school_board").months == 60
    assert law.term(category="attendance", organisation="coa") == law.terms["attendance", ANY]
    own = [each for each in law.terms.values() if each.source.startswith("Eigen keuze")]
    assert {each.certainty for each in own} == {"policy"}  # nothing of our own passes for law
    assert not [each for each in law.terms.values() if each.certainty == "high"]


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (None, "no list of terms"),
        ({"terms": []}, "no list of terms"),
        ({"terms": ["x"]}, "isn't a term with"),
        (changed(category="shoes"), "nothing is kept of category 'shoes'"),
        (changed(organisation="police"), "no kind of organisation is called 'police'"),
        (changed(starts=[]), "starts names nothing"),
        (changed(starts=["birth"]), "start 'birth' isn't one of"),
        (changed(months=-1), "isn't a whole number of months"),
        (changed(months=True), "isn't a whole number of months"),
        (changed(months="12"), "isn't a whole number of months"),
        (changed(certainty="sure"), "certainty 'sure' isn't one of"),
        (changed(source=" "), "the source is missing"),
        (changed(extra=1), "'extra' isn't known here"),
        ({"terms": ours()["terms"][1:]}, "identity: there is no term for any"),
        ({"terms": [*ours()["terms"], ours()["terms"][0]]}, "identity has two terms for any"),
    ],
)
def test_each_fault_is_named(document, fault):
    assert any(fault in each for each in faults_of(document)), faults_of(document)


def test_all_faults_come_at_once(tmp_path):
    document = changed(months=-1, certainty="", source="")
    del document["terms"][1]["starts"]
    path = tmp_path / "retention.yaml"
    path.write_text(yaml.safe_dump(document))
    with pytest.raises(RetentionRefused) as refused:
        load_retention(path=path, categories=CATEGORIES, organisations=KINDS)
    assert len(refused.value.faults) == 5
    path.write_text("terms: [")
    with pytest.raises(RetentionRefused, match="isn't valid YAML"):
        load_retention(path=path, categories=CATEGORIES, organisations=KINDS)
