"""The part of the page: both drawings, the legend and the table, with everything escaped once."""

from html.parser import HTMLParser
from pathlib import Path as File

import pytest

ROOT = File(__file__).parents[3]


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def found(self, tag, **attributes):
        return [each for name, each in self.tags if name == tag and attributes.items() <= each.items()]

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def engine():
    template = pytest.importorskip("django.template")
    return template.Engine(dirs=[ROOT / "src" / "leerrecht" / "web" / "templates"]), template.Context


def render(engine, path):
    return engine[0].get_template("parts/path.html").render(engine[1]({"path": path}))


def test_the_part_has_both_drawings_the_legend_and_the_table(engine, children):
    path = children.path("achttien")
    page = Page(render(engine, path))
    assert [each["class"] for each in page.found("svg", role="group")] == ["lr-path__wide", "lr-path__tall"]
    assert len(page.found("li")) == len(path.legend)
    assert [each["id"] for each in page.found("tr", role="row") if "id" in each] == [row.id for row in path.rows]
    assert page.found("details", id="path-table")
    assert not [each for _, each in page.tags if "style" in each or any(name.startswith("on") for name in each)]


def test_a_hard_name_is_escaped_once(engine, children):
    rows = children.rows("achttien")
    rows["enrolments"][0]["school"] = 'A & B "x" <b>'
    text = render(engine, children.path("achttien", rows=rows))
    assert "A &amp; B" in text
    assert "&amp;amp;" not in text
    assert "<b>" not in text
