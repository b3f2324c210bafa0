"""The rulebook and the access table that are in force in this process: read once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from leerrecht.access import AccessTable, load_access
from leerrecht.access.fields import all_categories
from leerrecht.conf.places import supplied_folder
from leerrecht.law.cooperation import Cooperation
from leerrecht.law.keeping import ORGANISATION_KINDS, Retention
from leerrecht.law.retention import load_retention
from leerrecht.law.rulebook import Rulebook, load_rulebook
from leerrecht.law.tasks import StandardTask

NOT_STORED = frozenset({"health", "safety", "statistics"})
"""Categories of which nothing is kept here, so that they need no term."""


@cache
def rulebook() -> Rulebook:
    """Give the rulebook; raises RulebookRefused with everything that is wrong with it."""
    return load_rulebook(folder=supplied_folder())


@cache
def access_table() -> AccessTable:
    """Give the table of who sees what; raises AccessRefused with everything that is wrong with it."""
    return load_access(path=supplied_folder() / "access.yaml")


@cache
def access_fingerprint() -> str:
    """Give a short code that changes with every change of the access table: what a signature is about."""
    return hashlib.sha256((supplied_folder() / "access.yaml").read_bytes()).hexdigest()[:14]


@cache
def retention() -> Retention:
    """Give the terms of keeping; raises RetentionRefused with everything that is wrong with them."""
    stored = all_categories() - NOT_STORED
    path = supplied_folder() / "retention.yaml"
    return load_retention(path=path, categories=stored, organisations=ORGANISATION_KINDS)


def cooperation() -> Cooperation:
    """Give the life domains on which somebody may decide."""
    return rulebook().cooperation


def standard_tasks() -> Mapping[str, StandardTask]:
    """Give the tasks around a child that a task agreement is about, by id, in the order of the list."""
    return rulebook().tasks
