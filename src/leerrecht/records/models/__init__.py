"""The tables of the record."""

from leerrecht.records.models.base import Child, Fact
from leerrecht.records.models.facts import (
    FACT,
    FACTS,
    Absence,
    Application,
    Assessment,
    Departure,
    Enrolment,
    Handover,
    Identifier,
    Interim,
    Involvement,
    MovePoint,
    Person,
    Plan,
    Schooling,
    Status,
    Stay,
    Transfer,
    Voice,
)
from leerrecht.records.models.imports import Import

__all__ = [
    "FACT", "FACTS", "Absence", "Application", "Assessment", "Child", "Departure", "Enrolment", "Fact", "Handover",
    "Identifier", "Import", "Interim", "Involvement", "MovePoint", "Person", "Plan", "Schooling", "Status", "Stay",
    "Transfer", "Voice",
]  # fmt: skip
