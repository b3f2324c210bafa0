"""Does a condition hold on a design? Yes, no, or open: a dimension that it asks about isn't set.

Only the law has a default: where nobody says otherwise, current law holds.
"""

from __future__ import annotations

from leerrecht.appraisal.study import Dims, When

DEFAULTS = {"law": "current"}


def find_value(dims: Dims, dimension: str) -> str | None:
    """Give the value of a dimension, or None when it is unset.

    >>> find_value({}, "law"), find_value({}, "time")
    ('current', None)
    """
    return dims.get(dimension, DEFAULTS.get(dimension))


def holds(when: When, dims: Dims) -> bool | None:
    """Tell whether a condition holds: True, False (a set dimension contradicts it), or None (open).

    >>> when = {"time": ("in_school",), "target": ("exclusive_negative_decision",)}
    >>> holds(when, {"time": "in_school"}), holds(when, {"time": "out_of_school"}), holds({}, {})
    (None, False, True)
    """
    values = [(find_value(dims, dimension), allowed) for dimension, allowed in when.items()]
    if any(value is not None and value not in allowed for value, allowed in values):
        return False
    return None if any(value is None for value, _ in values) else True


def contradicted(when: When, dims: Dims) -> tuple[str, ...]:
    """Give the dimensions on which a design contradicts a condition.

    >>> contradicted({"time": ("in_school",)}, {"time": "out_of_school"})
    ('time',)
    """
    return tuple(
        dimension
        for dimension, allowed in when.items()
        if (value := find_value(dims, dimension)) is not None and value not in allowed
    )
