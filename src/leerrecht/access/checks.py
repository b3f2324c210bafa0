"""What makes an access table unsound: each check gives its faults as lines that say where, what, and what would be right.

Nothing is built here: a document without faults is built in `loading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from leerrecht.access.deciding import REFUSALS
from leerrecht.access.fields import all_categories, category_of, is_part, single_fields
from leerrecht.access.levels import FIELDS, WORDS
from leerrecht.access.ties import TIE_KINDS

LANGUAGES = ("nl", "en")
CERTAINTIES = ("high", "medium", "low", "policy")
ALWAYS_NEVER = ("dtv", "ind", "avim", "police")
"""Bodies for return and enforcement. No edit of the rulebook can leave one out: a test and this line say so."""

DUTIES = (
    "read_logs", "review_openings", "keep_agreements", "erase_records", "handle_requests", "open_glass", "ask_consent",
    "decide_consent", "hand_card", "export_record", "sign_table", "inform_early",
    "send_transfer", "inspect_transfer", "decide_transfer",
    "receive_child", "answer_inquiries", "review_doubles", "close_search", "keep_partnership", "assent", "steer",
    "hand_over",
)  # fmt: skip
"""What a role may do beside seeing and recording; each is asked for by the page or operation of that name."""

NEVER_IN_FILE = ("residence_status", "reception", "procedure_dates", "identifier_state", "roles", "plans")
"""Categories of which nothing goes from one school to the next, whatever the table says."""

_PARTS = (
    "roles", "never_roles", "aftercare_days", "neutral_words", "neutral_tasks", "refusals", "transfer", "transfer_file",
    "never_by_glass", "never_by_glass_if_protected", "agreements", "categories",
)  # fmt: skip
_ROLE_PARTS = ("name", "purpose", "reached_by", "aftercare", "records", "duties")
_LISTS = ("transfer", "never_by_glass", "never_by_glass_if_protected")
_CATEGORY_PARTS = ("title", "basis", "certainty", "cells")


def check_access(document: Any) -> list[str]:
    """Check a whole access table; an empty list when it is sound."""
    if not isinstance(document, dict):
        return ["the file is empty, or isn't a list of named parts"]
    parts = {name: document[name] if isinstance(document.get(name), dict) else {} for name in _PARTS}
    return [
        *_check_names("the file", document, _PARTS),
        *(
            f"{name}: this isn't a list of named parts"
            for name in _PARTS
            if name not in _LISTS and not isinstance(document.get(name, {}), dict)
        ),
        *(fault for role, entry in parts["roles"].items() for fault in _check_role(f"roles: {role}", entry)),
        *_check_never(parts["never_roles"], parts["roles"]),
        *_check_aftercare(parts["aftercare_days"]),
        *_check_neutral(parts["neutral_words"], parts["neutral_tasks"]),
        *_check_names("refusals", parts["refusals"], REFUSALS),
        *(fault for name, words in parts["refusals"].items() for fault in _check_words(f"refusals: {name}", words)),
        *_check_list("transfer", document.get("transfer"), lambda name: single_fields(name) == (name,), "field"),
        *_check_file(parts["transfer_file"]),
        *(
            fault
            for name in ("never_by_glass", "never_by_glass_if_protected")
            for fault in _check_list(name, document.get(name), all_categories().__contains__, "category")
        ),
        *(
            fault
            for code, entry in parts["agreements"].items()
            for fault in _check_agreement(f"agreements: {code}", entry, parts["roles"])
        ),
        *_check_names("categories", parts["categories"], sorted(all_categories())),
        *(
            fault
            for category, entry in parts["categories"].items()
            for fault in _check_category(category, entry, list(parts["roles"]))
        ),
    ]


def _check_names(place: str, entry: Any, wanted: Iterable[str]) -> Iterator[str]:
    """Refuse what is missing and what nobody knows."""
    if not isinstance(entry, dict):
        yield f"{place}: this isn't a list of named parts"
        return
    for name in wanted:
        if name not in entry:
            yield f"{place}: {name} is missing"
    for name in entry:
        if name not in wanted:
            yield f"{place}: {name!r} isn't known here"


def _check_words(place: str, words: Any) -> Iterator[str]:
    for language in LANGUAGES:
        text = words.get(language) if isinstance(words, dict) else None
        if not isinstance(text, str) or not text.strip():
            yield f"{place}: there is no {language}"


def _check_source(place: str, entry: dict[str, Any], source: str) -> Iterator[str]:
    if not isinstance(entry.get(source), str) or not entry[source].strip():
        yield f"{place}: {source} has no text"
    if entry.get("certainty") not in CERTAINTIES:
        yield f"{place}: certainty {entry.get('certainty')!r} isn't one of {', '.join(CERTAINTIES)}"


def _check_role(place: str, entry: Any) -> Iterator[str]:
    yield from _check_names(place, entry, _ROLE_PARTS)
    if not isinstance(entry, dict):
        return
    yield from _check_words(f"{place}: name", entry.get("name"))
    purpose = entry.get("purpose")
    yield from _check_words(f"{place}: purpose", purpose)
    if not isinstance(purpose, dict) or not isinstance(purpose.get("id"), str) or not purpose["id"]:
        yield f"{place}: purpose has no id"
    ties = entry.get("reached_by")
    if not isinstance(ties, dict):
        yield f"{place}: reached_by isn't a list of ties (write {{}} for none)"
        ties = {}
    for tie, words in ties.items():
        if tie not in TIE_KINDS:
            yield f"{place}: reached_by {tie!r} isn't one of {', '.join(TIE_KINDS)}"
        yield from _check_words(f"{place}: reached_by {tie}", words)
    if not isinstance(entry.get("aftercare"), bool):
        yield f"{place}: aftercare is neither true nor false"
    records = entry.get("records")
    if not isinstance(records, list):
        yield f"{place}: records isn't a list of tables (write [] for none)"
        records = []
    for part in records:
        if not is_part(str(part)):
            yield f"{place}: records {part!r}, which is no table or kind of one"
    yield from _check_list(f"{place}: duties", entry.get("duties"), DUTIES.__contains__, "duty")


def _check_list(place: str, entry: Any, is_known: Callable[[str], bool], kind: str) -> Iterator[str]:
    """Refuse what isn't a list of known names, each once."""
    if not isinstance(entry, list):
        yield f"{place}: this isn't a list (write [] for none)"
        return
    for name in entry:
        if not is_known(str(name)):
            yield f"{place}: no {kind} is called {name!r}"
        if entry.count(name) > 1:
            yield f"{place}: {name!r} stands here twice"


