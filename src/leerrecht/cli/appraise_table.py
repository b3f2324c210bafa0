"""What `leerrecht appraise` shows to people: lines of text, with the id of every ground."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from leerrecht.appraisal.agreement import Agreement
from leerrecht.appraisal.changing import Difference
from leerrecht.appraisal.claims import NEW, Conclusion
from leerrecht.appraisal.design import Design
from leerrecht.appraisal.outcome import Outcome, Verdict
from leerrecht.appraisal.plain import find_text
from leerrecht.appraisal.pooling import Pooled
from leerrecht.appraisal.study import Study, say
from leerrecht.cli.appraise_words import speak

NARROWEST, WIDEST = 60, 120


def width() -> int:
    """Give the width to fill."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """Wrap a text below its first line."""
    return textwrap.wrap(text, width(), initial_indent=indent, subsequent_indent=indent + "    ") or [""]


def section(title: str, items: Iterable[str]) -> Iterator[str]:
    """Give a title and its items; nothing when there are none."""
    listed = list(items)
    if listed:
        yield ""
        yield title
        for item in listed:
            yield from wrapped(item)


def percent(share: float) -> str:
    """Show a share; one that isn't 0 or 1 never looks like it.

    >>> percent(0.99996), percent(1.0)
    ('>99.9%', '100.0%')
    """
    text = f"{share:.1%}"
    if text == "100.0%" and share < 1:
        return ">99.9%"
    return "<0.1%" if text == "0.0%" and share > 0 else text


def outcome_lines(study: Study, outcomes: Mapping[str, Outcome], lang: str) -> Iterator[str]:
    """Say what came out, subgroup by subgroup."""
    yield say(study.title, lang)
    yield speak("methods", lang)
    for name, outcome in outcomes.items():
        yield ""
        yield f"== {name}: {say(study.subgroups[name].name, lang)}"
        yield from _standings(outcome, lang)
        if outcome.unknown_cells:
            cells = (f"{name}/{column}" for name, each in outcome.scenarios.items() for column in each.unknown_columns)
            yield speak("unknown_cells", lang, count=outcome.unknown_cells, cells=", ".join(cells))
        if outcome.left_out:
            yield speak("left_out", lang, columns=", ".join(outcome.left_out))
        yield from _findings(study, outcome, lang)


def _standings(outcome: Outcome, lang: str) -> Iterator[str]:
    heads = [speak(name, lang) for name in ("scenario", "rank", "first", "last", "admissible", "vetoes")]
    rows = [heads, *(_row(name, each, lang) for name, each in outcome.scenarios.items())]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for row in rows:
        yield "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()


def _row(name: str, each: Verdict, lang: str) -> list[str]:
    ranked = each.rank is not None
    shares = [
        " / ".join(percent(share) for share in shares.values()) if ranked else "-"
        for shares in (each.first_rank_share, each.last_rank_share)
    ]
    rank = f"{each.rank:.2f}" if each.rank is not None else "-"
    return [
        name,
        rank,
        *shares,
        speak("yes" if each.admissible else "no", lang) if ranked else "-",
        " ".join(each.vetoes),
    ]


def _findings(study: Study, outcome: Outcome, lang: str) -> Iterator[str]:
    hit = dict.fromkeys(veto for each in outcome.scenarios.values() for veto in each.vetoes)
    lifts = (study.vetoes[name] for name in sorted(hit))
    yield from section(
        speak("the_vetoes", lang), (f"{veto.id}: {say(veto.name, lang)}. {say(veto.lift, lang)}" for veto in lifts)
    )
    yield from section(speak("other_law", lang), _law_lines(outcome))
    own = [each for each in outcome.conclusions if each.status == NEW]
    given = [each for each in outcome.conclusions if each.status != NEW]
    yield from section(speak("own", lang), (conclusion_line(each, lang) for each in own))
    yield from section(speak("the_conclusions", lang), (conclusion_line(each, lang) for each in given))
    yield from section(speak("thresholds", lang), (_reading(reading, lang) for reading in outcome.readings))
    yield from section(speak("flips", lang), (
        speak("flip", lang, what=flip.what, at=f"{flip.weight:.2f}", after=", ".join(flip.after), before=", ".join(flip.before))
        for flip in outcome.flips))  # fmt: skip
    for name, ids in (("tensions", outcome.tensions), ("gaps", outcome.gaps)):
        yield from section(speak(name, lang), (f"{each}: {find_text(study, each, lang)}" for each in ids))


def _law_lines(outcome: Outcome) -> Iterator[str]:
    """Say which vetoes another law than today's would take away, and from which scenarios."""
    for law, hits in outcome.by_law.items():
        lifted = [
            f"{name}: {' '.join(veto for veto in each.vetoes if veto not in hits[name])}"
            for name, each in outcome.scenarios.items()
            if set(each.vetoes) - set(hits[name])
        ]
        if lifted:
            yield f"{law.replace('_', ' ')} - {', '.join(lifted)}"


