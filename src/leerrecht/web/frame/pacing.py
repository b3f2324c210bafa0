"""How often something may be asked: counted in memory, so that asking changes nothing in the database.

Each process counts for itself; what guards against guessing is the length of what has to be guessed.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

MOST_KEYS = 10_000


class Pace:
    """So many times in so many seconds, by key. The keys that were asked about last are remembered."""

    def __init__(self, *, most: int, seconds: int) -> None:
        self.most, self.seconds = most, seconds
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def count(self, key: str) -> None:
        """Count one time."""
        with self._lock:
            begun, times = self._running(key)
            self._counts[key] = begun, times + 1
            self._counts.move_to_end(key)
            if len(self._counts) > MOST_KEYS:
                self._counts.popitem(last=False)

    def is_over(self, key: str) -> bool:
        """Tell whether it was so often already."""
        with self._lock:
            return self._running(key)[1] >= self.most

    def forget(self) -> None:
        """Forget everything; only tests ask for it."""
        with self._lock:
            self._counts.clear()

    def _running(self, key: str) -> tuple[float, int]:
        begun, times = self._counts.get(key, (0.0, 0))
        now = time.monotonic()
        return (begun, times) if times and now - begun < self.seconds else (now, 0)
