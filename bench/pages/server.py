"""One server process, as `leerrecht serve` starts it: waitress with two threads. Writes its port, serves until ended."""

from __future__ import annotations

import socket

from bench.pages.shape import WAITRESS_THREADS

if __name__ == "__main__":
    import waitress

    from leerrecht.web.wsgi import application

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    waitress.serve(
        application, sockets=[listener], threads=WAITRESS_THREADS, clear_untrusted_proxy_headers=True, _quiet=True
    )