def agreement_lines(agreement: Sequence[Agreement], lang: str) -> Iterator[str]:
    """Say how far coders agree per criterion: share of the cells, kappa and alpha, and each code of cells that differ."""
    for each in agreement:
        numbers = " / ".join(
            "-" if value is None else f"{value:.2f}" for value in (each.kappa, each.weighted, each.alpha)
        )
        cells = ", ".join(
            f"{'/'.join(cell)} ({' | '.join(code or '.' for code in codes)})"
            for cell, codes in zip(each.differing, each.codes, strict=True)
        )
        yield speak("agreement", lang, name=each.criterion, same=percent(each.same), kappa=numbers, cells=cells or "-")
    if agreement:
        yield ""


def pooled_lines(pooled: Pooled, lang: str) -> Iterator[str]:
    """Say where scenarios end when the subgroups are taken together."""
    yield ""
    yield f"== {speak('pooled', lang, shares=', '.join(f'{name} {percent(share)}' for name, share in pooled.shares.items()))}"
    for place, name in enumerate(pooled.scenarios):
        first = " / ".join(percent(float(each.shares[place, 0])) for each in pooled.standing.values())
        rank = pooled.standing["weighted_sum"].mean_rank[place]
        yield f"{name}  {speak('rank', lang)} {rank:.2f}, {speak('first', lang)} {first}"


def difference_lines(study: Study, found: Mapping[str, Difference], noise: float, lang: str) -> Iterator[str]:
    """Say what changed, subgroup by subgroup: ranks and vetoes, conclusions, and cells to judge again."""
    for name, each in found.items():
        yield ""
        yield f"== {name}: {say(study.subgroups[name].name, lang)}"
        moves = [_move(scenario, *pair, lang) for scenario, pair in each.moved.items()]
        yield from moves or [speak("ranks_stay", lang)]
        claims = [_claim_change(claim, *pair, lang) for claim, pair in each.claims.items()]
        yield from section(speak("the_conclusions", lang), claims or [speak("claims_stay", lang)])
        yield from section(
            speak("again", lang),
            (
                f"{one.cell}{'*' if one.outside else ''}: {one.finding}, {find_text(study, one.finding, lang)}"
                for one in each.again
            ),
        )
    if any(each.moved for each in found.values()):
        yield ""
        yield speak("noise", lang, share=percent(noise))


def _move(name: str, before: Verdict | None, after: Verdict | None, lang: str) -> str:
    ranks = ["-" if each is None or each.rank is None else f"{each.rank:.2f}" for each in (before, after)]
    firsts = [
        "-" if each is None else " / ".join(percent(share) for share in each.first_rank_share.values())
        for each in (before, after)
    ]
    vetoes = [" ".join(each.vetoes) if each else "" for each in (before, after)]
    told = (
        speak("vetoes_change", lang, before=vetoes[0] or "-", after=vetoes[1] or "-") if vetoes[0] != vetoes[1] else ""
    )
    return speak(
        "moves", lang, name=name, before=ranks[0], after=ranks[1], first_before=firsts[0], first_after=firsts[1],
        vetoes=told,
    )  # fmt: skip


