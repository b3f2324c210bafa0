"""The children of examples/tsd as a viewer with all rights sees them, and what to measure in a drawing."""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path as File
from xml.etree import ElementTree

import pytest

from leerrecht.caseload import read_caseload
from leerrecht.law.conclusions import find_conclusions
from leerrecht.law.frames import build_caseload
from leerrecht.law.rulebook import load_rulebook
from leerrecht.web.path import make_path, say_brief
from leerrecht.web.path.widths import width_of

ROOT = File(__file__).parents[3]
ON = datetime.date(2026, 9, 15)
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    """Where a text stands in a drawing."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        return (
            self.left < other.right - 0.5
            and other.left < self.right - 0.5
            and self.top < other.bottom - 0.5
            and other.top < self.bottom - 0.5
        )


@dataclass(frozen=True)
class Children:
    """Every child of the examples."""

    caseload: object
    rulebook: object

    @property
    def names(self):
        return self.caseload.children

    def rows(self, child):
        found = {}
        for table, frame in self.caseload.frames.items():
            rows = [row for row in frame.rows(named=True) if row["child"] == child]
            for place, row in enumerate(rows):
                row["id"] = f"{place}"
                if table == "children":
                    row["born_on"] = row["born_from"] if row["born_from"] == row["born_to"] else None
                    del row["born_from"], row["born_to"]
            found[table] = rows
        return found

    def findings(self, child, on):
        return find_conclusions(caseload=self.caseload, rulebook=self.rulebook, on=on, children=[child])

    def path(self, child, *, on=ON, lang="nl", without=(), rows=None):
        rows = {table: each for table, each in (rows or self.rows(child)).items() if table not in without}
        findings = self.findings(child, on) if child in self.names else []
        return make_path(rows=rows, findings=findings, rulebook=self.rulebook, on=on, lang=lang)


@pytest.fixture(scope="session")
def rulebook():
    return load_rulebook(folder=ROOT / "rulebook" / "nl")


@pytest.fixture(scope="session")
def children(rulebook):
    frames = read_caseload(path=ROOT / "examples" / "tsd").frames
    return Children(build_caseload(frames=frames, regions=rulebook.regions), rulebook)


@pytest.fixture(scope="session")
def measure():
    """Give the tools to look into a drawing."""
    return Measure()


class Measure:
    """Reads a drawing as XML: its links, its parts, the boxes of its texts."""

    def parse(self, drawing):
        assert "<style" not in drawing
        assert " style=" not in drawing
        return ElementTree.fromstring(drawing)

    def links(self, drawing):
        return [(each.get("href"), each.get("aria-label")) for each in self.parse(drawing).iter("a")]

    def view(self, drawing):
        return [float(value) for value in self.parse(drawing).get("viewBox").split()]

    def boxes(self, drawing):
        return [self.box(each) for each in self.parse(drawing).iter("text")]

    def box(self, element):
        size, bold = float(element.get("font-size")), element.get("font-weight") == "600"
        words = "".join(element.itertext())
        width = width_of(words, size=size, bold=bold)
        turned = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\(90\)", element.get("transform") or "")
        if turned:
            x, y = float(turned[1]), float(turned[2])
            return Box(words, x - size * 0.25, y, x + size * 0.75, y + width)
        x, y = float(element.get("x")), float(element.get("y"))
        left = x - width / 2 if element.get("text-anchor") == "middle" else x
        return Box(words, left, y - size * 0.75, left + width, y + size * 0.25)

    def assert_legible(self, drawing):
        """No text over another, none outside the view."""
        left, top, width, height = self.view(drawing)
        boxes = self.boxes(drawing)
        for place, box in enumerate(boxes):
            assert box.left >= left - 0.5, box
            assert box.right <= left + width + 0.5, box
            assert box.top >= top - 0.5, box
            assert box.bottom <= top + height + 0.5, box
            for other in boxes[:place]:
                assert not box.covers(other), (box, other)


@pytest.fixture(scope="session")
def make(rulebook):
    """Give the functions that make a path and a summary from rows alone: short to print when a test fails."""

    def path(rows, on, lang):
        return make_path(rows=rows, findings=[], rulebook=rulebook, on=on, lang=lang)

    def brief(rows, on, lang):
        return say_brief(rows=rows, findings=[], rulebook=rulebook, on=on, lang=lang, given_name="Yonas")

    return path, brief
