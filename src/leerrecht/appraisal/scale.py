"""The five-point scale of a judgement, and what isn't a point on it: unknown.

Scores are ordinal: -2 (infeasible, harmful, against the law) to +2 (fits best, no obstacle). An unknown is never zero.
"""

from __future__ import annotations

CODES = {"--": -2, "-": -1, "0": 0, "+": 1, "++": 2}
UNKNOWN = "unknown"
LOWEST, HIGHEST = -2, 2
SHOWN = {value: code for code, value in CODES.items()}


def value_of(code: object) -> int | None:
    """Give the value of a code; None when it is unknown.

    >>> value_of("++"), value_of("0"), value_of(0), value_of("unknown")
    (2, 0, 0, None)

    Raises KeyError for what isn't a code. YAML reads a bare 0 or -1 as a number: that is the same code.
    """
    if isinstance(code, int) and not isinstance(code, bool) and code in SHOWN:
        return code
    text = str(code)
    return None if text == UNKNOWN else CODES[text]


def code_of(value: int | None) -> str:
    """Give the code of a value.

    >>> code_of(-2), code_of(None)
    ('--', 'unknown')
    """
    return UNKNOWN if value is None else SHOWN[value]
