"""The schema of a study: which parts it has, which fields an entry has, and what may stand there.

docs/reference/study-schema.md says the same in words; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.appraisal.fields import (
    Field,
    Place,
    Shape,
    anything,
    check_entry,
    choices,
    code,
    dims,
    each,
    known_code,
    number,
    one_of,
    polarity,
    ref,
    refs,
    show,
    text,
    truth,
    when,
)  # fmt: skip

ASKED, FREE = True, False
EFFECTS = ("forbids", "asks", "limits", "allows", "conditions")
BASES = ("explicit", "general", "inferred", "none")
KINDS = ("effect", "condition", "mitigation", "context", "gap", "variant")
EVIDENCE = ("findings", "facts", "vetoes", "legal", "conclusions", "recommendations", "chapters", "gaps", "countries")
TESTS = ("vetoed", "above", "first", "ranked", "at_most", "at_least", "design", "cited")


def _tests(value: Any, place: Place) -> None:
    """Ask for the tests of a conclusion: a list, or one per subgroup (`all` for the others)."""
    groups = value if isinstance(value, dict) else {"all": value}
    for group, tests in groups.items():
        here = place.at(f".{group}" if isinstance(value, dict) else "")
        if group != "all" and group not in place.names.get("subgroups", ()):
            here.fault(
                f"there is no subgroup {show(group)}", choices([*place.names.get("subgroups", ()), "all"], group)
            )
        each(_test)(tests, here)


def _pair(value: Any, place: Place) -> None:
    if not isinstance(value, list) or len(value) != 2:
        place.fault(f"{show(value)} isn't a pair", "Write two scenarios: [better, worse]")
        return
    each(ref("scenarios"))(value, place)


_TEST_FIELDS: Mapping[str, Any] = {
    "vetoed": refs("scenarios"), "by": refs("vetoes"), "blocks": refs("blocks"), "above": each(_pair),
    "on": refs("columns"), "strict": truth, "first": refs("scenarios"), "ranked": each(_pair), "at_most": known_code,
    "at_least": known_code, "of": refs("scenarios"), "design": dims, "base": ref("scenarios"),
    "vetoes": refs("vetoes"), "cited": refs("findings"),
}  # fmt: skip
_TEST_NEEDS = {"above": ("on",), "at_most": ("on", "of"), "at_least": ("on", "of"), "design": ("base", "vetoes")}


def _test(value: Any, place: Place) -> None:
    kind = next((name for name in TESTS if isinstance(value, dict) and name in value), None)
    if kind is None:
        place.fault(f"{show(value)} is no test", choices(TESTS))
        return
    for name, content in value.items():
        if name in _TEST_FIELDS:
            _TEST_FIELDS[name](content, place.at(f".{name}"))
        else:
            place.at(f".{name}").fault("this name isn't known here", choices(list(_TEST_FIELDS), name))
    for name in _TEST_NEEDS.get(kind, ()):
        if name not in value:
            place.fault(f"a test {kind} needs {name}", f"Add {name}")


def _at_most(value: Any, place: Place) -> None:
    if not isinstance(value, dict) or not value:
        place.fault(f"{show(value)} isn't a threshold", "Write the criterion, a colon and a code")
        return
    for column, threshold in value.items():
        ref("columns")(column, place)
        known_code(threshold, place.at(f".{column}"))


def _spread(value: Any, place: Place) -> None:
    if value != "unspecified":
        refs("scenarios")(value, place)


GAP = {name: Field(check, required) for name, check, required in (
    ("text", text, True), ("id", text, False), ("bears_on", each(text), False), ("text_nl", text, False))}  # fmt: skip


def _gap(value: Any, place: Place) -> None:
    if isinstance(value, dict):
        check_entry(value, GAP, place)
    else:
        text(value, place)


def _fields(required: Mapping[str, Any], optional: Mapping[str, Any]) -> Shape:
    return {name: Field(check, ASKED) for name, check in required.items()} | {
        name: Field(check, FREE) for name, check in optional.items()
    }


@dataclass(frozen=True)
class Section:
    """A part of a study that is a list of entries. `path`: where it stands; `kind`: what its ids are ids of."""

    path: tuple[str, ...]
    shape: Shape
    kind: str = ""
    required: bool = False


_CLAIM_OPTIONS = {
    "text_nl": text, "chapter": text, "conditions": each(text), "conditions_nl": each(text), "shown_by": _tests,
    "counter": refs("findings"),
    "design": anything, "scenarios": refs("scenarios"),
}  # fmt: skip
_CLAIM = {"id": text, "text": text, "subgroups": refs("subgroups"), "rests_on": refs(*EVIDENCE)}
_LEGAL = _fields(
    {"id": text},
    {
        "law": text, "law_nl": text, "rule": text, "rule_nl": text, "instrument": text, "instrument_nl": text, "needs": text,
        "needs_nl": text, "limit": text,
        "precedent": text, "chapter": text, "hits": refs("scenarios"), "subgroup": ref("subgroups"), "veto": truth,
        "note": text, "depends_on": text, "levels": each(text), "effect": one_of(*EFFECTS), "applies_if": when,
        "answers": each(text), "rests_on": refs("findings"), "under": text,
    },
)  # fmt: skip
_NAMED = {"name_nl": text, "definition": text, "definition_nl": text, "chapter": text, "note": text, "same_as": text}
INDICATOR = _fields({"id": text, "name": text}, _NAMED)


def _values(value: Any, place: Place) -> None:
    """Ask for dimensions: per name a list of values."""
    if not isinstance(value, dict) or not value:
        place.fault(f"{show(value)} has no dimensions", "Write each dimension with the list of its values")
        return
    for name, values in value.items():
        each(text)(values, place.at(f".{name}"))


def _levels(value: Any, place: Place) -> None:
    """Ask for a level of education per party."""
    for party, level in value.items() if isinstance(value, dict) else ():
        ref("parties")(party, place)
        one_of("po", "vo")(level, place.at(f".{party}"))
    if not isinstance(value, dict):
        place.fault(f"{show(value)} isn't a list of named levels", "Write the party, a colon and po or vo")


_CODE_WORDS = {"en": Field(text), "nl": Field(text)}


def _words(value: Any, place: Place) -> None:
    """Ask for what codes are called: by kind, and of values by dimension; each in English and Dutch."""
    known = {"said_by": None, "dimensions": "dimensions", "parties": "parties", "values": "dimensions"}
    for kind, codes in value.items() if isinstance(value, dict) else ():
        here = place.at(f".{kind}")
        if kind not in known:
            here.fault("this name isn't known here", choices(list(known), kind))
        elif not isinstance(codes, dict):
            here.fault(f"{show(codes)} isn't a list of named codes", "Write each code with {en: ..., nl: ...}")
        else:
            for code_, words in codes.items():
                _code_words(kind, known[kind], code_, words, here)
    if not isinstance(value, dict):
        place.fault(f"{show(value)} isn't a list of kinds", f"Choose from: {', '.join(known)}")


def _code_words(kind: str, names: str | None, code_: Any, words: Any, place: Place) -> None:
    here = place.at(f".{code_}")
    if names and code_ not in place.names.get(names, ()):
        here.fault(f"there is no {show(code_)} among {names}", choices(place.names.get(names, ()), code_))
    elif kind != "values":
        check_entry(words, _CODE_WORDS, here)
    elif not isinstance(words, dict):
        here.fault(f"{show(words)} isn't a list of named values", "Write each value with {en: ..., nl: ...}")
    else:
        for value, said in words.items():
            _code_words("value", f"dimension {code_}", value, said, here)


def _chapters(value: Any, place: Place) -> None:
    if not isinstance(value, dict):
        place.fault(f"{show(value)} isn't a list of named chapters", "Write the code, a colon and the title")


JUDGEMENT = _fields(
    {"scenario": ref("scenarios"), "subgroup": ref("subgroups"), "criterion": ref("columns"), "score": code},
    {"statement": text, "lo": known_code, "hi": known_code, "basis": one_of(*BASES), "chapter": text,
     "findings": refs("findings"), "text": text, "text_nl": text, "coder": text, "on": anything},
)  # fmt: skip


def _part(value: Any, place: Place) -> None:
    one_of(*HISTORY_PARTS)(value, place)


def _span(value: Any, place: Place) -> None:
    """Ask where a quotation stands in its source: a page, and the first and last line on it; whole numbers from 1."""
    if not isinstance(value, dict) or not {"page", "from", "to"} >= set(value) or "page" not in value:
        place.fault(
            f"{show(value)} isn't a place in a source", "Write {page: 12, from: 3, to: 5}; from and to are lines"
        )
        return
    numbers = [value.get(name, 1) for name in ("page", "from", "to")]
    if not all(isinstance(each_, int) and not isinstance(each_, bool) and each_ >= 1 for each_ in numbers):
        place.fault(f"{show(value)} has a number that isn't whole, or below 1", "Count pages and lines from 1")
    elif value.get("from", 1) > value.get("to", value.get("from", 1)):
        place.fault(f"{show(value)} ends before it begins", "Exchange from and to")


SECTIONS = (
    Section(("normenkader", "blocks"), _fields({"id": text, "weight": number}, {
        "criteria": each(text), "name": text, "name_nl": text}), "blocks", required=True),
    Section(("normenkader", "criteria"), _fields({"id": text, "name": text, "block": ref("blocks")}, _NAMED | {
        "indicators": each(lambda value, place: check_entry(value, INDICATOR, place))}), "criteria", required=True),
    Section(("scenarios",), _fields({"id": text, "name": text, "dims": dims}, {"name_nl": text, "zero": truth, "note": text}),
            "scenarios", required=True),
    Section(("subgroups",), _fields({"id": text, "name": text}, {
        "name_nl": text, "age": text, "level": one_of("po", "vo"), "scored": truth, "size": number, "carry_over": text}),
        "subgroups", required=True),
    Section(("findings",), _fields(
        {"id": text, "chapter": text, "subgroups": refs("subgroups"), "criterion": ref("criteria"), "polarity": polarity,
         "kind": one_of(*KINDS), "said_by": text, "applies_if": when, "text": text},
        {"text_nl": text, "requires": when, "pupil_condition": text, "pupil_condition_nl": text, "quote": text,
         "source": ref("sources"), "span": _span}),
        "findings"),
    Section(("sources",), _fields({"id": text, "title": text}, {
        "title_nl": text, "author": text, "year": anything, "language": text, "where": text}), "sources"),
    Section(("judgements",), JUDGEMENT, required=True),
    Section(("codings",), _fields({"id": text, "by": text, "judgements": each(
        lambda value, place: check_entry(value, JUDGEMENT, place))}, {"date": anything}), "codings"),
    Section(("orderings",), _fields(
        {"criterion": ref("columns"), "subgroups": refs("subgroups"), "better": ref("scenarios"), "worse": ref("scenarios")},
        {"strict": truth, "chapter": text, "text": text, "text_nl": text, "findings": refs("findings")})),
    Section(("vetoes",), _fields(
        {"id": text, "name": text, "block": ref("blocks"), "subgroups": refs("subgroups"), "rests_on": refs(*EVIDENCE)},
        {"name_nl": text, "when": when, "at_most": _at_most, "hits": refs("scenarios"), "lift": text, "lift_nl": text,
         "lifted_by": when, "support_outside_H7": truth}), "vetoes"),
    Section(("legal", "in_school"), _LEGAL, "legal"),
    Section(("legal", "out_of_school"), _LEGAL, "legal"),
    Section(("legal", "ways_out"), _LEGAL, "legal"),
    Section(("legal", "other"), _LEGAL, "legal"),
    Section(("conclusions",), _fields(_CLAIM, _CLAIM_OPTIONS), "conclusions"),
    Section(("recommendations",), _fields(_CLAIM, _CLAIM_OPTIONS), "recommendations"),
    Section(("tensions",), _fields(
        {"id": text, "text": text, "between": refs(*EVIDENCE)}, {"subgroup": ref("subgroups", "both"), "text_nl": text}),
        "tensions"),
    Section(("gaps",), {}, "gaps"),
    Section(("facts",), _fields({"id": text, "what": text, "value": anything}, {
        "what_nl": text, "value_nl": anything, "date": anything, "date_nl": text, "note": text, "note_nl": text,
        "chapter": text, "approx": truth}), "facts"),
    Section(("facts_derived",), _fields({"id": text, "what": text}, {
        "what_nl": text, "holds": truth, "value": anything, "note": text, "note_nl": text}), "facts"),
    Section(("piofach_by_party",), _fields(
        {"element": ref("elements"), "party": ref("parties"), "scenarios": _spread, "impact": code, "text": text},
        {"text_nl": text, "findings": refs("findings"), "chapter": text})),
    Section(("country_study", "countries"), _fields(
        {"c": text, "text": text}, {**dict.fromkeys(("text_nl", "mother_tongue", "mother_tongue_nl", "after_rejection",
                                                     "after_rejection_nl"), text), "bears_on": when}), "countries"),
    Section(("changes",), _fields({"id": text, "what": text, "why": text}, {
        "what_nl": text, "why_nl": text, "was": anything, "now": anything, "source": text, "on": anything})),
    Section(("history",), _fields({"id": text, "by": text, "date": text, "why": text, "part": _part, "seal": text}, {
        "add": anything, "of": anything, "was": anything, "now": anything, "drop": anything})),
)  # fmt: skip
"""All parts that are lists of entries, in the order in which a study is read."""

HISTORY_PARTS: Mapping[str, type] = {"meta": dict} | {
    ".".join(section.path): list for section in SECTIONS if section.path[0] not in ("history", "normenkader")
}
"""The parts that a history can add to and change, with what they are; the framework stays what it was."""

MAPS: Mapping[str, tuple[Shape, bool]] = {
    "meta": (_fields({"title": text}, {
        "title_nl": text, "id": text, "concluding_chapter": text, "chapters": _chapters,
        **dict.fromkeys(("source", "encoded_by", "encoding_date", "research_questions", "warning", "scale", "basis_codes",
                         "range_rule"), anything)}), ASKED),
    "normenkader": (_fields({"blocks": anything, "criteria": anything, "mcda_columns": each(text)}, dict.fromkeys(
        ("weighing", "basis", "note_double_count"), anything)), ASKED),
    "design_dimensions": (_fields({"values": _values}, {"note": anything}), ASKED),
    "legal": (_fields({}, dict.fromkeys(("in_school", "out_of_school", "ways_out", "other", "not_tested"), anything)), FREE),
    "country_study": (_fields({}, dict.fromkeys(("finding", "method", "scope_note", "countries", "use"), anything)), FREE),
    "practice_room": (_fields({}, {
        "subgroups": refs("subgroups"), "content": each(text), "legal": refs("legal"), "findings": refs("findings"),
        "recommendations": refs("recommendations"), "open": text, "open_nl": text}), FREE),
}  # fmt: skip
"""Parts that are named fields, and whether they must be there."""
ONLY_PRINTED = (
    "scenario_notes", "original_options", "indicator_judgements", "criterion_level", "respondents", "limitations", "jji",
    "orderings_note", "counts", "looked_at", "looked_at_nl",
)  # fmt: skip
"""Parts that are printed as they are."""
PRINTED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("original_options",): ("mapping_basis",), ("original_options", "options"): ("text",),
    ("respondents", "interviews"): ("role",), ("respondents", "focus_groups"): ("role", "group"),
}  # fmt: skip
"""What of those is shown, and in both languages (`text` and `text_nl`)."""
SAME = ("law", "date", "value")
"""Fields with names and numbers: a Dutch one stands beside them only where it differs."""
OTHERS: Mapping[str, Any] = {"parties": each(text), "party_levels": _levels, "words": _words}
"""Parts of another kind, with their checks."""
PARTS = (*dict.fromkeys([*(section.path[0] for section in SECTIONS), *MAPS, *OTHERS, *ONLY_PRINTED]),)


def check_gap(value: Any, place: Place) -> None:
    """Check a gap: a text, or an entry with id, text and what it bears on."""
    _gap(value, place)
