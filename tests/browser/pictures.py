"""Pictures of pages, for people to look at: into the folder that LEERRECHT_PICTURES names, else none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def take_picture(page: Any, name: str) -> None:
    """Save a picture of the whole page as `<name>-<width>.png`."""
    folder = os.environ.get("LEERRECHT_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True, animations="disabled")
