"""Django's settings of what is measured: those of a real server, without the demo's or the tests' conveniences.

Not `production`, which answers nobody over plain HTTP.
"""

from __future__ import annotations

import os

from bench.pages.shape import ON
from leerrecht.conf.base import *  # noqa: F403 (a profile is the base with changes)

SECRET_KEY = "only-for-measuring-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
DATABASES = {"default": database(os.environ["LEERRECHT_BENCH_DATABASE"])}  # noqa: F405
CLOCK_ON = ON.isoformat()
STATIC_ROOT = None
"""Nothing was collected; style sheets are found where they are."""
