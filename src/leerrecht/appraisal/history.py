"""The history of a study of one's own: entries that add or change something, each with who, when and why.

The study stands in its file as it was begun, and its `history` is laid over it when it is read; so nothing is ever
overwritten, and each entry says what stood before. A seal over all that came earlier tells when somebody changed it
afterwards. It keeps slips out, not forgers.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leerrecht.appraisal.checking import find_part
from leerrecht.appraisal.fields import Faults, choices, show
from leerrecht.appraisal.shapes import HISTORY_PARTS

Entry = Mapping[str, Any]
Document = dict[str, Any]
HISTORY = "history"
SEAL = 32
"""Hexadecimal digits of a seal."""


def key_of(part: str, entry: Any) -> str:
    """Name an entry of a part: its id, the cell of a judgement, what is compared; "" when it has no name and can be added only.

    >>> key_of("judgements", {"subgroup": "amv", "scenario": "C1", "criterion": "K4"}), key_of("gaps", "No amounts.")
    ('amv/C1/K4', '')
    >>> key_of("orderings", {"subgroups": ["amv"], "criterion": "K4", "better": "C2", "worse": "C1"})
    'amv/K4/C2>C1'
    """
    if not isinstance(entry, Mapping):
        return ""
    if part == "judgements":
        return "/".join(str(entry.get(name)) for name in ("subgroup", "scenario", "criterion"))
    if part == "orderings":
        groups = entry.get("subgroups")
        named = "+".join(map(str, groups)) if isinstance(groups, list) else str(groups)
        return f"{named}/{entry.get('criterion')}/{entry.get('better')}>{entry.get('worse')}"
    return str(entry.get("id", entry.get("c", "")))


def seal_of(before: str, entry: Entry) -> str:
    """Seal an entry on top of the seal before it."""
    told = {name: content for name, content in entry.items() if name != "seal"}
    return hashlib.sha256(f"{before}\n{_canonical(told)}".encode()).hexdigest()[:SEAL]


def first_seal(document: Entry) -> str:
    """Seal a study as it was begun, without its history."""
    return seal_of("", {name: part for name, part in document.items() if name != HISTORY})


def _canonical(content: Any) -> str:
    return json.dumps(_with_text_keys(content), sort_keys=True, ensure_ascii=False, default=str)


def _with_text_keys(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {str(name): _with_text_keys(part) for name, part in content.items()}
    return [_with_text_keys(part) for part in content] if isinstance(content, list) else content


def replay(document: Any, faults: Faults, *, until: str = "") -> tuple[Any, tuple[Entry, ...]]:
    """Lay the history over a study, as far as its form is right; gives the study without it, and the entries that were laid.

    The faults go to `faults`; `until`: stop before the entry with this id. A document without history is given as it is.
    """
    entries = document.get(HISTORY) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return document, ()
    made: Document = copy.deepcopy({name: part for name, part in document.items() if name != HISTORY})
    seal, laid, broken = first_seal(made), [], False
    for entry in entries:
        if not isinstance(entry, Mapping) or entry.get("part") not in HISTORY_PARTS or entry.get("id") == until:
            break  # what is wrong with its form is told with the form of the study
        where = f"history[{entry.get('id')}]"
        seal = seal_of(seal, entry)
        if entry.get("seal") != seal and not broken:
            broken = True
            faults.add(
                f"{where}.seal", "this entry, or something before it, was changed after it was written",
                "Put back what stood there. A correction is a new entry: --add",
            )  # fmt: skip
        apply_entry(made, entry, where, faults)
        laid.append(entry)
    return made, tuple(laid)


def apply_entry(document: Document, entry: Entry, where: str, faults: Faults) -> None:
    """Add, change or drop what an entry does; refuse what doesn't stand there as it says."""
    part = str(entry["part"])
    if "add" in entry:
        _list_in(document, part).append(copy.deepcopy(entry["add"]))
        return
    target = find_entry(document, part, str(entry.get("of", "")))
    if target is None:
        faults.add(f"{where}.of", f"{show(entry.get('of'))} isn't in {part}", "Name an entry that is there")
        return
    if "drop" in entry:
        if target != entry["drop"]:
            faults.add(f"{where}.drop", "this isn't what stood there", "Name it as it stands")
        _list_in(document, part).remove(target)
        return
    was, now = entry.get("was"), entry.get("now")
    if not isinstance(was, Mapping) or not isinstance(now, Mapping):
        faults.add(where, "an entry that changes something has of, was and now", "Let --add write it")
        return
    for name, content in was.items():
        if target.get(name) != content:
            faults.add(
                f"{where}.was.{name}", f"{show(content)} isn't what stood there", f"It was {show(target.get(name))}"
            )
    for name, content in now.items():
        target[name] = copy.deepcopy(content)
        if content is None:
            del target[name]


