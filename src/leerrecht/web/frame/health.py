"""Is it well? For the machines that watch over it: no sign-in, no data."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse


def health(request: HttpRequest) -> HttpResponse:
    """Tell whether the database answers and has every migration."""
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        is_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if not is_current:
        return JsonResponse({"status": "migrations wait"}, status=503)
    return JsonResponse({"status": "ok"})
