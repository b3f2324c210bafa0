"""`leerrecht rules`: list the rules, show one with its parameters and sources, check the whole rulebook."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.explain import say_parameter
from leerrecht.cli.loading import Stop, get_rulebook, nearest, say_refused, supplied_rulebook
from leerrecht.cli.messages import tell
from leerrecht.law.explain import parameter_row
from leerrecht.law.rule import RULE_IDS, Rule
from leerrecht.law.rulebook import Rulebook, RulebookRefused
from leerrecht.law.rules import RULE, RULES


def rules(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when all is well, 2 when the rulebook is unsound or the rule doesn't exist."""
    try:
        rulebook = get_rulebook(arguments)
    except Stop:
        return FAULTS
    if arguments.action == "list":
        return list_rules(arguments, rulebook)
    if arguments.action == "show":
        return show_rule(arguments, rulebook)
    return check_rules(arguments, rulebook)


def as_object(rule: Rule, rulebook: Rulebook, lang: str) -> dict[str, Any]:
    """Give a rule's declaration and texts as JSON."""
    texts = rulebook.texts[rule.id]
    return {
        "id": rule.id,
        "title": texts["title"][lang],
        "rule": texts["rule"][lang],
        "source": list(texts["source"]),
        "reads": list(rule.reads),
        "categories": list(rule.categories),
        "key": rule.key,
        "items": list(rule.items),
        "parameters": [
            parameter_row(rulebook.parameters[name], value, lang)
            for name in rule.parameters
            for value in rulebook.parameters[name].values
        ],
        "item_categories": dict(rule.item_categories),
        "audience": rule.audience,
    }


def list_rules(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    """Print all rules: id and title, or everything as JSON."""
    if arguments.format == "json":
        print(json.dumps([as_object(rule, rulebook, arguments.lang) for rule in RULES], ensure_ascii=False, indent=2))
        return RAN
    width = max(len(rule_id) for rule_id in RULE_IDS)
    for rule in RULES:
        print(f"{rule.id:<{width}}  {rulebook.texts[rule.id]['title'][arguments.lang]}")
    return RAN


def show_rule(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    """Print one rule in words, with what it reads, its parameters and its sources."""
    lang = arguments.lang
    if arguments.id not in RULE:
        print(tell("no_rule", lang, rule=arguments.id, hint=nearest(arguments.id, RULE_IDS, lang)), file=sys.stderr)
        return FAULTS
    rule = as_object(RULE[arguments.id], rulebook, lang)
    if arguments.format == "json":
        print(json.dumps(rule, ensure_ascii=False, indent=2))
        return RAN
    print(f"{rule['id']}: {rule['title']}\n\n{rule['rule']}")
    fields = rulebook.common["fields"]
    sections = [
        ("the_parameters", [say_parameter(rulebook.common, each, lang) for each in rule["parameters"]]),
        ("the_sources", rule["source"]),
        ("reads", [f"{column}: {fields[column][lang]}" for column in rule["reads"]]),
    ]
    for name, lines in sections:
        if lines:
            print("\n" + "\n".join([tell(name, lang), *(f"  - {line}" for line in lines)]))
    return RAN


def check_rules(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    """Run the cases of a rulebook that has been found sound."""
    from leerrecht.law.cases import load_cases, run_case

    try:
        cases = load_cases(folder=arguments.rulebook or supplied_rulebook())
    except RulebookRefused as refused:
        say_refused(refused, arguments.lang)
        return FAULTS
    wrong = [difference for case in cases for difference in run_case(case=case, rulebook=rulebook)]
    if wrong:
        say_refused(RulebookRefused(wrong), arguments.lang)
        return FAULTS
    count = {"rules": len(RULES), "parameters": len(rulebook.parameters), "cases": len(cases)}
    print(tell("sound", arguments.lang, **count))
    return RAN
