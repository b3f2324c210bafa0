"""The policy lab: weigh policy on evidence, robustly, and trace every sentence to what it rests on.

A study goes in as plain data; out come what is admissible, who ranks where and how surely, and which conclusions follow.
No Django, no clock, no network, no chance without a seed. This door needs nothing but YAML: reading a study and weighing a
design. Whoever draws weights and codings imports `leerrecht.appraisal.outcome`, which needs numpy.
"""

from __future__ import annotations

from leerrecht.appraisal.design import Design, DesignRefused, read_design, weigh_design
from leerrecht.appraisal.loading import StudyRefused, load_study, make_study
from leerrecht.appraisal.study import Study

__all__ = [
    "Design", "DesignRefused", "Study", "StudyRefused", "load_study", "make_study", "read_design", "weigh_design",
]  # fmt: skip
