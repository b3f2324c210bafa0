"""`leerrecht appraise --copy | --add | --try | --history | --since`: evidence work in a study of one's own."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from leerrecht.appraisal import Study, StudyRefused
from leerrecht.appraisal.history import key_of
from leerrecht.appraisal.loading import make_study, read_document
from leerrecht.appraisal.own_copy import add_to_copy, begin_copy, read_changes
from leerrecht.appraisal.plain import difference_object
from leerrecht.appraisal.study import say, words_in
from leerrecht.cli.appraise import find_path, print_json, refuse, settings_of, weigh
from leerrecht.cli.appraise_table import difference_lines, section
from leerrecht.cli.appraise_words import speak
from leerrecht.cli.messages import plain

NOBODY = "-"
WAYS = ("copy", "add", "try_", "history", "since")


def work_on_copy(arguments: argparse.Namespace) -> None:
    """Do what was asked with a study of one's own; refuses what doesn't fit, all at once."""
    lang = arguments.lang
    path = find_path(arguments.study, lang)
    _check_asked(arguments)
    try:
        if arguments.copy:
            begin_copy(
                source=path, target=arguments.copy, by=arguments.by, date=today(),
                why=arguments.why or speak("copied", lang, study=arguments.study),
            )  # fmt: skip
            print(speak("written", lang, name=arguments.copy), file=sys.stderr)
        elif arguments.history:
            show_history(read_document(path=path), path, arguments)
        elif arguments.since:
            show_since(read_document(path=path), path, arguments)
        else:
            add_evidence(path, arguments)
    except StudyRefused as refused:
        refuse(refused.faults, speak("cannot", lang))


def today() -> str:
    """Give the reader's own day."""
    return datetime.date.today().isoformat()  # noqa: DTZ011 (the reader's own day)


def _check_asked(arguments: argparse.Namespace) -> None:
    """Refuse two ways at once, a change without who and why, and a change of a supplied study."""
    lang, faults = arguments.lang, []
    asked = [name for name in WAYS if getattr(arguments, name)]
    if len(asked) > 1:
        faults.append(speak("one_at_a_time", lang, names=", ".join(f"--{name.strip('_')}" for name in asked)))
    if arguments.copy and not arguments.by:
        faults.append(speak("needs_by", lang))
    if arguments.add and not (arguments.by and arguments.why):
        faults.append(speak("needs_who", lang, what="add"))
    if (arguments.add or arguments.try_) and not Path(arguments.study).is_file():
        faults.append(speak("supplied", lang, name=arguments.study))
    if faults:
        refuse(faults, speak("cannot", lang))


def add_evidence(path: Path, arguments: argparse.Namespace) -> None:
    """Add to a copy, or try to, and show what that changes."""
    lang = arguments.lang
    document = read_document(path=path)
    before, _ = make_study(document, name=path.stem)
    changes = read_changes(path=arguments.add or arguments.try_, document=document)
    grown, entries = add_to_copy(
        path=path, changes=changes, by=arguments.by or NOBODY,
        why=arguments.why or NOBODY, date=today(), write=bool(arguments.add),
    )  # fmt: skip
    after, _ = make_study(grown, name=path.stem)
    ids = ", ".join(entry["id"] for entry in entries)
    said = speak("added", lang, name=path.name, ids=ids) if arguments.add else speak("tried", lang)
    print(said, file=sys.stderr)
    show_differences(before, after, entries, arguments)


def show_history(document: Any, path: Path, arguments: argparse.Namespace) -> None:
    """Show the history of a study: who, when, why, and what stood before."""
    study, _ = make_study(document, name=path.stem)
    entries = list(study.history)
    if arguments.format == "json":
        print_json({"study": study.id, "history": entries})
        return
    lines = [line for entry in entries for line in entry_lines(entry, arguments.lang)]
    print("\n".join(plain(line) for line in lines[1:] or [speak("no_history", arguments.lang)]))


def show_since(document: Any, path: Path, arguments: argparse.Namespace) -> None:
    """Show what an entry of the history, and all after it, changed in what comes out."""
    after, _ = make_study(document, name=path.stem)
    entries = after.history
    ids = [entry["id"] for entry in entries]
    if arguments.since not in ids:
        known = ", ".join(ids) or "-"
        refuse([speak("no_entry", arguments.lang, name=arguments.since, known=known)], speak("cannot", arguments.lang))
    before, _ = make_study(document, name=path.stem, until=arguments.since)
    show_differences(before, after, entries[ids.index(arguments.since) :], arguments)


def show_differences(
    before: Study, after: Study, entries: Sequence[Mapping[str, Any]], arguments: argparse.Namespace
) -> None:
    """Show entries, and what comes out with them beside what came out without."""
    from leerrecht.appraisal.changing import find_differences, noise_of

    lang = arguments.lang
    if arguments.subgroup is not None and arguments.subgroup not in after.subgroups:
        known = ", ".join(after.subgroups)
        refuse([speak("no_subgroup", lang, name=arguments.subgroup, known=known)], speak("cannot", lang))
    earlier, later = weigh(before, arguments), weigh(after, arguments)
    found = find_differences(before, after, earlier=earlier, later=later)
    noise = noise_of(settings_of(arguments).draws)
    if arguments.format == "json":
        changes = {name: difference_object(each) for name, each in found.items()}
        print_json({"study": after.id, "entries": list(entries), "changes": changes, "noise": noise})
        return
    lines = [line for entry in entries for line in entry_lines(entry, lang)]
    lines += ["", speak("what_changes", lang), *difference_lines(after, found, noise, lang)]
    print("\n".join(plain(line) for line in lines[1:]))


def entry_lines(entry: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Say an entry of a history, below an empty line; of a trial, which nobody signed, only what it does."""
    signed = speak("entry", lang, **{name: entry[name] for name in ("id", "date", "by", "why")})
    heading = signed if entry["by"] != NOBODY else entry["id"]
    if "add" in entry:
        added = entry["add"]
        name = key_of(entry["part"], added)
        text = added if isinstance(added, str) else _text(added, lang)
        items = [speak("entry_adds", lang, part=entry["part"], what=": ".join(filter(None, (name, str(text)))))]
    elif "drop" in entry:
        items = [speak("entry_drops", lang, where=f"{entry['part']} {entry['of']}")]
    else:
        items = [
            speak("entry_changes", lang, where=f"{entry['part']} {entry['of']}".strip(), name=name,
                  was=_shown(entry["was"].get(name), lang), now=_shown(now, lang))
            for name, now in entry["now"].items()
        ]  # fmt: skip
    yield from section(heading, items)


def _text(added: Mapping[str, Any], lang: str) -> str:
    """Give what an entry says: the first of its texts, in the reader's language where it has that."""
    found = next((name for name in ("text", "title", "name", "what", "score") if name in added), None)
    return say(words_in(added, found), lang) if found else ""


def _shown(content: Any, lang: str) -> str:
    if content is None:
        return speak("nothing_there", lang)
    return ", ".join(map(str, content)) if isinstance(content, list) else str(content)
