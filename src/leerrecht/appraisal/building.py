"""Build a study from a document that has been checked and found sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from leerrecht.appraisal.agreement import merge_all
from leerrecht.appraisal.bilingual import find_untranslated
from leerrecht.appraisal.scale import value_of
from leerrecht.appraisal.soundness import range_in
from leerrecht.appraisal.study import (
    Claim,
    Coding,
    Criterion,
    Finding,
    Judgement,
    LegalRule,
    Note,
    Ordering,
    Scenario,
    Study,
    Subgroup,
    Veto,
    WayOut,
    When,
    Words,
    entry_words,
    words_in,
)  # fmt: skip

Entry = Mapping[str, Any]
FIRST_CODER = "first"


def build_study(document: Entry, *, name: str, history: Iterable[Entry] = ()) -> Study:
    """Build a study; `name` is its id when the document has none; `history`: the entries that were laid over it."""
    framework = document["normenkader"]
    groups = [_subgroup(entry) for entry in document["subgroups"]]
    scored = tuple(group.id for group in groups if group.scored)
    legal = document.get("legal") or {}
    codings = tuple(_codings(document))
    claims = [(kind, entry) for kind in ("conclusion", "recommendation") for entry in _list(document, f"{kind}s")]
    return Study(
        id=str(document["meta"].get("id", name)),
        title=words_in(document["meta"], "title"),
        concluding=str(document["meta"].get("concluding_chapter", "")),
        block_weights={block["id"]: float(block["weight"]) for block in framework["blocks"]},
        blocks={block["id"]: words_in(block, "name", block["id"]) for block in framework["blocks"]},
        columns=tuple(framework["mcda_columns"]),
        criteria=_by_id(_criteria(framework["criteria"])),
        dimensions={name: tuple(values) for name, values in document["design_dimensions"]["values"].items()},
        scenarios=_by_id(
            Scenario(id=each["id"], name=words_in(each, "name"), dims=each["dims"], zero=each.get("zero", False))
            for each in document["scenarios"]
        ),
        subgroups=_by_id(groups),
        findings=_by_id(_finding(entry) for entry in _list(document, "findings")),
        judgements=tuple(_judgement(entry) for entry in merge_all([each.judgements for each in codings])),
        orderings=tuple(_ordering(number, entry) for number, entry in enumerate(_list(document, "orderings"), start=1)),
        vetoes=_by_id(_veto(entry) for entry in _list(document, "vetoes")),
        legal=_by_id(
            _legal(entry)
            for part in ("in_school", "out_of_school")
            for entry in _list(legal, part)
            if "effect" in entry
        ),
        ways_out=_by_id(_way_out(entry) for entry in _list(legal, "ways_out")),
        claims=_by_id(_claim(kind, entry) for kind, entry in claims),
        facts=_by_id(_fact(entry) for part in ("facts", "facts_derived") for entry in _list(document, part)),
        tensions=_by_id(_tension(entry, scored) for entry in _list(document, "tensions")),
        gaps=_by_id(_gap(number, entry) for number, entry in enumerate(_list(document, "gaps"), start=1)),
        piofach=tuple(
            _share(number, entry) for number, entry in enumerate(_list(document, "piofach_by_party"), start=1)
        ),
        countries=_by_id(_country(entry) for entry in _list(document.get("country_study") or {}, "countries")),
        sources=_by_id(
            Note(id=each["id"], text=words_in(each, "title"), entry=each) for each in _list(document, "sources")
        ),
        codings=codings if len(codings) > 1 else (),
        words=_codes(document.get("words") or {}),
        history=tuple(history),
        untranslated=tuple(find_untranslated(document)),
        document=document,
    )


def _list(entry: Entry, name: str) -> list[Any]:
    return entry.get(name) or []


def _by_id(entries: Iterable[Any]) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


def _codings(document: Entry) -> Iterable[Coding]:
    """Give the judgements of each coder, the first one's first."""
    first = str(document["meta"].get("encoded_by", FIRST_CODER))
    yield Coding(id=FIRST_CODER, by=first, judgements=tuple(document["judgements"]))
    for each in _list(document, "codings"):
        yield Coding(id=each["id"], by=each["by"], judgements=tuple(each["judgements"]))


def _pairs(entry: Entry, name: str) -> tuple[Words, ...]:
    """Give a list of texts, the Dutch beside the English; a shorter list leaves the last ones in English."""
    texts, dutch = entry.get(name) or (), entry.get(f"{name}_nl") or ()
    return tuple({"en": text, "nl": other} if other else {"en": text} for text, other in zip_longest(texts, dutch))


def _codes(part: Entry) -> dict[str, Mapping[str, Words]]:
    """Give the words of codes by kind; those of values by `values DIMENSION`."""
    found: dict[str, Mapping[str, Words]] = {kind: codes for kind, codes in part.items() if kind != "values"}
    return found | {f"values {dimension}": codes for dimension, codes in (part.get("values") or {}).items()}


def _when(entry: Entry, name: str) -> When:
    return {dimension: tuple(values) for dimension, values in (entry.get(name) or {}).items()}