def _claim_change(name: str, before: Conclusion | None, after: Conclusion | None, lang: str) -> str:
    sides = [
        "-" if each is None
        else speak(each.status, lang) + ("" if each.robustness is None else f" ({percent(each.robustness)})")
        for each in (before, after)
    ]  # fmt: skip
    more = ""
    for word, part in (("new_grounds", "premises"), ("new_counter", "counter")):
        fresh = [one for one in getattr(after, part, ()) if one not in getattr(before, part, ())]
        more += speak(word, lang, ids=", ".join(fresh)) if fresh and before else ""
    return speak("claim_changes", lang, id=name, before=sides[0], after=sides[1], more=more)


def conclusion_line(each: Conclusion, lang: str) -> str:
    """Say a conclusion: status, how robust, the sentence, and its grounds."""
    share = "" if each.robustness is None else f", {percent(each.robustness)}"
    cells = [name for name in each.premises if "/" in name]
    named = [f"{name}*" if name in each.circular else name for name in each.premises if "/" not in name]
    grounds = ", ".join([*named, *cells[:8]]) + (f", ... (+{len(cells) - 8})" if len(cells) > 8 else "")
    label = f" (* {speak('circular', lang)})" if each.circular else ""
    beside = "".join(
        f" {speak(name, lang)}: {', '.join(ids)}."
        for name, ids in (("against", each.counter), ("tension", each.tensions), ("gap", each.gaps))
        if ids
    )
    status = speak(each.status, lang)
    return f"{each.id} [{status}{share}] {say(each.text, lang)} {speak('rests_on', lang)}: {grounds}{label}.{beside}"


def _reading(reading: Any, lang: str) -> str:
    answers = {"yes": "passes", "no": "no", "open": "open"}
    told = ", ".join(f"{name} {speak(answers[answer], lang)}" for name, answer in reading.as_coded.items())
    return f"{speak(reading.name, lang)}: {told}; {speak('none_passes', lang, share=percent(reading.none_passes))}"


def design_lines(study: Study, design: Design, found: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Say what becomes of the evidence for a design."""

    def texts(names: Iterable[str]) -> list[str]:
        return [f"{name}: {find_text(study, name, lang)}" for name in names]

    yield ", ".join(f"{dimension}={value}" for dimension, value in design.dims.items())
    yield f"{speak('base', lang)} {design.base}: {say(study.scenarios[design.base].name, lang)}"
    yield from section(speak("hits", lang), texts(design.vetoes) or [speak("none", lang)])
    yield from section(speak("lifted", lang), texts(design.lifted))
    yield from section(speak("legal", lang), _legal_lines(design, lang))
    yield from section(f"{speak('carry_over', lang)} ({len(design.carry_over)})", texts(design.carry_over))
    yield from section(
        f"{speak('new_findings', lang)} ({len(design.new)})", [", ".join(design.new)] if design.new else []
    )
    yield from section(f"{speak('fall_away', lang)} ({len(design.fall_away)})", texts(design.fall_away))
    yield from section(f"{speak('open_findings', lang)} ({len(design.open)})", (
        f"{name} ({', '.join(design.why.get(name, ()))}): {find_text(study, name, lang)}" for name in design.open))  # fmt: skip
    yield from section(speak("piofach", lang), texts(design.piofach))
    yield from section(speak("practice", lang), texts(design.practice))
    yield from section(speak("context", lang), texts(design.context))
    if "cost" in found:
        from leerrecht.cli.appraise_cost import cost_lines

        yield from section(speak("cost", lang), cost_lines(found["cost"], lang))


def _legal_lines(design: Design, lang: str) -> Iterator[str]:
    for time, levels in design.legal.items():
        for level, answer in levels.items():
            named = ", ".join([*answer.rules, *answer.ways_out])
            hangs = f" [{', '.join(answer.hangs_on)}]" if answer.hangs_on else ""
            yield f"{speak(time, lang)}, {speak(level, lang)}: {speak(answer.verdict, lang)} ({named}){hangs}"
