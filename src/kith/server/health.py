"""Whether the register works: asked by whoever starts it and by whatever watches it. Says nothing about any child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpRequest


def healthz(_request: HttpRequest) -> JsonResponse:
    """`{"store": true, "log": true}` with status 200, or with what is false and status 503."""
    state = {"store": False, "log": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            state["store"] = cursor.fetchone() == (1,)
            # the newest entry can be read: what is checked is the table, nothing of it is shown
            if "log_entry" in connection.introspection.table_names(cursor):
                cursor.execute("SELECT 1 FROM log_entry LIMIT 1")
                cursor.fetchone()
                state["log"] = True
    except DatabaseError:
        connection.close()
    return JsonResponse(state, status=200 if all(state.values()) else 503)
