"""Pairs of records in words: both sides, what speaks for and against as a chart with its table, what people judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leerrecht.linking.models import VERDICTS, Judgement
from leerrecht.queries.doubles import Compared, Double, Quality
from leerrecht.queries.likeness import Like, consonants_of
from leerrecht.stored.names import fold_name
from leerrecht.web.child.wording import born_words, role_words, sex_words
from leerrecht.web.path.svg import number
from leerrecht.web.words import book, word

NAMES = ("given_names", "father_name", "family_name", "original_name")
WIDTH, ROW, LABELS, NUMBERS = 640, 34, 190, 64


def double_rows(doubles: Sequence[Double], lang: str) -> list[dict[str, Any]]:
    """Give pairs of a list in words."""
    return [
        {
            "double": each, "state": word(f"doubles.state.{'mine' if each.is_mine else each.state}", lang),
            "how": word("doubles.likely" if each.is_likely else "doubles.possible", lang),
        }
        for each in doubles
    ]  # fmt: skip


def quality_rows(found: Sequence[Quality], lang: str) -> list[dict[str, Any]]:
    """Give how well the comparison does, per language group."""
    return [
        {
            "group": word(f"doubles.group.{each.group}", lang), "is_weak": each.is_weak,
            "share": word("doubles.few", lang) if each.share is None else word("doubles.of_hundred", lang, count=each.share),
        }
        for each in found
    ]  # fmt: skip


def side_rows(found: Compared, lang: str) -> list[dict[str, Any]]:
    """Give both records line by line: as written and, of names, as they are compared; and whether both say the same."""
    sides = (found.left, found.right)
    rows = [
        _row(f"arrival.field.{name}", [str(side.person.get(name) or "") for side in sides], lang, is_name=True)
        for name in NAMES
    ]
    rows.append(_row("arrival.field.born_on", [_born(side.person, lang) for side in sides], lang))
    rows.append(_row("arrival.field.sex", [sex_words(str(side.person.get("sex") or ""), lang) for side in sides], lang))
    rows.append(_row("doubles.languages", [str(side.person.get("languages") or "") for side in sides], lang))
    rows.append(_row("children.municipality", [side.municipality for side in sides], lang))
    rows.append(_row("children.school", [side.school for side in sides], lang))
    rows.append(_row("doubles.numbers", [", ".join(side.numbers) for side in sides], lang))
    return [row for row in rows if any(cell["text"] for cell in row["cells"])]


def _born(person: Any, lang: str) -> str:
    return born_words(person, lang) if person.get("born_from") else ""


def _row(key: str, texts: list[str], lang: str, *, is_name: bool = False) -> dict[str, Any]:
    folded = [fold_name(text) for text in texts]
    differs = "written_otherwise" if is_name else "differs"
    same = "same" if folded[0] == folded[1] else "missing" if not all(folded) else differs
    cells = [{"text": text, "normal": consonants_of(text) if is_name else ""} for text in texts]
    return {
        "label": word(key, lang),
        "cells": cells,
        "is_same": same == "same",
        "same": word(f"doubles.cell.{same}", lang),
    }


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of the chart: what is compared, what came of it, its weight, and where it is drawn, as SVG writes numbers."""

    label: str
    outcome: str
    number: str
    x: str
    y: int
    width: str
    text_x: str
    is_for: bool
    is_silent: bool


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What speaks for (to the right) and against (to the left), to scale, with its finding in words."""

    bars: tuple[Bar, ...]
    title: str
    zero: str
    height: int


def chart_of(like: Like, lang: str) -> Chart:
    """Draw the weights of one pair to scale."""
    most = max([1.0, *(abs(part.weight) for part in like.parts)])
    room = (WIDTH - LABELS - 2 * NUMBERS) / 2
    zero = LABELS + NUMBERS + room
    bars = []
    for place, part in enumerate(like.parts):
        width = abs(part.weight) / most * room
        x = zero if part.weight >= 0 else zero - width
        bars.append(
            Bar(
                label=word(f"doubles.compared.{part.comparison}", lang), outcome=_outcome(part.comparison, part.level, lang),
                number=signed(part.weight, lang), x=number(x), y=place * ROW + 8, width=number(max(width, 1.0)),
                text_x=number(x + width + 6 if part.weight >= 0 else x - 6), is_for=part.weight >= 0,
                is_silent=not part.level,
            )
        )  # fmt: skip
    speaks = [bar for bar in bars if not bar.is_silent]
    counts = {"for_count": sum(bar.is_for for bar in speaks), "count": sum(not bar.is_for for bar in speaks)}
    return Chart(
        bars=tuple(bars),
        title=word("doubles.chart_title", lang, **counts),
        zero=number(zero),
        height=len(bars) * ROW + 8,
    )


def signed(weight: float, lang: str) -> str:
    """Write a number with its sign, as people here write numbers.

    >>> signed(3.25, "nl"), signed(-1.0, "en"), signed(0.0, "nl")
    ('+3,2', '−1.0', '0,0')
    """
    text = f"{abs(weight):.1f}"
    sign = "" if float(text) == 0 else "+" if weight > 0 else "−"
    return sign + (text.replace(".", ",") if lang == "nl" else text)


def _outcome(comparison: str, level: str, lang: str) -> str:
    """Say what came of a comparison; an outcome that we have no words for yet is said as `other`."""
    if not level:
        return word("doubles.outcome.silent", lang)
    key = f"doubles.outcome.{level}"
    return word(key if key in book().texts else "doubles.outcome.other", lang)


def verdicts(lang: str) -> list[tuple[str, str]]:
    """Give what one can judge."""
    return [(each, word(f"doubles.verdict.{each}", lang)) for each in VERDICTS]


def kept_choices(found: Compared, lang: str) -> list[tuple[str, str]]:
    """Give the two records of which one goes on."""
    sides = (("left", found.left), ("right", found.right))
    return [
        (side.child, word(f"doubles.{place}", lang, numbers=", ".join(side.numbers) or word("doubles.no_number", lang)))
        for place, side in sides
    ]


def judgement_rows(judgements: Sequence[Judgement], lang: str) -> list[dict[str, Any]]:
    """Give what people judged, in words."""
    return [
        {
            "verdict": word(f"doubles.verdict.{each.verdict}", lang), "words": each.words, "model": each.model,
            "by": role_words(each.team.role, lang),
            "on": timezone.localtime(each.judged_at).date(),
        }
        for each in judgements
    ]  # fmt: skip


def linked_words(linked: tuple[str, str] | None, *, may_judge: bool, lang: str) -> dict[str, Any] | None:
    """Say on the page of a record that it has a double, and which of the two goes on."""
    if linked is None:
        return None
    child, which = linked
    said = "linked_other" if which == "kept" else "linked_kept"
    return {"child": child, "text": word(f"doubles.{said}", lang), "may_judge": may_judge}
