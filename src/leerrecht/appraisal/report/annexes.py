"""The annexes: the matrix with its reasons, findings, PIOFACH per party, law, gaps, tensions, facts, method, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from leerrecht.appraisal.report.blocks import Block, Cell, Heading, Sentence, Table, row
from leerrecht.appraisal.report.places import ground, place_of
from leerrecht.appraisal.report.words import tell
from leerrecht.appraisal.scale import code_of
from leerrecht.appraisal.simulation import Settings
from leerrecht.appraisal.study import Note, Study, When, say

LETTERS = "ABCDEFGHIJKL"


def annexes(study: Study, subgroups: Sequence[str], *, settings: Settings, lang: str) -> Iterator[Block]:
    """Give all annexes that have something in them, lettered in order."""
    parts: list[tuple[str, Callable[[], Iterator[Block]]]] = [
        ("matrix", lambda: _matrices(study, subgroups, lang)),
        ("evidence", lambda: _findings(study, subgroups, lang)),
        ("vetoes", lambda: _vetoes(study, lang)),
        ("piofach", lambda: _piofach(study, lang)),
        ("law", lambda: _law(study, lang)),
        ("gaps", lambda: _notes(tuple(study.gaps.values()), "gaps", lang)),
        ("tensions", lambda: _notes(tuple(study.tensions.values()), "tensions", lang)),
        ("facts", lambda: _facts(study, lang)),
        ("countries", lambda: _notes(tuple(study.countries.values()), "countries", lang)),
        ("respondents", lambda: _respondents(study, lang)),
        ("options", lambda: _options(study, lang)),
        ("method", lambda: _method(study, settings, lang)),
    ]
    filled = [(name, blocks) for name, make in parts if (blocks := list(make()))]
    for letter, (name, blocks) in zip(LETTERS, filled, strict=False):
        yield Heading(level=2, text=tell("annex", lang, letter=letter, title=tell(name, lang)))
        yield from blocks


def _listing(
    name: str, heads: Sequence[str], rows: Sequence[Any], lang: str, widths: Sequence[int] = ()
) -> Iterator[Table]:
    if rows:
        yield Table(
            caption=tell(name, lang), head=["", *(tell(head, lang) for head in heads)], rows=rows, widths=widths
        )


def _here(name: str) -> Cell:
    return Cell(text=name, target=place_of(name))


def _matrices(study: Study, subgroups: Sequence[str], lang: str) -> Iterator[Block]:
    for group in subgroups:
        scenarios = study.judged(group)
        if not scenarios:
            continue
        title = say(study.subgroups[group].name, lang)
        rows = [
            row(
                f"{column} {say(study.criteria[column].name, lang)}",
                *(_code(study, group, each, column) for each in scenarios),
            )
            for column in study.columns
        ]
        yield Heading(level=3, text=title)
        yield Table(
            caption=title, head=[tell("column", lang), *scenarios], rows=rows, widths=(4, *(1 for _ in scenarios))
        )
        reasons = [
            (
                Cell(text=cell.id, target=place_of(cell.id, group)), Cell(text=code_of(cell.score)),
                Cell(text=f"{code_of(cell.low)} - {code_of(cell.high)}" if cell.score is not None else "-- - ++"),
                Cell(text=cell.text, grounds=tuple(ground(study, name, group) for name in cell.findings)),
            )
            for cell in study.judgements if cell.subgroup == group
        ]  # fmt: skip
        yield from _listing("reasons", ("code", "range", "why"), reasons, lang, (2, 1, 2, 9))


def _code(study: Study, group: str, scenario: str, column: str) -> str:
    cell = study.cells.get((group, scenario, column))
    return "?" if cell is None or cell.score is None else code_of(cell.score)


def _findings(study: Study, subgroups: Sequence[str], lang: str) -> Iterator[Block]:
    rows = [
        (_here(each.id), Cell(text=each.chapter), Cell(text=each.said_by), Cell(text=_condition(each.applies_if, lang)),
         Cell(text=say(each.text, lang)))
        for each in study.findings.values() if set(each.subgroups) & set(subgroups)
    ]  # fmt: skip
    yield from _listing("evidence", ("chapter", "who", "applies", "finding"), rows, lang, (2, 1, 3, 4, 8))


def _condition(when: When, lang: str) -> str:
    told = "; ".join(f"{dimension}: {' / '.join(values)}" for dimension, values in when.items())
    return told.replace("_", " ") or tell("always", lang)


def _vetoes(study: Study, lang: str) -> Iterator[Block]:
    rows = [
        (_here(each.id), Cell(text=_condition(each.when, lang)), Cell(text=say(each.lift, lang)),
         Cell(text=say(each.name, lang), grounds=tuple(ground(study, name, "") for name in each.rests_on)))
        for each in study.vetoes.values()
    ]  # fmt: skip
    yield from _listing("vetoes", ("applies", "lift", "veto"), rows, lang, (1, 5, 5, 6))


def _piofach(study: Study, lang: str) -> Iterator[Block]:
    rows = []
    for share in study.piofach:
        entry = share.entry
        element = study.criteria.get(entry["element"])
        named = entry["scenarios"] if isinstance(entry["scenarios"], list) else ["-"]
        rows.append(
            (_here(share.id), Cell(text=say(element.name, lang) if element else entry["element"]),
             Cell(text=entry["party"].replace("_", " ")), Cell(text=", ".join(named)), Cell(text=str(entry["impact"])),
             Cell(text=say(share.text, lang), grounds=tuple(ground(study, name, "") for name in share.about)))
        )  # fmt: skip
    yield from _listing("piofach", ("element", "party", "scenario", "impact", "why"), rows, lang, (1, 3, 3, 3, 2, 6))


def _law(study: Study, lang: str) -> Iterator[Block]:
    rows = [
        (_here(rule.id), Cell(text=rule.law), Cell(text=f"{rule.effect} ({', '.join(rule.levels)})"),
         Cell(text=_condition(rule.applies_if, lang)),
         Cell(text=say(rule.text, lang), grounds=tuple(ground(study, name, "") for name in rule.rests_on)))
        for rule in study.legal.values()
    ]  # fmt: skip
    rows += [
        (
            _here(way.id),
            Cell(text=""),
            Cell(text=way.needs),
            Cell(text=f"law: {way.law}"),
            Cell(text=say(way.text, lang)),
        )
        for way in study.ways_out.values()
    ]
    yield from _listing("law", ("law", "effect", "applies", "rule"), rows, lang, (1, 3, 2, 4, 6))


def _notes(notes: Sequence[Note], name: str, lang: str) -> Iterator[Block]:
    rows = [(_here(each.id), Cell(text=say(each.text, lang)), Cell(text=", ".join(each.about))) for each in notes]
    yield from _listing(name, (name, "rests_on"), rows, lang, (1, 9, 3))


def _facts(study: Study, lang: str) -> Iterator[Block]:
    rows = [
        (_here(each.id), Cell(text=_shown(each.entry.get("value"))), Cell(text=str(each.entry.get("date", ""))),
         Cell(text=each.chapter), Cell(text=" ".join(filter(None, (say(each.text, lang), each.entry.get("note"))))))
        for each in study.facts.values()
    ]  # fmt: skip
    yield from _listing("facts", ("number", "range", "chapter", "why"), rows, lang, (1, 3, 2, 2, 8))


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _respondents(study: Study, lang: str) -> Iterator[Block]:
    found = study.document.get("respondents")
    groups = found if isinstance(found, dict) else {}
    rows = [
        row(str(each.get("group", "")), str(each.get("org", "")), str(each.get("role", "")), str(each.get("n", "")))
        for part in ("interviews", "focus_groups")
        for each in groups.get(part) or ()
        if isinstance(each, dict)
    ]
    yield from _listing("respondents", ("organisation", "role", "number"), rows, lang, (2, 5, 5, 1))


def _options(study: Study, lang: str) -> Iterator[Block]:
    found = study.document.get("original_options")
    if not isinstance(found, dict):
        return
    basis = found.get(f"mapping_basis_{lang}") or found.get("mapping_basis")
    if basis:
        yield Sentence(text=str(basis))
    rows = [
        row(str(each.get("n", "")), str(each.get("text", "")), ", ".join(each.get("maps_to") or ()))
        for each in found.get("options") or ()
        if isinstance(each, dict)
    ]
    yield from _listing("options", ("option", "scenario"), rows, lang, (1, 9, 2))


def _method(study: Study, settings: Settings, lang: str) -> Iterator[Block]:
    text = tell(
        "method_text",
        lang,
        draws=settings.draws,
        seed=settings.seed,
        weighing=settings.weighing,
        scoring=settings.scoring,
    )
    yield Sentence(text=text)
    changes = study.document.get("changes") or ()
    rows = [row(_here(each["id"]), each["what"], each["why"], str(each.get("source", ""))) for each in changes]
    yield from _listing("changes", ("change", "why", "chapter"), rows, lang, (1, 5, 6, 2))
    for each in study.document.get("looked_at") or ():
        yield Sentence(text=str(each))
