"""The registry: every rule, in the order of RULE_IDS."""

from __future__ import annotations

from leerrecht.law.rule import RULE_IDS
from leerrecht.law.rules import (
    ages,
    continuity,
    identifiers,
    moves,
    periods,
    placement,
    presence,
    retest,
    roles,
    status,
    tnv,
)

_MODULES = (placement, continuity, identifiers, tnv, ages, status, periods, presence, moves, retest, roles)
RULE = {rule.id: rule for module in _MODULES for rule in module.RULES}
RULES = tuple(RULE[rule_id] for rule_id in RULE_IDS)
