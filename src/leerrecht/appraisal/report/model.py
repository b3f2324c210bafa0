"""The report as blocks: what came out per subgroup, then annexes that hold everything a sentence may rest on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from leerrecht.appraisal.claims import NEW, Conclusion
from leerrecht.appraisal.outcome import Outcome, Verdict
from leerrecht.appraisal.report.annexes import annexes
from leerrecht.appraisal.report.blocks import Block, Cell, Chart, Ground, Heading, Report, Sentence, Table, row
from leerrecht.appraisal.report.chart import rank_chart
from leerrecht.appraisal.report.places import behind, cell, decimal, ground, joined, mark, percent
from leerrecht.appraisal.report.words import tell
from leerrecht.appraisal.simulation import Settings
from leerrecht.appraisal.study import Study, Words, say


def make_report(
    study: Study,
    outcomes: Mapping[str, Outcome],
    *,
    settings: Settings,
    lang: str,
    made_on: datetime.date | None = None,
) -> Report:
    """Make the report of an appraisal; with the day on it if one is given."""
    title = say(study.title, lang)
    blocks = [Heading(level=1, text=title, lang=mark(study.title, lang)), *_opening(study, outcomes, lang)]
    if made_on:
        blocks.append(Sentence(text=tell("made_on", lang, day=made_on.isoformat())))
    for outcome in outcomes.values():
        blocks += _subgroup(study, outcome, lang)
    blocks += annexes(study, tuple(outcomes), settings=settings, lang=lang)
    words = {name: tell(name, lang) for name in ("rests_on",)} | {
        "page": tell("page", lang, page="{page}", pages="{pages}")
    }
    return Report(title=title, lang=lang, blocks=tuple(blocks), words=words)


def _opening(study: Study, outcomes: Mapping[str, Outcome], lang: str) -> Iterator[Block]:
    yield Heading(level=2, text=tell("in_short", lang))
    for name, outcome in outcomes.items():
        for each in outcome.conclusions:
            if each.status == NEW:
                yield _conclusion(study, each, name, lang, before=study.subgroups[name].name)
    yield Sentence(text=tell("intro", lang, study=study.id))
    if lang != "en" and study.untranslated:
        yield Sentence(text=tell("languages", lang))


def _subgroup(study: Study, outcome: Outcome, lang: str) -> Iterator[Block]:
    name = study.subgroups[outcome.subgroup].name
    yield Heading(level=2, text=say(name, lang), lang=mark(name, lang))
    if outcome.simulation.table.scenarios:
        yield from _standings(study, outcome, lang)
        yield from _objections(study, outcome, lang)
    for kind, title in (("conclusion", "conclusions"), ("recommendation", "recommendations")):
        found = [each for each in outcome.conclusions if each.kind == kind and each.status != NEW]
        if found:
            yield Heading(level=3, text=tell(title, lang))
            yield from (_conclusion(study, each, outcome.subgroup, lang) for each in found)
    if outcome.readings:
        yield from _readings(outcome, lang)


def _standings(study: Study, outcome: Outcome, lang: str) -> Iterator[Block]:
    yield Heading(level=3, text=tell("standing", lang))
    yield Sentence(text=tell("standing_note", lang))
    names = ("scenario", "rank", "first", "last", "admissible", "vetoes")
    yield Table(
        caption=tell("standing", lang), head=[tell(name, lang) for name in names],
        rows=[_standing(study, outcome.subgroup, name, each, lang) for name, each in outcome.scenarios.items()],
        widths=(6, 1, 3, 3, 2, 4),
    )  # fmt: skip
    standing = outcome.simulation.standing["weighted_sum"]
    shares = dict(zip(outcome.simulation.table.scenarios, standing.shares.tolist(), strict=True))
    if outcome.simulation.table.columns:
        yield Chart(svg=rank_chart(shares, alt=tell("chart", lang)), alt=tell("chart", lang))
        places = [str(place + 1) for place in range(len(shares))]
        yield Table(
            caption=tell("chart", lang), head=[tell("scenario", lang), *places],
            rows=[row(name, *(percent(share, lang) for share in each)) for name, each in shares.items()],
        )  # fmt: skip
    if outcome.unknown_cells:
        columns = dict.fromkeys(name for each in outcome.scenarios.values() for name in each.unknown_columns)
        yield Sentence(text=tell("unknown", lang, count=outcome.unknown_cells, columns=", ".join(columns)))
    if outcome.left_out:
        yield Sentence(text=tell("left_out", lang, columns=", ".join(outcome.left_out)))


def _standing(study: Study, subgroup: str, name: str, each: Verdict, lang: str) -> tuple[Cell, ...]:
    title = cell(behind(f"{name} ", study.scenarios[name].name), lang)
    if each.rank is None:
        return row(title, "-", "-", "-", tell("not_judged", lang), "")
    first, last = (
        " / ".join(percent(share, lang) for share in shares.values())
        for shares in (each.first_rank_share, each.last_rank_share)
    )
    vetoes = Cell(text="", grounds=_grounds(study, each.vetoes, subgroup))
    verdict = tell("yes" if each.admissible else "no", lang)
    return row(title, decimal(each.rank, 1, lang), first, last, verdict, vetoes)


def _grounds(study: Study, names: Iterable[str], subgroup: str, circular: Iterable[str] = ()) -> tuple[Ground, ...]:
    late = set(circular)
    return tuple(ground(study, name, subgroup, circular=name in late) for name in names)


def _objections(study: Study, outcome: Outcome, lang: str) -> Iterator[Block]:
    hit = {
        veto.id: [name for name, each in outcome.scenarios.items() if veto.id in each.vetoes]
        for veto in study.vetoes.values()
        if outcome.subgroup in veto.subgroups
    }
    if any(hit.values()):
        yield Table(
            caption=tell("vetoes", lang), head=[tell(name, lang) for name in ("veto", "falls_on", "lift")],
            rows=[
                row(cell(behind(f"{name} ", study.vetoes[name].name), lang), ", ".join(scenarios),
                    cell(study.vetoes[name].lift, lang))
                for name, scenarios in hit.items() if scenarios
            ],
            widths=(5, 3, 5),
        )  # fmt: skip


def _conclusion(study: Study, each: Conclusion, subgroup: str, lang: str, before: Words | None = None) -> Sentence:
    share = "" if each.robustness is None else f", {tell('holds_in', lang, share=percent(each.robustness, lang))}"
    notes = []
    if each.circular:
        notes.append(Cell(text=tell("circular", lang)))
    if each.conditions:
        listed = joined(each.conditions, "; ")
        notes.append(Cell(text=tell("conditions", lang, text=say(listed, lang)), lang=mark(listed, lang)))
    for name, ids in (("against", each.counter), ("tension", each.tensions), ("gap", each.gaps)):
        if ids:
            notes.append(Cell(text=tell(name, lang), grounds=_grounds(study, ids, subgroup)))
    said = joined((before, each.text), ": ") if before else each.text
    return Sentence(
        text=say(said, lang), lang=mark(said, lang), label=f"{each.id}, {tell(each.status, lang)}{share}",
        grounds=_grounds(study, each.premises, subgroup, each.circular), notes=notes, strong=True,
        target=f"{subgroup}-{each.id}",
    )  # fmt: skip


def _readings(outcome: Outcome, lang: str) -> Iterator[Block]:
    answers = {"yes": "pass", "no": "no", "open": "open"}
    scenarios = outcome.simulation.table.scenarios
    yield Table(
        caption=tell("strict", lang), head=["", *scenarios, tell("none_passes", lang)],
        rows=[
            row(tell(each.name, lang), *(tell(answers[each.as_coded[name]], lang) for name in scenarios),
                percent(each.none_passes, lang))
            for each in outcome.readings
        ],
    )  # fmt: skip
    for flip in outcome.flips:
        text = tell(
            "flip",
            lang,
            what=flip.what,
            at=decimal(flip.weight, 2, lang),
            after=", ".join(flip.after),
            before=", ".join(flip.before),
        )
        yield Sentence(text=text)
    if not outcome.flips:
        yield Sentence(text=tell("no_flip", lang))
