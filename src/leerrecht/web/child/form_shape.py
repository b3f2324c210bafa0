"""How the form of each kind of fact is laid out: which fields, in which order, which side by side. Only data."""

from __future__ import annotations

ROWS: dict[str, tuple[tuple[str, ...], ...]] = {
    "children": (
        ("given_names", "family_name"), ("original_name", "pronunciation"), ("born_on",), ("born_precision",),
        ("languages", "interpreter"), ("unaccompanied",), ("sex", "father_name"),
    ),
    "applications": (("lodged_on", "arrived_on"),),
    "departures": (("kind",), ("left_on", "back_on")),
    "identifiers": (("kind",), ("value",), ("valid_from", "valid_to")),
    "statuses": (("status",), ("valid_from", "valid_to")),
    "stays": (
        ("location", "municipality"), ("kind",), ("region",), ("valid_from", "valid_to"),
        ("announced_on", "child_told_on"), ("reason",),
    ),
    "enrolments": (
        ("school", "municipality"), ("kind",), ("phase",), ("requested_on", "started_on"), ("left_on",),
    ),
    "interim": (("provision",), ("kind",), ("valid_from", "valid_to")),
    "assessments": (("domain",), ("instrument", "level"), ("taken_on", "valid_until"), ("school",)),
    "absences": (("day", "hours"), ("authorised",), ("reason",)),
    "involvements": (("task",), ("organisation", "person"), ("valid_from", "valid_to"), ("capacity",)),
    "plans": (("agreed_on",), ("with",), ("child_view",), ("requested_on",)),
    "voices": (("kind",), ("words",), ("said_on",), ("language", "interpreter")),
    "move_points": (("item",), ("opened_on",), ("organisation", "person"), ("due_on", "done_on"), ("note",)),
    "schoolings": (("noted_on", "years"), ("scripts",), ("route",), ("support",), ("wishes",)),
}  # fmt: skip
"""The fields of each table; those on one line stand side by side where there is room. What a plan answers, and with whom
something is shared, isn't in a form about facts.
"""

GROUPS = (
    ("school", ("enrolments", "absences", "assessments", "schoolings", "interim")),
    ("living", ("stays", "departures")),
    ("people", ("involvements",)),
    ("papers", ("identifiers", "statuses", "applications")),
    ("voice", ("voices",)),
)
"""The kinds of facts to choose from, in the order in which they are asked for."""

OWN_PAGE = {"voices": "words", "move_points": "move"}
"""Tables with a form of their own to add to them, and its address."""

LONG = (
    "plans.child_view", "voices.words", "stays.reason", "move_points.note", "schoolings.support", "schoolings.wishes",
)  # fmt: skip
"""Texts that may take several lines."""

KNOWN_NAMES = {
    "stays.location": "locations", "stays.municipality": "municipalities", "enrolments.school": "schools",
    "enrolments.municipality": "municipalities", "assessments.school": "schools",
    "involvements.organisation": "organisations", "involvements.person": "people",
    "move_points.organisation": "organisations", "move_points.person": "people",
}  # fmt: skip
"""Columns in which a name is typed that may be known already."""

TASK = ("involvements", "task")
OTHER, OTHER_TASK = "other", "task_other"
"""The choice for a task that has no words, and the field in which it is written."""
ASKED_TASK = "taak"
"""In an address: the task that a page asks somebody for."""
