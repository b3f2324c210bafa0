"""Whatever stands in an address: words, never a failure, and nothing of it as markup."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web.lab.conftest import STUDY

PARTS = ("", "kader/", "scores/", "vergelijken/", "hoe-zeker/", "ontwerp/", "bewijs/", "codering/", "rapport/")
ODD = (
    "x",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\x00",
    "é" * 5000,
    "../../etc",
    "-1",
    "1e9",
    "{name}",
    "%s",
    "\u202e",
)
ASKED = {
    "scores/": ("groep",), "vergelijken/": ("groep", "een", "ander"), "bewijs/": ("groep", "gezegd", "scenario", "criterium"),
    "hoe-zeker/": ("groep", "gewichten", "scores", "trekkingen"), "": ("gewichten", "scores", "trekkingen"),
    "ontwerp/": ("groep", "basis", "content", "law", "kleur"),
}  # fmt: skip


@pytest.mark.parametrize(("part", "name"), [(part, name) for part, names in ASKED.items() for name in names])
def test_an_odd_value_is_answered_in_words(look, part, name) -> None:
    for odd in ODD:
        page = look(f"{STUDY}{part}?{name}={quote(odd)}", status=422)
        assert "lr-message--warning" in page and "<script>alert" not in page and "é" * 100 not in page


@pytest.mark.parametrize("part", PARTS)
def test_a_name_that_nobody_knows_changes_nothing_but_in_a_design(look, part) -> None:
    page = look(f"{STUDY}{part}?kleur=rood", status=422 if part == "ontwerp/" else 200)
    assert ("‘kleur’" in page) == (part == "ontwerp/")


@pytest.mark.parametrize("odd", ["0", "-3", "x", "99999999", "1.5", ""])
def test_an_odd_page_number_gives_a_page(look, odd) -> None:
    assert "bevindingen van de" in look(f"{STUDY}bewijs/?pagina={odd}")


@pytest.mark.parametrize(
    "address",
    ["nergens/", "aef-2025/waarom/glo/X1/", "aef-2025/waarom/x/C01/", "aef-2025/waarom/glo/C1/XX/", "aef-2025/rapport/exe/",
     "aef-2025/waarom/glo/%3Cscript%3E/", "aef-2025/waarom/glo/../../x/"],
)  # fmt: skip
def test_what_is_not_there_is_not_there(look, address) -> None:
    look(f"/afwegen/{address}", status=404)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_taken_in(client, db, part, method) -> None:
    assert getattr(client, method)(f"{STUDY}{part}").status_code == 405
