"""A lookup for long lists: `filter(pk__among=ids)` sends one parameter however many ids there are.

`__in` sends a parameter each, of which a database takes only so many, and which it must plan anew for every length.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Field, ForeignKey, Lookup


class Among(Lookup):
    """Tell whether a whole number, or a text, is one of many."""

    lookup_name = "among"
    prepare_rhs = False
    rhs: Iterable[int] | Iterable[str]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Unfold a JSON list."""
        column, params = self.process_lhs(compiler, connection)
        among = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 (the column is Django's own)
        return among, [*params, json.dumps(sorted(self.rhs))]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Unfold an array. Numbers are written out at once: the driver would look at each by itself."""
        column, params = self.process_lhs(compiler, connection)
        values = sorted(self.rhs)
        are_texts = any(isinstance(value, str) for value in values)
        return f"{column} = ANY(%s)", [*params, values if are_texts else "{" + ",".join(map(str, values)) + "}"]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Refuse other databases."""
        raise NotImplementedError("Leerrecht runs on SQLite and PostgreSQL")


Field.register_lookup(Among)
ForeignKey.register_lookup(Among)
