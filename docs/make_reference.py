"""Make docs/reference from the declarations: `python -m docs.make_reference` (a test keeps the pages up to date)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leerrecht.audit.activities import load_register
from leerrecht.identity import load_model
from leerrecht.identity.comparisons import COMPARISONS
from leerrecht.identity.words import TITLES, say_level
from leerrecht.law.rulebook import Rulebook, load_rulebook
from leerrecht.law.rules import RULES
from leerrecht.law.tables import TABLES
from leerrecht.planning.margins import MARGINS
from leerrecht.queries.rulebooks import access_table, retention

ROOT = Path(__file__).parents[1]
MADE = "<!-- Made by python -m docs.make_reference from the declarations. Don't edit. -->\n"


def rules_page(rulebook: Rulebook) -> str:
    """Give the page of all rules: words, what each reads, parameters, sources."""
    lines = [
        MADE,
        "# Rules",
        "",
        "How we read each of them: [decision 0003](../decisions/0003-how-we-read-each-rule.md).",
        "",
    ]
    for rule in RULES:
        texts = rulebook.texts[rule.id]
        lines += [f"## `{rule.id}`: {texts['title']['nl']} ({texts['title']['en']})", ""]
        lines += [texts["rule"]["nl"], "", f"*{texts['rule']['en']}*", ""]
        lines += ["| state | Nederlands | English |", "| --- | --- | --- |"]
        lines += [f"| {state} | {says['nl']} | {says['en']} |" for state, says in texts["says"].items()]
        lines += ["", f"- Key: `{rule.key}`" + (f", one row per item: {', '.join(rule.items)}" if rule.items else "")]
        lines += [f"- Reads: {', '.join(f'`{column}`' for column in rule.reads)}"]
        lines += [f"- Categories (access): {', '.join(rule.categories)}"]
        if rule.audience != "all":
            lines += [f"- Audience: {rule.audience} only"]
        if rule.parameters:
            lines += [f"- Parameters: {', '.join(f'[`{name}`](parameters.md)' for name in rule.parameters)}"]
        lines += [f"- Source: {source}" for source in texts["source"]] + [""]
    return "\n".join(lines)


def parameters_page(rulebook: Rulebook) -> str:
    """Give the page of all dated parameters."""
    lines = [MADE, "# Parameters", "", "Dates are inclusive; empty is open. `policy`: our own choice, not law.", ""]
    lines += ["| parameter | value | from | to | certainty | source |", "| --- | --- | --- | --- | --- | --- |"]
    for parameter in rulebook.parameters.values():
        for value in parameter.values:
            unit = "" if parameter.unit == "choice" else f" {parameter.unit}"
            lines.append(
                f"| `{parameter.id}`<br>{parameter.title['nl']} | {value.shown}{unit} | {value.valid_from or ''} "
                f"| {value.valid_to or ''} | {value.certainty} | {value.source} |"
            )
    return "\n".join([*lines, ""])


def workbook_page(rulebook: Rulebook) -> str:
    """Give the page of the caseload workbook: sheets, columns, values."""
    lines = [MADE, "# The caseload workbook", ""]
    lines += [
        "One XLSX with a sheet per kind of fact, or a folder of CSV files with the same names. Only `children` is required.",
        "Dates are ISO (2026-06-12) or Excel dates; unknown is empty; a period ends on the day of leaving, empty is still so.",
        "`leerrecht check --template leeg.xlsx` writes an empty one.",
        "",
    ]
    fields = rulebook.common["fields"]
    for table in TABLES:
        lines += [f"## {table.name}: {rulebook.common['tables'][table.name]['nl']}", ""]
        lines += ["| column | says | kind | access category |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            kind = ", ".join(column.choices) if column.choices else column.kind
            must = " (required)" if column.needed else ""
            label = fields[f"{table.name}.{column.name}"]["nl"]
            lines.append(f"| `{column.name}`{must} | {label} | {kind} | {column.category} |")
        lines.append("")
    return "\n".join(lines)


def population_page() -> str:
    """Give the page of the synthetic population's margins."""
    lines = [MADE, "# The synthetic population", ""]
    lines += [
        "`leerrecht.planning.draw_population(children=..., seed=..., on=...)` draws children who don't exist, for tests, the",
        "benchmark and the demo. Each margin has its source; `policy` is our own guess.",
        "",
        "| margin | value | unit | source |",
        "| --- | --- | --- | --- |",
    ]
    for margin in MARGINS:
        value = margin.value
        shown = ", ".join(f"{name} {share}" for name, share in value.items()) if isinstance(value, Mapping) else value
        lines.append(f"| `{margin.id}` | {shown} | {margin.unit} | {margin.source} |")
    return "\n".join([*lines, ""])