def _ids(entry: Entry, name: str) -> tuple[str, ...]:
    return tuple(entry.get(name) or ())


def _criteria(entries: list[Entry]) -> Iterable[Criterion]:
    for entry in entries:
        for each, parent in ((entry, None), *((one, entry["id"]) for one in entry.get("indicators") or ())):
            yield Criterion(
                id=each["id"], name=words_in(each, "name"), block=entry["block"], parent=parent, same_as=each.get("same_as"),
                definition=words_in(each, "definition"),
            )  # fmt: skip


def _subgroup(entry: Entry) -> Subgroup:
    return Subgroup(
        id=entry["id"], name=words_in(entry, "name"), level=entry.get("level", ""), scored=entry.get("scored", True),
        size=entry.get("size"),
    )  # fmt: skip


def _finding(entry: Entry) -> Finding:
    return Finding(
        id=entry["id"], text=words_in(entry, "text"), chapter=entry["chapter"], subgroups=_ids(entry, "subgroups"),
        criterion=entry["criterion"], polarity=entry["polarity"], kind=entry["kind"], said_by=entry["said_by"],
        applies_if=_when(entry, "applies_if"), requires=_when(entry, "requires"),
        pupil_condition=words_in(entry, "pupil_condition"), quote=entry.get("quote", ""), source=entry.get("source", ""),
        span=entry.get("span") or {},
    )  # fmt: skip


def _judgement(entry: Mapping[str, Any]) -> Judgement:
    low, high, score = range_in(dict(entry))
    return Judgement(
        scenario=entry["scenario"], subgroup=entry["subgroup"], criterion=entry["criterion"],
        statement=entry.get("statement", f"{entry['scenario']}/{entry['criterion']}"), score=score, low=low, high=high,
        basis=entry.get("basis", ""), chapter=entry.get("chapter", ""), findings=_ids(entry, "findings"),
        text=words_in(entry, "text"),
    )  # fmt: skip


def _ordering(number: int, entry: Entry) -> Ordering:
    return Ordering(
        id=f"O{number:03d}", criterion=entry["criterion"], subgroups=_ids(entry, "subgroups"), better=entry["better"],
        worse=entry["worse"], strict=entry.get("strict", True), findings=_ids(entry, "findings"), text=words_in(entry, "text"),
    )  # fmt: skip


def _veto(entry: Entry) -> Veto:
    return Veto(
        id=entry["id"], name=words_in(entry, "name"), block=entry["block"], subgroups=_ids(entry, "subgroups"),
        when=_when(entry, "when"), at_most={name: value_of(code) or 0 for name, code in (entry.get("at_most") or {}).items()},
        rests_on=_ids(entry, "rests_on"), lift=words_in(entry, "lift"), lifted_by=_when(entry, "lifted_by"),
    )  # fmt: skip


def _legal(entry: Entry) -> LegalRule:
    levels = _ids(entry, "levels") or ("po", "vo")
    return LegalRule(
        id=entry["id"], law=entry_words(entry, "law"), text=words_in(entry, "rule"), levels=levels, effect=entry["effect"],
        applies_if=_when(entry, "applies_if"), answers=_ids(entry, "answers"), rests_on=_ids(entry, "rests_on"),
    )  # fmt: skip


def _way_out(entry: Entry) -> WayOut:
    return WayOut(
        id=entry["id"], law=entry.get("under", ""), text=words_in(entry, "instrument"), needs=words_in(entry, "needs")
    )


def _claim(kind: str, entry: Entry) -> Claim:
    shown_by = entry.get("shown_by") or {}
    groups = shown_by if isinstance(shown_by, dict) else {"all": shown_by}
    return Claim(
        id=entry["id"], kind=kind, text=words_in(entry, "text"), chapter=entry.get("chapter", ""),
        subgroups=_ids(entry, "subgroups"), rests_on=_ids(entry, "rests_on"),
        shown_by={group: tuple(tests) for group, tests in groups.items()}, conditions=_pairs(entry, "conditions"),
        counter=_ids(entry, "counter"),
    )  # fmt: skip


def _fact(entry: Entry) -> Note:
    return Note(id=entry["id"], text=words_in(entry, "what"), chapter=entry.get("chapter", ""), entry=entry)


def _tension(entry: Entry, groups: tuple[str, ...]) -> Note:
    named = entry.get("subgroup", "both")
    return Note(
        id=entry["id"], text=words_in(entry, "text"), subgroups=groups if named == "both" else (named,),
        about=_ids(entry, "between"), entry=entry,
    )  # fmt: skip


def _gap(number: int, entry: str | Entry) -> Note:
    written = {"text": entry} if isinstance(entry, str) else entry
    return Note(
        id=written.get("id", f"G{number:02d}"),
        text=words_in(written, "text"),
        about=_ids(written, "bears_on"),
        entry=written,
    )


def _share(number: int, entry: Entry) -> Note:
    return Note(id=f"PF{number:02d}", text=words_in(entry, "text"), about=_ids(entry, "findings"), entry=entry)


def _country(entry: Entry) -> Note:
    return Note(id=entry["c"], text=words_in(entry, "text"), entry=entry)
