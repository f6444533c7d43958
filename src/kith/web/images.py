"""Captured images as a browser shows them.

Always holds: the query decides who may look and logs the look; no browser and nothing on the way keeps the image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kith.register.encounters.queries import captured
from kith.register.encounters.reading import shown
from kith.web.access import Asked, page

if TYPE_CHECKING:
    import uuid


@page("encounter.read")
@require_safe
def image(request: Asked, capture_id: uuid.UUID) -> HttpResponse:
    """A photograph as JPEG, or a finger as PNG."""
    data, media_type = shown(captured(request.who, capture_id))
    return HttpResponse(
        data,
        content_type=media_type,
        headers={
            "Cache-Control": "no-store, private",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
