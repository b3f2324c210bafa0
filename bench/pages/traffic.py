"""Twenty at once: servers in processes of their own, users in another, on a copy of a filled database."""

from __future__ import annotations

import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psutil

from bench.pages.processes import ask, finish, start, tell, wait_for
from bench.pages.shape import Sizes, Timing, Traffic

STARTING_SECONDS = 60


@contextmanager
def servers(url: str, count: int) -> Iterator[tuple[list[int], list[psutil.Process]]]:
    """Start servers on ports of their own; give the ports and the processes. What they log is shown if they fail."""
    started: list[subprocess.Popen[str]] = []
    with tempfile.TemporaryFile("w+") as log:
        try:
            started += [start("server", url=url, log=log) for _ in range(count)]
            ports = [_port_of(server) for server in started]
            yield ports, [psutil.Process(server.pid) for server in started]
        except Exception as failure:
            log.seek(0)
            raise RuntimeError(f"the server said:\n{log.read()[-3000:]}") from failure
        finally:
            for server in started:
                server.terminate()
                server.communicate()


def _port_of(server: subprocess.Popen[str]) -> int:
    """Wait until a server says where it is, and answers."""
    line = server.stdout.readline() if server.stdout else ""
    if not line.strip().isdecimal():
        raise RuntimeError("a server didn't start")
    until = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{line.strip()}/health/", timeout=STARTING_SECONDS):
                return int(line)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _busy(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return sum(each.user + each.system for each in times)


def measure_traffic(*, database: str, url: str, processes: int, sizes: Sizes) -> Traffic:
    """Let users click on the pages of some server processes for a while."""
    plan = ask("inside", "--guide", "--users", str(sizes.users), url=url)
    plan |= {
        "users": sizes.users,
        "think_seconds": sizes.think_seconds, "warm_up_seconds": sizes.warm_up_seconds, "seconds": sizes.seconds,
    }  # fmt: skip
    with servers(url, processes) as (ports, running):
        users = start("clicking", url=url)
        tell(users, plan | {"ports": ports})
        wait_for(users, "begun")
        before, begun = _busy(running), time.monotonic()
        answer = finish(users)
        cores = (_busy(running) - before) / (time.monotonic() - begun)
    more = answer["count_of_errors"] - len(answer["errors"])
    return Traffic(
        database=database, processes=processes, users=sizes.users, seconds=sizes.seconds, cores=cores,
        timings={page: Timing.of(found) for page, found in answer["milliseconds"].items()},
        errors=answer["errors"] + ([f"and {more} more errors"] if more else []),
    )  # fmt: skip
