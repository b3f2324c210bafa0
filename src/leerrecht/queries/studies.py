"""The policy studies that come with Leerrecht, and what comes out of them.

Studies are public and hold no fact about any child, so nothing here takes a Scope. A study is read once; an outcome is worked
out once for each way of working it out, of which there are few.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache, lru_cache

from leerrecht.appraisal import Study, load_study
from leerrecht.appraisal.outcome import Outcome, appraise
from leerrecht.appraisal.report import FORMS, Report, make_report
from leerrecht.appraisal.simulation import Settings
from leerrecht.conf.places import studies_folder

DRAWS = (2_000, 10_000)
"""How many draws somebody may ask for, the usual number first: enough to see what comes out, and there within a second."""
SEED = 0
MOST_KEPT, MOST_REPORTS = 64, 8
REPORT_FORMS = ("pdf", "docx")


@cache
def all_studies() -> Mapping[str, Study]:
    """Give the studies by id; raises StudyRefused with everything that is wrong with one.

    >>> "aef-2025" in all_studies()
    True
    """
    found = (load_study(path=path)[0] for path in sorted(studies_folder().glob("*/study.yaml")))
    return {study.id: study for study in found}


@lru_cache(maxsize=MOST_KEPT)
def outcome_of(*, study: str, subgroup: str, settings: Settings) -> Outcome:
    """Give what comes out of a study for a subgroup; raises KeyError when either isn't there."""
    found = all_studies()[study]
    return appraise(found, settings=settings, subgroups=[subgroup])[found.subgroups[subgroup].id]


def outcomes_of(*, study: str, settings: Settings) -> Mapping[str, Outcome]:
    """Give what comes out of a study for each subgroup."""
    return {name: outcome_of(study=study, subgroup=name, settings=settings) for name in all_studies()[study].subgroups}


@lru_cache(maxsize=MOST_REPORTS)
def report_of(*, study: str, lang: str, made_on: datetime.date) -> Report:
    """Give the report of a study in a language, with the day on it."""
    settings = usual_settings()
    outcomes = outcomes_of(study=study, settings=settings)
    return make_report(all_studies()[study], outcomes, settings=settings, lang=lang, made_on=made_on)


@lru_cache(maxsize=MOST_REPORTS)
def report_file(*, study: str, lang: str, made_on: datetime.date, form: str) -> bytes:
    """Give the report as a file of one of REPORT_FORMS; raises ReportRefused when that form can't be made here."""
    return FORMS[f".{form}"](report_of(study=study, lang=lang, made_on=made_on))


def usual_settings() -> Settings:
    """Give the usual way of working an outcome out."""
    return Settings(draws=DRAWS[0], seed=SEED)
