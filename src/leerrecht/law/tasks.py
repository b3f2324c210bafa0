"""The standard list of tasks around a child (tasks.yaml): what each is called, who holds it where, what it may betray.

For which children somebody must hold a task are dated values; they become the parameters `roles.needed_<task>`. Tasks that
no rule asks for may be added in the file alone. Words for the child itself are there in one language more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.law.keeping import ORGANISATION_KINDS
from leerrecht.law.parameters import NEEDED_BY
from leerrecht.law.tables import STAY_KINDS, TABLES, TASKS

LANGUAGES = ("nl", "en")
CHILD_LANGUAGES = ("nl", "en", "ar")
"""The languages of the young person's own door; the last is machine-made, and the door says so."""
HOLDERS = (*ORGANISATION_KINDS, "parent")
"""Who may hold a task: an organisation of a kind there is, or a parent."""
CATEGORIES = (*dict.fromkeys(column.category for table in TABLES for column in table.columns), "health", "safety")
OTHER = "other"
_PARTS = ("title", "does", "child", "ask", "category", "held_by", "source", "needed")
_OPTIONAL = ("ask", "needed")


@dataclass(frozen=True, kw_only=True)
class StandardTask:
    """One task of the list. `title`: "contact met school"; `does`: what follows somebody's name.

    `child`: the same, said to the child; `ask`: what the child would ask about, empty where it has nothing to ask.
    `category`: what the task may betray. `held_by`: the kind of organisation by kind of stay, `other` for all else.
    """

    id: str
    title: Mapping[str, str]
    does: Mapping[str, str]
    child: Mapping[str, str]
    ask: Mapping[str, str]
    category: str
    held_by: Mapping[str, str]
    source: str

    def holder_in(self, stay_kind: str) -> str:
        """Give the kind of organisation that holds the task where a child stays in this way."""
        return self.held_by.get(stay_kind, self.held_by[OTHER])


def read_tasks(document: Any) -> dict[str, StandardTask]:
    """Give the tasks of a file in which `check_tasks` finds no fault."""
    return {
        name: StandardTask(id=name, **{"ask": {}, **{part: entry[part] for part in entry if part != "needed"}})
        for name, entry in document.items()
    }


def needed_entries(document: Any) -> list[dict[str, Any]]:
    """Give the parameters in the file, as they would stand in a file of parameters: for whom each task is needed."""
    entries = document.items() if isinstance(document, dict) else ()
    return [
        {
            "id": f"roles.needed_{name}",
            "title": {
                "nl": f"Voor wie iemand dit moet doen: {_word(entry, 'nl')}",
                "en": f"For whom somebody must do this: {_word(entry, 'en')}",
            },
            "unit": "choice", "choices": list(NEEDED_BY), "values": entry["needed"],
        }
        for name, entry in entries
        if isinstance(entry, dict) and name in TASKS and "needed" in entry
    ]  # fmt: skip


def _word(entry: Mapping[str, Any], lang: str) -> str:
    title = entry.get("title")
    return str(title.get(lang, "")) if isinstance(title, dict) else ""


def check_tasks(document: Any, access: Any) -> list[str]:
    """Give every fault of the file. `access`: the table of who sees what, whose neutral tasks may betray nothing."""
    if not isinstance(document, dict):
        return ["tasks.yaml: the file is missing, or isn't a list of named tasks"]
    faults = [f"tasks.yaml: {task} is missing; a rule asks for it" for task in TASKS if task not in document]
    for name, entry in document.items():
        faults += [f"tasks.yaml: {name}: {fault}" for fault in _check_task(name, entry)]
    neutral = access.get("neutral_tasks") if isinstance(access, dict) else None
    for name in neutral if isinstance(neutral, dict) else ():
        entry = document.get(name)
        if not isinstance(entry, dict):
            faults.append(f"access.yaml: neutral_tasks: {name} isn't in tasks.yaml")
        elif entry.get("category") != "roles":
            faults.append(f"access.yaml: neutral_tasks: {name} betrays {entry.get('category')}; no school may see it")
    return faults


def _check_task(name: Any, entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"this isn't a task with {', '.join(_PARTS)}"
        return
    yield from (f"{part} is missing" for part in _PARTS if part not in entry and part not in _OPTIONAL)
    yield from (f"{part!r} isn't known here" for part in entry if part not in _PARTS)
    for part, languages in (
        ("title", LANGUAGES),
        ("does", LANGUAGES),
        ("child", CHILD_LANGUAGES),
        ("ask", CHILD_LANGUAGES),
    ):
        words = entry.get(part)
        for lang in languages if part in entry else ():
            if not isinstance(words, dict) or not isinstance(words.get(lang), str) or not words[lang].strip():
                yield f"{part} has no {lang}"
    if entry.get("category") not in CATEGORIES:
        yield f"category {entry.get('category')!r} isn't one of {', '.join(CATEGORIES)}"
    if not isinstance(entry.get("source"), str) or not entry["source"].strip():
        yield "the source is missing"
    yield from _check_holders(entry.get("held_by"))
    if name in TASKS and "needed" not in entry:
        yield "needed is missing; write nobody, unaccompanied or everyone"
    if name not in TASKS and "needed" in entry:
        yield f"needed: no rule can ask for this task; use one of {', '.join(TASKS)}"


def _check_holders(held_by: Any) -> Iterator[str]:
    if not isinstance(held_by, dict) or OTHER not in held_by:
        yield f"held_by has no {OTHER}"
        return
    for kind, organisation in held_by.items():
        if kind != OTHER and kind not in STAY_KINDS:
            yield f"held_by: {kind!r} is no kind of stay; use {OTHER} or one of {', '.join(STAY_KINDS)}"
        if organisation not in HOLDERS:
            yield f"held_by: {organisation!r} isn't one of {', '.join(HOLDERS)}"
