"""What every answer says to the browser: run only our own scripts, keep nothing, show us in nobody's frame.

Always holds: no page may load or send anything elsewhere; no page with a child on it stays in a browser's cache; a
request larger than allowed is refused before it is read, and what is uploaded never touches the disk unencrypted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

# blob: and data: hold a photograph that the page has just taken, before it is sent
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
PERMISSIONS_POLICY: Final = (
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
)
LONGEST_NUMBER: Final = 20  # digits


def strict_headers(get_response: Answer) -> Answer:
    """Middleware: the policies on every answer, and `no-store` on every one that says nothing else about keeping."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


def upload_limit(get_response: Answer) -> Answer:
    """Middleware: refuse a request that announces more bytes than KITH_MAX_UPLOAD_MB allows, in words."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        limit: int = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        announced = request.META.get("CONTENT_LENGTH") or "0"
        # a number of more digits than any limit is refused unread: cut short, a padded one would seem small
        short = len(announced) <= LONGEST_NUMBER and announced.isascii() and announced.isdigit()
        if short and int(announced) <= limit:
            return get_response(request)
        return HttpResponse(
            f"This is more than the {limit // 1_000_000} megabytes that can be sent at once. "
            "Go back and send fewer or smaller photographs at a time. Nothing was saved from this page.",
            status=413,
            content_type="text/plain; charset=utf-8",
        )

    return answer
