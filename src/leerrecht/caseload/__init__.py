"""The caseload workbook: facts without a server. In: a path; out: typed frames with every fault and notice at once.

May import only `leerrecht.law.tables`. No rule of law, no Django, no clock, no network. Cheap to import: Polars,
calamine and openpyxl are imported when they are first used.
"""

from __future__ import annotations

from leerrecht.caseload.faults import Fault, Lang, Notice
from leerrecht.caseload.fitting import Fitted, fit
from leerrecht.caseload.reading import Reading, empty_frames, read_caseload
from leerrecht.caseload.row import Row, read_row
from leerrecht.caseload.writing import write_caseload, write_template

__all__ = [
    "Fault", "Fitted", "Lang", "Notice", "Reading", "Row", "empty_frames", "fit", "read_caseload", "read_row",
    "write_caseload", "write_template",
]  # fmt: skip
