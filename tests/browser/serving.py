"""A server for a real browser: our application on a loopback port, in a thread of the tests, on their database."""

from __future__ import annotations

import threading
from typing import Any


class Server:
    """The pages over HTTP. Whitenoise serves the style sheets, as it does outside the tests."""

    def __init__(self) -> None:
        from django.db import connections
        from django.test.testcases import LiveServerThread

        shared = {
            each.alias: each
            for each in connections.all()
            if each.vendor == "sqlite" and each.is_in_memory_db()  # a database in memory lives in one connection
        }
        self._turn = threading.Lock()
        self._thread = LiveServerThread("127.0.0.1", static_handler=self._in_turn, connections_override=shared)
        self._thread.daemon = True

    def _in_turn(self, answer: Any) -> Any:
        """Let one request at a time through: on a shared connection two would end up in each other's transaction."""

        def answered(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            if environ["PATH_INFO"].startswith("/static/"):
                return answer(environ, start_response)
            with self._turn:
                return answer(environ, start_response)

        return answered

    def start(self) -> None:
        for connection in self._thread.connections_override.values():
            connection.inc_thread_sharing()
        self._thread.start()
        self._thread.is_ready.wait()
        if self._thread.error:
            raise self._thread.error

    def stop(self) -> None:
        self._thread.terminate()
        for connection in self._thread.connections_override.values():
            connection.dec_thread_sharing()

    @property
    def url(self) -> str:
        return f"http://{self._thread.host}:{self._thread.port}"
