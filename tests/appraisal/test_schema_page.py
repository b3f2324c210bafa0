"""The page on the study file names every part and every field that the checks know."""

from __future__ import annotations

import re
from pathlib import Path

from leerrecht.appraisal.shapes import MAPS, OTHERS, PARTS, SECTIONS, TESTS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "study-schema.md").read_text()


def test_every_part_has_its_place() -> None:
    for part in (*PARTS, *MAPS, *OTHERS):
        assert f"`{part}" in PAGE, part


def test_every_field_is_named_in_bold_when_it_is_required() -> None:
    for section in SECTIONS:
        name = section.path[0] if section.path[0] in ("legal", "country_study") else ".".join(section.path)
        found = re.search(rf"^[^\n]*`{re.escape(name)}`[^\n]*(\n: .*?)?(?=\n\n)", PAGE, re.M | re.S)
        assert found, name
        for field, part in section.shape.items():
            assert re.search(rf"\b{field}\b", found[0]), (name, field)
            if part.required:
                assert f"**{field}**" in found[0], (name, field)


def test_every_test_of_a_conclusion_is_explained() -> None:
    for kind in TESTS:
        assert kind in PAGE
