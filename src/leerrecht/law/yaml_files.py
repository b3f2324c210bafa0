"""How every YAML file is read: as plain data only, in C where the machine has it (ten times as fast)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class OnceLoader(SAFE_LOADER):  # type: ignore[misc, valid-type]  # which of the two it is, the machine decides
    """YAML in which a name stands once in a mapping: of two, the last would win silently, and might be the open one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a name that stands there twice, with its line."""
        names: set[object] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            name = self.construct_object(key, deep=True)
            if name in names:
                raise yaml.constructor.ConstructorError(None, None, f"{name} stands here twice", key.start_mark)
            names.add(name)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found


def read_yaml(text: str | bytes, *, loader: Any = SAFE_LOADER) -> Any:
    """Read YAML as plain data; raises yaml.YAMLError, or ValueError for a day that doesn't exist. `loader`: a safe one.

    >>> read_yaml("days: [1, 2]")
    {'days': [1, 2]}
    """
    return yaml.load(text, Loader=loader)  # noqa: S506 (the loaders of this module make plain data only)


def what_is_wrong(error: Exception) -> str:
    """Say on one line why a file isn't valid YAML, and where if PyYAML knows.

    >>> what_is_wrong(ValueError("day is out of range for month"))
    'day is out of range for month'
    """
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is None or not problem:
        return " ".join(str(error).split())[:200]
    return f"line {mark.line + 1}: {problem}"
