"""A `leerrecht` that serves, in a process of its own, for tests."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

URL = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


@dataclass
class Running:
    process: subprocess.Popen[str]
    url: str

    def get(self, path: str = "", **headers: str) -> Answer:
        return open_url(self.url.rstrip("/") + path, **headers)

    def stop(self, how: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


@dataclass
class Answer:
    status: int
    headers: Any
    text: str


def open_url(url: str, **headers: str) -> Answer:
    """Give the answer, whatever its status."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    asked = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        found = opener.open(asked, timeout=20)
    except urllib.error.HTTPError as error:
        found = error
    with found:
        return Answer(found.status, found.headers, found.read().decode(errors="replace"))


def environment(**changes: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("LEERRECHT_", "DJANGO_", "DATABASE_", "COVERAGE", "PYTEST"))
    }  # fmt: skip
    return {**kept, **changes}


@contextlib.contextmanager
def running(*arguments: object, **changes: str) -> Iterator[Running]:
    """Start it and wait for the line with its address; it is stopped in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "leerrecht.cli", *map(str, arguments)], env=environment(**changes), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    late = threading.Timer(60, process.kill)
    late.start()
    try:
        line = process.stdout.readline()
        found = URL.search(line)
        assert found, line + (process.communicate()[1] if not line else "")
        yield Running(process, found[0])
    finally:
        late.cancel()
        if process.poll() is None:
            process.kill()
        with contextlib.suppress(ValueError):
            process.communicate()


def run(*arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "leerrecht.cli", *map(str, arguments)], env=environment(**changes), capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
