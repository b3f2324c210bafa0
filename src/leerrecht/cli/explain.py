"""`leerrecht explain`: the rule in words, the facts, the parameters with source and certainty, what would change it."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from typing import Any, NoReturn

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Loaded, Stop, get_rulebook, load, nearest
from leerrecht.cli.messages import plain, tell
from leerrecht.cli.output import as_object as conclusion_object
from leerrecht.law.conclusions import Finding, find_conclusions
from leerrecht.law.explain import Explainer, Explanation, make_receipt
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.rules import RULE
from leerrecht.law.tables import TABLE
from leerrecht.law.words import say_date


def refuse(message: str) -> NoReturn:
    """Say why the question can't be answered, and stop."""
    print(message, file=sys.stderr)
    raise Stop


def find(arguments: argparse.Namespace, loaded: Loaded, explainer: Explainer) -> list[Finding]:
    """Find the conclusions that are asked about; stop with a hint when the child, rule or key doesn't exist."""
    lang = arguments.lang
    if arguments.rule not in RULE:
        refuse(tell("no_rule", lang, rule=arguments.rule, hint=nearest(arguments.rule, RULE_IDS, lang)))
    children = loaded.caseload.children
    if arguments.child not in children:
        refuse(tell("no_child", lang, child=plain(arguments.child), hint=nearest(arguments.child, children, lang)))
    found = find_conclusions(
        caseload=loaded.caseload, rulebook=explainer.rulebook, on=arguments.on, rules=[RULE[arguments.rule]],
        children=[arguments.child],
    )  # fmt: skip
    if arguments.key is None:
        return found
    named = [finding for finding in found if finding.key == arguments.key]
    if found and not named:
        refuse(plain(tell("no_key", lang, key=arguments.key, keys=", ".join(finding.key for finding in found))))
    return named


