"""An officer at a browser, without the browser: signs in over HTTP and records encounters, noting what was acknowledged."""

from __future__ import annotations

import http.client
import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

if TYPE_CHECKING:
    import threading


class Officer:
    """One session at `port`; every answer other than what a person would see raises."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, fields: dict[str, object] | None = None, *, files: bool = False
    ) -> str:
        """Send one request; where it led to, or the page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body: bytes | None = None
        if fields is not None:
            headers["X-CSRFToken"] = self.cookies.get("kith-csrf", "")
            headers["Content-Type"] = MULTIPART_CONTENT if files else "application/x-www-form-urlencoded"
            body = encode_multipart(BOUNDARY, fields) if files else urlencode(fields).encode()
        try:
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        finally:
            line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        if method == "POST" and answer.status != http.client.FOUND:
            raise AssertionError(f"{path} answered {answer.status}: {re.sub('<[^>]*>', ' ', page)[:2000]}")
        return answer.getheader("Location") or page

    def sign_in(self, username: str, password: str) -> None:
        """Sign in, to record children at first contact."""
        self.ask("GET", "/account/login/")
        self.ask("POST", "/account/login/", {"login": username, "password": password})
        self.ask("POST", "/purpose", {"purpose": "first_contact"})

    def record(self, number: int, finger: bytes) -> str:
        """One encounter with a name and a finger, from the first page to "recorded"; its key."""
        page = self.ask("GET", "/first-contact")
        at = re.search(r'name="at"[^>]*value="([^"]+)"', page)
        assert at is not None
        where = self.ask("POST", "/first-contact", {"place": f"Quay {number}", "at": at[1], "kind": "port"})
        key = where.split("/")[2]
        self.ask("POST", f"/encounters/{key}/step/names", {"name_1": f"Name {number}", "state": "not_asked"})
        from django.core.files.uploadedfile import SimpleUploadedFile

        prints = SimpleUploadedFile("finger.png", finger, "image/png")
        fields = {
            "responsible_adult": "Rosa Interpreter",
            "was_responsible_adult": "",
            "prints": prints,
            "position": "2",
            "state": "not_asked",
        }
        self.ask("POST", f"/encounters/{key}/step/fingerprints", fields, files=True)
        self.ask("POST", f"/encounters/{key}/record", {"outcome": "unknown"})
        return key

    def keep_recording(self, finger: bytes, acknowledged: list[str], stop: threading.Event) -> None:
        """Record until the line breaks or somebody says stop; each acknowledged encounter is noted at once."""
        number = 0
        while not stop.is_set():
            number += 1
            try:
                acknowledged.append(self.record(number, finger))
            except (OSError, http.client.HTTPException):
                return