def _list_in(document: Document, part: str) -> list[Any]:
    *above, last = part.split(".")
    for name in above:
        document = document.setdefault(name, {})
    found: list[Any] = document.setdefault(last, [])
    return found


def find_entry(document: Entry, part: str, key: str) -> dict[str, Any] | None:
    """Give an entry of a part by its name; the part itself when it isn't a list, such as `meta`."""
    found = find_part(document, tuple(part.split(".")))
    if isinstance(found, dict):
        return None if key else found
    entries = found if isinstance(found, list) else []
    return (
        next((each for each in entries if isinstance(each, dict) and key_of(part, each) == key), None) if key else None
    )


def make_entries(
    document: Document, changes: Any, *, by: str, why: str, date: str, faults: Faults
) -> list[dict[str, Any]]:
    """Make the entries that changes ask for, sealed on top of the history that there is.

    `document`: as written, with its history; `changes`: parts with entries. One that has the name of what stands there
    changes the fields that it has (null takes one away), or drops it (`drop: true`); any other is added. What stands there
    already is left out.
    """
    current = copy.deepcopy(replay(document, faults)[0])
    history = list(document.get(HISTORY) or ())
    seal = str(history[-1].get("seal")) if history else first_seal(document)
    made: list[dict[str, Any]] = []
    for part, entry in _asked(changes, faults):
        told = _difference(current, part, entry, faults)
        if told is None:
            continue
        number = len(history) + len(made) + 1
        written = {"id": f"E{number:03d}", "by": by, "date": date, "why": why, "part": part, **told}
        seal = seal_of(seal, written)
        apply_entry(current, written, f"history[{written['id']}]", faults)
        made.append({**written, "seal": seal})
    return made


def _asked(changes: Any, faults: Faults) -> Iterator[tuple[str, Any]]:
    """Give each entry that is asked for with its part; say which part doesn't exist or isn't a list."""
    if not isinstance(changes, Mapping):
        faults.add(
            "changes", "this isn't a list of named parts", "Write for instance findings: with the new ones below it"
        )
        return
    for name, content in changes.items():
        nested = (
            {f"{name}.{one}": each for one, each in content.items()} if _is_nested(name, content) else {name: content}
        )
        for part, entries in nested.items():
            if part not in HISTORY_PARTS:
                faults.add(str(part), "this part isn't known, or can't be changed", choices(HISTORY_PARTS, part))
            elif HISTORY_PARTS[part] is list and not isinstance(entries, list):
                faults.add(str(part), f"{show(entries)} isn't a list of entries", "Begin each entry with a dash")
            else:
                yield from ((part, entry) for entry in (entries if isinstance(entries, list) else [entries]))


def _is_nested(name: Any, content: Any) -> bool:
    return isinstance(content, Mapping) and any(part.startswith(f"{name}.") for part in HISTORY_PARTS)


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether two contents say the same; nothing there is as good as an empty list."""
    empty: tuple[Any, ...] = (None, [], {})
    return bool(one == other) or (one in empty and other in empty)


def _difference(document: Document, part: str, entry: Any, faults: Faults) -> dict[str, Any] | None:
    """Say what an entry adds, changes or drops; None when all of it stands there already."""
    key = key_of(part, entry) if HISTORY_PARTS[part] is list else ""
    found = find_entry(document, part, key)
    if isinstance(entry, Mapping) and entry.get("drop") is True:
        if found is None or HISTORY_PARTS[part] is not list:
            faults.add(f"{part}[{key}].drop", "this isn't there, so it can't be dropped", "Name an entry that is there")
            return None
        return {"of": key, "drop": copy.deepcopy(found)}
    if found is None or not isinstance(entry, Mapping):
        standing: Sequence[Any] = find_part(document, tuple(part.split("."))) or ()
        return None if not key and entry in standing else {"add": entry}
    now = {name: content for name, content in entry.items() if not _is_same(found.get(name), content)}
    return {"of": key, "was": {name: found.get(name) for name in now}, "now": now} if now else None