def explain(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when it ran, 2 when the list has faults or the question doesn't fit it."""
    try:
        rulebook = get_rulebook(arguments)
        loaded = load(arguments, rulebook)
        explainer = Explainer.of(caseload=loaded.caseload, rulebook=rulebook, on=arguments.on, lang=arguments.lang)
        found = find(arguments, loaded, explainer)
    except Stop:
        return FAULTS
    if arguments.format == "json":
        print(json.dumps([as_object(explainer, loaded, finding) for finding in found], ensure_ascii=False, indent=2))
    elif not found:
        print(without_row(arguments, explainer))
    else:
        print("\n\n".join(as_text(explainer, loaded, finding) for finding in found))
    return FAULTS if loaded.has_faults else RAN


def as_object(explainer: Explainer, loaded: Loaded, finding: Finding) -> dict[str, Any]:
    """Give one explanation as JSON, with its receipt."""
    explanation = explainer.explain(finding)
    receipt = make_receipt(rulebook=explainer.rulebook, explanation=explanation, on=explainer.on)
    row = conclusion_object(finding, explainer, loaded)
    return {**row, "step": explanation.step, "rule_in_words": rule_words(explainer, finding.rule), "receipt": receipt}


def rule_words(explainer: Explainer, rule_id: str) -> str:
    """Give the rule in words."""
    return str(explainer.rulebook.texts[rule_id]["rule"][explainer.lang])


def without_row(arguments: argparse.Namespace, explainer: Explainer) -> str:
    """Say that the rule gives nothing, and what the rule is."""
    lang = arguments.lang
    text = tell("no_row", lang, on=say_date(arguments.on, lang), child=plain(arguments.child))
    return f"{text}\n\n{tell('the_rule', lang)}\n  {rule_words(explainer, arguments.rule)}"


def as_text(explainer: Explainer, loaded: Loaded, finding: Finding) -> str:
    """Give one explanation for people."""
    lang, rulebook = explainer.lang, explainer.rulebook
    explanation = explainer.explain(finding)
    texts = rulebook.texts[finding.rule]
    state = rulebook.common["states"][finding.state][lang]
    head = f"{texts['title'][lang]} · {finding.child} · {finding.key} · {say_date(explainer.on, lang)}"
    lines = [plain(head), f"{state}: {plain(explanation.text)}"]
    warning = loaded.warning(finding.child, lang, rulebook)
    lines += [f"! {plain(note)}" for note in (*explanation.notes, warning) if note]
    sections = [
        ("the_step", [plain(explanation.step)] if explanation.step else []),
        ("the_rule", [texts["rule"][lang]]),
        ("the_facts", say_facts(explainer, explanation) or [tell("no_facts", lang)]),
        ("the_parameters", [say_parameter(rulebook.common, each, lang) for each in explanation.because["parameter"]]),
        ("the_sources", explanation.because["source"]),
        ("the_changes", say_changes(explainer, finding)),
        ("the_receipt", [", ".join(f"{name} {value}" for name, value in receipt(explainer, explanation).items())]),
    ]
    for name, items in sections:
        if items:
            lines += ["", tell(name, lang), *(f"  - {item}" for item in items)]
    return "\n".join(lines)


def receipt(explainer: Explainer, explanation: Explanation) -> dict[str, str]:
    """Give the receipt of an explanation."""
    return make_receipt(rulebook=explainer.rulebook, explanation=explanation, on=explainer.on)


def say_facts(explainer: Explainer, explanation: Explanation) -> list[str]:
    """Say the facts in words: the sheet and row, then each column with its value."""
    common, lang = explainer.rulebook.common, explainer.lang
    lines = []
    for fact in explanation.because["facts"]:
        cells = ", ".join(
            f"{field_label(common, fact['sheet'], name, lang)} {say_value(common, fact['sheet'], name, value, lang)}"
            for name, value in fact.items()
            if name not in ("sheet", "row")
        )
        lines.append(f"{common['tables'][fact['sheet']][lang]} ({tell('row', lang)} {fact['row']}): {cells}")
    return lines


def field_label(common: Any, sheet: str, name: str, lang: str) -> str:
    """Give a column's label; the two days between which a child was born share that of the birth date."""
    between = {"born_from": "between", "born_to": "and"}.get(name)
    return tell(between, lang) if between else str(common["fields"][f"{sheet}.{name}"][lang])


def say_value(common: Any, sheet: str, name: str, value: Any, lang: str) -> str:
    """Say a value in words: a date, a choice by its label, yes or no, or the text as it was written."""
    if isinstance(value, bool):
        return tell("yes" if value else "no", lang)
    if name in ("born_from", "born_to") or TABLE[sheet].column(name).kind in ("date", "born"):
        return say_date(datetime.date.fromisoformat(str(value)), lang)
    labels = choice_labels(common, sheet, name)
    return str(labels[value][lang]) if value in labels else plain(str(value))


def choice_labels(common: Any, sheet: str, name: str) -> Any:
    """Give the labels of a column's choices; nothing for a column without choices."""
    choices = next((column.choices for column in TABLE[sheet].columns if column.name == name), ())
    return next((labels for labels in common["choices"].values() if choices and set(labels) == set(choices)), {})


def say_parameter(common: Any, parameter: dict[str, Any], lang: str) -> str:
    """Say a parameter: its title, value, the days it holds, how sure we are, and the source."""
    start, end = parameter["from"], parameter["to"]
    name = "from_to" if start and end else "from" if start else "until" if end else "always"
    days = tell(name, lang, start=start, end=end)
    certainty = f"{tell('certainty', lang)}: {common['certainty'][parameter['certainty']][lang]}"
    value = parameter["value"]
    said = common["values"][value][lang] if value in common["values"] else value
    unit = "" if parameter["unit"] == "choice" else f" {common['units'][parameter['unit']][lang]}"
    return f"{parameter['title']}: {said}{unit} ({days}; {certainty}). {parameter['source']}"


def say_changes(explainer: Explainer, finding: Finding) -> list[str]:
    """Say what would change the answer: time alone, then other facts."""
    lang, rulebook = explainer.lang, explainer.rulebook
    lines = [str(change[lang]) for change in rulebook.texts[finding.rule].get("changes", [])]
    change = explainer.next_change(finding)
    if isinstance(change, Finding):
        day = explainer.on + datetime.timedelta(days=change.days or 0)
        state = rulebook.common["states"][change.state][lang]
        return [tell("by_time", lang, on=say_date(day, lang), state=state), *lines]
    if change is not None:
        return [tell("by_time_gone", lang, on=say_date(change, lang)), *lines]
    return lines
