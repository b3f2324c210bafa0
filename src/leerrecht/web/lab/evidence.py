"""The evidence browser: findings by who said them, scenario, criterion and subgroup, each with what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from leerrecht.appraisal import Study
from leerrecht.appraisal.conditions import holds
from leerrecht.appraisal.outcome import Outcome
from leerrecht.appraisal.study import Finding
from leerrecht.web.lab.citing import Chain, Cited
from leerrecht.web.lab.opening import Question
from leerrecht.web.lab.wording import group_name, named, said_by, score_parts, told, when_words

MOST = 25
"""Findings on one page."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which findings somebody looks for; empty: all."""

    group: str
    said_by: str
    scenario: str
    criterion: str

    def fits(self, study: Study, finding: Finding) -> bool:
        """Tell whether a finding is one of those. One that hangs on what a scenario leaves open may apply to it."""
        return (
            (not self.group or self.group in finding.subgroups)
            and (not self.said_by or finding.said_by == self.said_by)
            and (not self.criterion or self.criterion in (finding.criterion, study.criteria[finding.criterion].parent))
            and (not self.scenario or holds(finding.applies_if, study.scenarios[self.scenario].dims) is not False)
        )


def read_sought(question: Question, study: Study) -> Sought:
    """Read from an address what somebody looks for."""
    return Sought(
        group=question.group(study, usual=""),
        said_by=question.choose("gezegd", allowed=roles_of(study), usual=""),
        scenario=question.choose("scenario", allowed=study.scenarios, usual=""),
        criterion=question.choose("criterium", allowed=study.criteria, usual=""),
    )


def roles_of(study: Study) -> list[str]:
    """Give who said something, those who said most first."""
    counts: dict[str, int] = {}
    for finding in study.findings.values():
        counts[finding.said_by] = counts.get(finding.said_by, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def find_findings(study: Study, sought: Sought) -> list[Finding]:
    """Give the findings that somebody looks for, in the order of the study."""
    return [finding for finding in study.findings.values() if sought.fits(study, finding)]


def filters(study: Study, sought: Sought, lang: str) -> list[Mapping[str, Any]]:
    """Give the fields of the form, each with its choices."""
    used = dict.fromkeys(
        name
        for finding in study.findings.values()
        for name in (study.criteria[finding.criterion].parent, finding.criterion)
        if name
    )
    order = list(study.criteria).index
    choices: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "groep": (sought.group, [(name, group_name(study, name, lang)) for name in study.subgroups]),
        "gezegd": (sought.said_by, [(name, said_by(study, name, lang)) for name in roles_of(study)]),
        "scenario": (sought.scenario, [(name, name) for name in study.scenarios if not study.scenarios[name].zero]),
        "criterium": (sought.criterion, [(name, told(study.criteria[name].name, lang)) for name in sorted(used, key=order)]),
    }  # fmt: skip
    return [
        {
            "id": name,
            "choices": [{"value": value, "label": label, "is_chosen": value == chosen} for value, label in listed],
        }
        for name, (chosen, listed) in choices.items()
    ]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding on a page, with its source place and what rests on it, per subgroup."""

    cited: Cited
    sign: Mapping[str, str] | None
    kind: Any
    criterion: Any
    groups: tuple[Any, ...]
    applies: Any
    pupil: SafeString
    uses: tuple[Mapping[str, Any], ...]


def found_rows(study: Study, findings: list[Finding], outcomes: Mapping[str, Outcome], lang: str) -> list[Found]:
    """Give findings for a page."""
    chains = {group: Chain.of(study, outcome, lang) for group, outcome in outcomes.items()}
    return [_found(finding, chains) for finding in findings]


def _found(finding: Finding, chains: Mapping[str, Chain]) -> Found:
    mine = [chains[group] for group in finding.subgroups]
    chain = mine[0]
    uses = [
        {"group": group_name(each.study, each.group, each.lang), "cited": each.cite_all(each.used_by(finding.id))}
        for each in mine
    ]
    return Found(
        cited=chain.cite(finding.id),
        sign=None if finding.polarity is None else score_parts(finding.polarity, chain.lang),
        kind=named("finding_kind", finding.kind, chain.lang),
        criterion=told(chain.study.criteria[finding.criterion].name, chain.lang),
        groups=tuple(group_name(chain.study, each.group, chain.lang) for each in mine),
        applies=when_words(chain.study, finding.applies_if, chain.lang),
        pupil=told(finding.pupil_condition, chain.lang),
        uses=tuple(each for each in uses if each["cited"]),
    )