def _check_file(entry: dict[str, Any]) -> Iterator[str]:
    """Refuse a file without fields, fields nobody knows, and categories that no school may learn anything of."""
    if not entry:
        yield "transfer_file: this names no fields"
    for name, oso in entry.items():
        if single_fields(str(name)) != (name,):
            yield f"transfer_file: no field is called {name!r}"
        elif category_of(name) in NEVER_IN_FILE:
            yield f"transfer_file: {name} says where the child lives or what was decided; no school may read that"
        if oso is not None and not isinstance(oso, str):
            yield f"transfer_file: {name} has {oso!r} where the name in OSO stands"


def _check_agreement(place: str, entry: Any, roles: dict[str, Any]) -> Iterator[str]:
    yield from _check_names(place, entry, ("name", "cells"))
    if not isinstance(entry, dict):
        return
    yield from _check_words(f"{place}: name", entry.get("name"))
    cells = entry.get("cells")
    if not isinstance(cells, dict) or not cells:
        yield f"{place}: cells names no role"
        return
    for role, categories in cells.items():
        if role not in roles:
            yield f"{place}: no role is called {role!r}"
        yield from _check_list(f"{place}, {role}", categories, all_categories().__contains__, "category")


def _check_never(never: dict[str, Any], roles: dict[str, Any]) -> Iterator[str]:
    for name in ALWAYS_NEVER:
        if name not in never:
            yield f"never_roles: {name} is missing; no access may exist for it"
    for name, entry in never.items():
        place = f"never_roles: {name}"
        if name in roles:
            yield f"{place} is a role as well"
        yield from _check_names(place, entry, ("name", "why"))
        if isinstance(entry, dict):
            yield from _check_words(f"{place}: name", entry.get("name"))
            yield from _check_words(f"{place}: why", entry.get("why"))


def _check_aftercare(entry: dict[str, Any]) -> Iterator[str]:
    place = "aftercare_days"
    yield from _check_names(place, entry, ("value", "certainty", "source"))
    days = entry.get("value")
    if not isinstance(days, int) or isinstance(days, bool) or days < 0:
        yield f"{place}: {days!r} isn't a number of days"
    yield from _check_source(place, entry, "source")


def _check_neutral(words: dict[str, Any], tasks: dict[str, Any]) -> Iterator[str]:
    for name, texts in words.items():
        yield from _check_words(f"neutral_words: {name}", texts)
    for task, word in tasks.items():
        if not isinstance(word, str) or word not in words:
            yield f"neutral_tasks: {task} points to {word!r}, which isn't in neutral_words"


def _check_category(category: str, entry: Any, roles: list[str]) -> Iterator[str]:
    place = f"categories: {category}"
    yield from _check_names(place, entry, _CATEGORY_PARTS)
    if not isinstance(entry, dict):
        return
    yield from _check_words(f"{place}: title", entry.get("title"))
    yield from _check_source(place, entry, "basis")
    cells = entry.get("cells")
    yield from _check_names(f"{place}: cells", cells, roles)
    for role, cell in cells.items() if isinstance(cells, dict) else ():
        yield from _check_cell(f"{place}, {role}", category, cell)


def _check_cell(place: str, category: str, cell: Any) -> Iterator[str]:
    """Check one cell: a word that is a level, or lists of fields of this category, each field once."""
    if not isinstance(cell, dict):
        if not isinstance(cell, str) or cell not in WORDS:
            yield f"{place}: {cell!r} isn't one of {', '.join(WORDS)}"
        return
    named: set[str] = set()
    for word, fields in cell.items():
        if word not in (FIELDS, *WORDS):
            yield f"{place}: {word!r} isn't one of {FIELDS}, {', '.join(WORDS)}"
        if not isinstance(fields, list) or not fields:
            yield f"{place}: {word} names no fields"
            continue
        for field in map(str, fields):
            yield from _check_field(place, category, field)
            if field in named:
                yield f"{place}: {field} is named twice"
            named.add(field)


def _check_field(place: str, category: str, field: str) -> Iterator[str]:
    if single_fields(field) != (field,):
        yield f"{place}: no field is called {field}"
    elif category_of(field) != category:
        yield f"{place}: {field} belongs to {category_of(field)}"
