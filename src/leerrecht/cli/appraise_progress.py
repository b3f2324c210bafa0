"""How far a long run is, on stderr: a bar on a terminal, a line for each tenth elsewhere. Short runs say nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from leerrecht.cli.appraise_words import speak

PATIENCE = 2.0
"""Seconds after which somebody wants to know how far it is."""
STEP = 10
"""Percent between two lines where there is no terminal."""


@contextmanager
def progress(*, total: int, lang: str) -> Iterator[Callable[[int], None]]:
    """Give who is told that so many more of `total` are done. The line on a terminal is wiped at the end, also when stopped."""
    meter = Meter(total, lang)
    try:
        yield meter.tell
    finally:
        meter.wipe()


class Meter:
    """Counts, and says how far it is."""

    def __init__(self, total: int, lang: str) -> None:
        self.total, self.lang, self.done, self.said = max(total, 1), lang, 0, 0
        self.began, self.is_terminal, self.is_shown = time.monotonic(), sys.stderr.isatty(), False

    def tell(self, more: int) -> None:
        """Take note of what is done; says it when it takes long."""
        self.done += more
        step = 1 if self.is_terminal else STEP
        percent = min(100, 100 * self.done // self.total) // step * step
        if time.monotonic() - self.began < PATIENCE or percent <= self.said:
            return
        self.said = percent
        line = f"{speak('working', self.lang)}: {percent}%"
        print(
            f"\r{line}" if self.is_terminal else line, end="" if self.is_terminal else "\n", file=sys.stderr, flush=True
        )
        self.is_shown = self.is_terminal

    def wipe(self) -> None:
        """Take the line off the terminal."""
        if self.is_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
