"""Reads the files of words and says everything that is wrong with them at once.

A file is a tree of keys; its leaves are texts in every language: ``{nl: Vandaag, en: Today}``. A text may hold placeholders
(``{name}``) and the tags in TAGS, nothing else. A pair ``x_one`` and ``x_many`` is chosen by the value ``count``. The words of
the young person's own door need more languages than the rest (MORE).
"""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from leerrecht.law.yaml_files import OnceLoader, read_yaml, what_is_wrong

LANGUAGES = ("nl", "en")
DOOR_LANGUAGES = (*LANGUAGES, "ar")
MORE = {"door.yaml": DOOR_LANGUAGES, "door_transfer.yaml": DOOR_LANGUAGES}
"""Files whose texts need other languages than the rest."""
RIGHT_TO_LEFT = ("ar",)
TAGS = ("<strong>", "</strong>", "<bdi>", "</bdi>", "<br>")
TAG = re.compile("|".join(TAGS))
NAME = re.compile(r"[a-z][a-z0-9_]*")
ONE, MANY = "_one", "_many"


class WordsRefused(Exception):
    """The words are unsound; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Book:
    """Every text by its full key (``today.title``), per language."""

    texts: Mapping[str, Mapping[str, str]]

    def text(self, key: str, lang: str, values: Mapping[str, object]) -> str:
        """Give the unfilled text; ``count`` chooses between ``key_one`` and ``key_many`` where these exist."""
        if "count" in values and key + ONE in self.texts:
            key += ONE if values["count"] == 1 else MANY
        try:
            leaf = self.texts[key]
        except KeyError:
            near = difflib.get_close_matches(key, self.texts, n=1, cutoff=0)
            raise KeyError(f"no word {key!r}" + (f"; the nearest is {near[0]!r}" if near else "")) from None
        if lang not in leaf:
            raise KeyError(f"no language {lang!r}; there are {', '.join(leaf)}")
        return leaf[lang]


class _Loader(OnceLoader):
    """YAML as text: no value turns into a number, date or yes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own way)


def read_book(folder: Path) -> Book:
    """Read every ``*.yaml`` of a folder and the folders in it as one book, or raise WordsRefused with all faults."""
    texts: dict[str, Mapping[str, str]] = {}
    faults: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        found: dict[str, Mapping[str, str]] = {}
        try:
            tree = read_yaml(path.read_text(encoding="utf-8"), loader=_Loader)
        except yaml.YAMLError as error:
            faults.append(f"{path.name}: {what_is_wrong(error)}")
            continue
        _Walk(found, faults, path.name, MORE.get(path.name, LANGUAGES)).collect(tree, "")
        faults += [f"{path.name}: {key} is in another file too" for key in found if key in texts]
        texts.update(found)
    faults += _lone_plurals(texts)
    if faults:
        raise WordsRefused(faults)
    return Book(texts)


@dataclass(frozen=True)
class _Walk:
    """Walks the tree of one file to its leaves; notes what is found and what is wrong on the way."""

    found: dict[str, Mapping[str, str]]
    faults: list[str]
    file: str
    languages: tuple[str, ...]

    def collect(self, tree: object, key: str) -> None:
        """Take in a branch and all below it."""
        if not isinstance(tree, dict) or not tree:
            self._fault(f"{key or 'the file'} holds no keys; a text needs {' and '.join(self.languages)}")
        elif any(lang in tree for lang in self.languages):
            for fault in _leaf_faults(tree, self.languages):
                self._fault(f"{key}: {fault}")
            self.found[key] = tree
        else:
            for name, branch in tree.items():
                if not NAME.fullmatch(str(name)):
                    self._fault(f"{key or 'the file'} has the key {name!r}; use a-z, 0-9 and _")
                self.collect(branch, f"{key}.{name}" if key else str(name))

    def _fault(self, fault: str) -> None:
        self.faults.append(f"{self.file}: {fault}")


def _leaf_faults(leaf: Mapping[str, object], languages: tuple[str, ...]) -> list[str]:
    """Say what is wrong with one text in its languages."""
    faults = [f"has no {lang}" for lang in languages if not str(leaf.get(lang) or "").strip()]
    faults += [f"has {name!r}, which is no language" for name in leaf if name not in languages]
    texts = {lang: leaf[lang] for lang in languages if lang in leaf}
    faults += [f"{lang} is no text" for lang, text in texts.items() if not isinstance(text, str)]
    names: dict[str, set[str]] = {}
    for lang, text in texts.items():
        if isinstance(text, str):
            names[lang], wrong = placeholders(text)
            faults += [f"{lang} {fault}" for fault in wrong + _markup_faults(text)]
    if len({frozenset(each) for each in names.values()}) > 1:
        listed = "; ".join(f"{lang}: {', '.join(sorted(each)) or 'none'}" for lang, each in names.items())
        faults.append(f"has different placeholders ({listed})")
    return faults


def placeholders(text: str) -> tuple[set[str], list[str]]:
    """Give the names between braces, and what is wrong with them (only plain names: no dots, indexes or formats).

    >>> placeholders("Nog {count} dagen voor {name}")[0] == {"count", "name"}
    True
    >>> placeholders("{name.first}")[1]
    ["has the placeholder 'name.first'; use a plain name"]
    """
    names: set[str] = set()
    faults: list[str] = []
    try:
        for _, name, form, conversion in string.Formatter().parse(text):
            if name is None:
                continue
            if form or conversion or not NAME.fullmatch(name):
                faults.append(f"has the placeholder {name!r}; use a plain name")
            names.add(name)
    except ValueError as error:
        faults.append(f"has a brace that isn't closed ({error})")
    return names, faults


def _markup_faults(text: str) -> list[str]:
    """Only the tags in TAGS, each closed by its own, not nested in itself."""
    faults = []
    if re.search(r"[<>]|&\w+;|&#", TAG.sub("", text)):
        faults.append(f"has markup; only {', '.join(TAGS)} may be used")
    for tag in ("strong", "bdi"):
        marks = re.findall(f"</?{tag}>", text)
        if marks != [f"<{tag}>", f"</{tag}>"] * (len(marks) // 2):
            faults.append(f"doesn't close <{tag}>")
    return faults


def _lone_plurals(texts: Mapping[str, object]) -> list[str]:
    """A text for one without a text for many, or the other way round."""
    pairs = ((ONE, MANY), (MANY, ONE))
    return [
        f"{key} has no {key.removesuffix(mine) + other}"
        for key in texts
        for mine, other in pairs
        if key.endswith(mine) and key.removesuffix(mine) + other not in texts
    ]