def activities_page() -> str:
    """Give the page of the processing activities: what for, on what ground, how long the logs of it are kept."""
    lines = [MADE, "# Processing activities", ""]
    lines += [
        "To which activity a row of the logs belongs ([decision 0010](../decisions/0010-two-logs.md)). Certainty of a term: "
        "`policy` is our own choice, not law.",
        "",
        "| activity | purpose | ground | certainty | logs kept | certainty | source |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for activity in load_register(path=ROOT / "rulebook" / "nl" / "activities.yaml").activities.values():
        lines.append(
            f"| `{activity.id}` {activity.version}<br>{activity.title['nl']} | {activity.purpose['nl']} | {activity.basis} "
            f"| {activity.certainty} | {activity.keep_days} days | {activity.keep_certainty} | {activity.keep_source} |"
        )
    return "\n".join([*lines, ""])


STARTS = {
    "departure": "leaving the chain", "last_task": "the end of the last task", "left_school": "the end of the last enrolment",
    "eighteen": "the eighteenth birthday",
}  # fmt: skip


def retention_page() -> str:
    """Give the page of how long what is kept."""
    lines = [MADE, "# How long what is kept", ""]
    lines += [
        "By category and by the kind of organisation that said it; `any`: every kind without a term of its own. A term",
        "counts from the first of its starts that is known, and not while somebody holds a task for a young person who is",
        "still there. `policy`: our own choice, not law; `low`: to be looked up. Why:",
        "[decision 0013](../decisions/0013-rights-and-erasing.md).",
        "",
        "| category | organisation | months | counted from | certainty | source |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for term in retention().terms.values():
        title = access_table().categories[term.category].title["nl"]
        starts = ", else ".join(STARTS[start] for start in term.starts)
        lines.append(
            f"| `{term.category}`<br>{title} | {term.organisation} | {term.months} | {starts} | {term.certainty} "
            f"| {term.source} |"
        )
    return "\n".join([*lines, ""])


def linking_model_page() -> str:
    """Give the page that explains the model by which records are taken for one child."""
    model = load_model()
    about = model.about
    lines = [
        MADE,
        "# The model of the same child",
        "",
        f"Version {model.version}, keys of version {model.keys}. What each comparison finds weighs log2(m / u): `m` is how",
        "often it is found in pairs of one child, `u` in any two records. A weight of 1 makes it twice as likely that two",
        "records are one child, of -1 half as likely. [How linking works](linking.md).",
        "",
        f"- `m` comes from {about['pairs_of_one_child']:,} labelled pairs of {about['made_from']}",
        f"  ({about['records']:,} records); `u` from random pairs of it ({about['random_pairs']}). No pair in it is a real",
        "  child's: decided pairs are to replace them as soon as there are some hundreds.",
        f"- Before anything is compared each record is taken to have {model.doubles:g} doubles in the register, so the chance",
        f"  that two given records are one child is 2 x {model.doubles:g} / (records - 1).",
        f"- Pairs from weight {model.review_floor:g} are shown: at least 0.95 of the doubles of the simulated register are",
        f"  above this review floor. From {model.read_first:g} they are read first.",
        f'- A name rarer than {model.rarest:g} of all records counts as this rare. "Rare" below: how rare a name is changes',
        "  the weight, by the share that is named.",
        "",
    ]
    for comparison in COMPARISONS:
        rare = {level.name: f"{level.by:g}" for level in comparison.levels if level.counts_how_common}
        lines += [
            f"## {TITLES[comparison.name]['en']}",
            "",
            "| found | m | u | weight | rare |",
            "| --- | --- | --- | --- | --- |",
        ]
        for name in comparison.level_names:
            odds = model.levels[comparison.name][name]
            said = say_level(comparison.name, name, "en")
            lines.append(
                f"| `{name}`: {said} | {odds.m:.4f} | {odds.u:.3g} | {odds.weight:+.1f} | {rare.get(name, '')} |"
            )
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """Give all generated pages by file name."""
    rulebook = load_rulebook(folder=ROOT / "rulebook" / "nl")
    return {
        "rules.md": rules_page(rulebook),
        "parameters.md": parameters_page(rulebook),
        "workbook.md": workbook_page(rulebook),
        "population.md": population_page(),
        "retention.md": retention_page(),
        "activities.md": activities_page(),
        "linking-model.md": linking_model_page(),
    }


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (ROOT / "docs" / "reference" / name).write_text(text)


if __name__ == "__main__":
    main()
