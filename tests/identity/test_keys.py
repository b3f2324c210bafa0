"""The keys of names: what is one name in many spellings shares a key, what is another name doesn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerrecht.identity.keys import NOTHING, name_keys

SAME_BONES = [
    ("Mohammed", "Maxamed"), ("Mohammed", "محمد"), ("Hussein", "Xuseen"), ("Hussein", "حسين"), ("Omar", "Cumar"),
    ("Omar", "عمر"), ("Yusuf", "Joesoef"), ("Yusuf", "يوسف"), ("Abdirahman", "Cabdiraxmaan"), ("Abd al-Rahman", "عبد الرحمن"),
    ("Abdullah", "عبدالله"), ("Jamal", "Dschamal"), ("Jamal", "Gamal"), ("Jamal", "Camal"), ("Aisha", "Aicha"),
    ("Aisha", "Caasho"), ("Aisha", "عائشة"), ("Noureddine", "Nur al-Din"), ("Jama", "Jaamac"), ("Said", "Saciid"),
    ("Michael", "Mikael"), ("Tewodros", "Tedros"), ("Abebe", "አበበ"), ("Haile Selassie", "ኃይለሥላሴ"), ("Tsegaye", "Segaye"),
    ("Walid", "Alwalid"), ("Walid", "Oualid"), ("Othman", "Osman"), ("Ramadhan", "Ramazan"), ("Ghulam", "Qulam"),
    ("Dawud", "Daoud"), ("Davood", "Dawood"), ("Täšomä", "Teshome"), ("Daňaččäw", "Dagnachew"), ("مصطفى", "مصطفي"),
    ("کریم", "كريم"), ("Ishaq", "Isxaaq"), ("Ishaq", "إسحاق"), ("Gebremedhin", "ገብረመድህን"), ("Fathi", "فتحي"),
    ("Shihab", "شهاب"),
]  # fmt: skip
DIFFERENT = [
    ("Ali", "Omar"), ("Hadi", "Nadi"), ("Khalil", "Jalal"), ("Saadi", "Shadi"), ("Ahmad", "Hamid"), ("Tariq", "Karim"),
    ("محمد", "حسين"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME_BONES)
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert set(name_keys(one).bones) & set(name_keys(other).bones)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_share_none(one: str, other: str) -> None:
    assert not set(name_keys(one).bones) & set(name_keys(other).bones)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ahmed", "Ahmad"), ("Seifu", "Sayfu"), ("Noor", "Nur"), ("Hamza", "Hamzah"), ("Fauziah", "Fawzia")],
)
def test_spellings_that_sound_the_same_share_a_form_with_vowels(one: str, other: str) -> None:
    assert name_keys(one).romans & name_keys(other).romans


@pytest.mark.parametrize(
    ("one", "other"), [("Amin", "Amina"), ("Jamal", "Jamil"), ("Hadi", "Huda"), ("Salim", "Salam")]
)
def test_vowels_tell_names_apart_that_share_a_skeleton(one: str, other: str) -> None:
    assert not name_keys(one).romans & name_keys(other).romans


@pytest.mark.parametrize("text", ["", " ", "---", "؟!", "😀😀", "123", "\u0301", "'"])
def test_a_name_without_letters_has_no_keys(text: str) -> None:
    assert name_keys(text) == NOTHING


def test_one_letter_mixed_scripts_and_emoji_have_keys() -> None:
    assert name_keys("A").exact == "a"
    assert not name_keys("A").near
    assert name_keys("Ali😀").exact == "ali"
    assert set(name_keys("Yusuf علي").parts) >= {*name_keys("Yusuf").bones, *name_keys("علي").bones}


def test_a_very_long_name_costs_little() -> None:
    keys = name_keys("chjegc" * 500)
    assert len(keys.exact) <= 80
    assert len(keys.romans) <= 32
    assert len(keys.bones) <= 16


def test_capitals_accents_and_punctuation_make_no_odds() -> None:
    assert name_keys("EL-HÁSSAN  o’neil").exact == name_keys("el hassan oneil").exact


def test_one_letter_off_shares_a_number() -> None:
    assert name_keys("Sidiqa").near & name_keys("Aidiqa").near
    assert name_keys("Yohannes").near & name_keys("Yohanes").near
    assert not name_keys("Yohannes").near & name_keys("Johanan").near


def test_a_part_of_a_name_is_known_as_a_part() -> None:
    assert set(name_keys("Mohammed Ali").parts) & set(name_keys("Maxamed").parts)
    assert not set(name_keys("Mohammed Ali").bones) & set(name_keys("Maxamed").bones)


@given(st.text(max_size=60))
def test_any_text_has_keys_and_the_same_each_time(text: str) -> None:
    keys = name_keys(text)
    assert keys.exact or keys == NOTHING
    assert keys == name_keys.__wrapped__(text)
    assert set(keys.bones) <= set(keys.parts)
