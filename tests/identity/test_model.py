"""The model: what is in the file, how it is read, and that every fault is told."""

from __future__ import annotations

import json

import pytest

from leerrecht.identity import ModelRefused, load_model, save_model
from leerrecht.identity.comparisons import COMPARISONS
from leerrecht.identity.model import SHIPPED
from leerrecht.identity.words import say_level


def test_the_shipped_model_has_every_level_and_every_level_has_words() -> None:
    model = load_model()
    for comparison in COMPARISONS:
        assert set(model.levels[comparison.name]) == set(comparison.level_names)
        for level in comparison.level_names:
            assert all(say_level(comparison.name, level, lang) for lang in ("nl", "en"))


def test_stricter_levels_weigh_more() -> None:
    given = load_model().levels["given_names"]
    ladder = [given[name].weight for name in ("same_spelling", "same_sound", "same_consonants", "different")]
    assert ladder == sorted(ladder, reverse=True)
    born = load_model().levels["born_on"]
    assert born["same_day"].weight > born["same_estimate"].weight > born["same_year_one_estimated"].weight
    assert born["different"].weight < 0


def test_the_prior_falls_as_the_register_grows() -> None:
    model = load_model()
    assert model.prior_weight(1_000) - model.prior_weight(1_000_000) == pytest.approx(10, abs=0.1)
    assert 0 < model.prior(0) <= 0.5


def test_a_model_is_read_back_as_it_was_written(tmp_path) -> None:
    save_model(load_model(), path=tmp_path / "model.json")
    assert load_model(path=tmp_path / "model.json") == load_model()


def test_every_fault_of_a_model_is_told(tmp_path) -> None:
    found = json.loads(SHIPPED.read_text())
    found["keys"] = 99
    found["doubles"] = 2
    del found["comparisons"]["sex"]
    found["comparisons"]["given_names"]["same_sound"]["m"] = 0
    found["comparisons"]["born_on"]["extra"] = {"m": 0.1, "u": 0.1}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(found))
    with pytest.raises(ModelRefused) as refused:
        load_model(path=path)
    assert {place for place, _ in refused.value.faults} == {
        "keys", "doubles", "comparisons.sex", "comparisons.given_names.same_sound.m", "comparisons.born_on.extra",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", "{", "\xff", '{"comparisons": []}'])
def test_what_is_no_model_is_refused(tmp_path, text: str) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ModelRefused):
        load_model(path=path)
