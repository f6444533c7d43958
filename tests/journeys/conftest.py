"""The stage of the journeys: a running register, a real Chromium in the size of a phone or a desk, and a strict eye.

Always holds: an error in the browser's console fails the journey, and so does a serious finding of axe-core on any page
that a journey asks about.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page
    from pytest_django.live_server_helper import LiveServer
    from tests.cast import Cast

# the browser's driver runs an event loop in the thread in which a journey also asks the register
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys; each journey has a window that knows nothing of the others."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        yield browser
        browser.close()


@pytest.fixture
def server(live_server: LiveServer, settings: Any) -> str:
    """A running register of its own, with an empty store; its address."""
    from kith.register.matches.gallery import THE_GALLERY

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    THE_GALLERY.forget()
    return str(live_server.url)


@pytest.fixture
def cast(server: str) -> Cast:
    """Everybody on the stage, with accounts on the running register."""
    from tests.cast import gather

    return gather()


@dataclass
class Visitor:
    """Somebody before a screen: counts what they press, and keeps pictures of what they see."""

    page: Page
    server: str
    pictures: Path
    taps: int = 0
    shown: int = 0
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.server + path)

    def tap(self, what: Locator) -> None:
        """Press something, and count it."""
        self.taps += 1
        what.click()

    def press(self, words: str) -> None:
        """Press the button or link with these words."""
        button = self.page.get_by_role("button", name=words, exact=True)
        self.tap(button if button.count() else self.page.get_by_role("link", name=words, exact=True))

    def sign_in(self, name: str, purpose: str | None = None) -> None:
        """Sign in by keyboard, and choose why one looks."""
        from tests.cast import PASSWORD

        self.go("/")
        self.page.get_by_label("User name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        with self.page.expect_navigation():  # the next page may be long in coming
            self.page.keyboard.press("Enter")
        if purpose:
            self.tap(self.page.get_by_text(purpose, exact=True))
            self.press("Continue")

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page."""
        self.shown += 1
        self.page.screenshot(path=self.pictures / f"{self.shown:02d}-{name}.png", full_page=True)

    def look(self, name: str) -> None:
        """Keep a picture, and let axe-core look: nothing serious or critical, and nothing wider than the screen."""
        self.picture(name)
        assert axe(self.page) == [], f"axe-core on “{name}” ({self.page.url})"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"“{name}” is {wide} pixels wider than the screen"


def axe(page: Page) -> list[str]:
    """What axe-core finds serious or critical: rule, and the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {'; '.join(node['html'][:200] for node in one['nodes'])}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.fixture
def visitor(chromium: Browser, server: str, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Make somebody before a screen of `size` (PHONE or DESK); errors in the console fail the journey at its end."""
    made: list[tuple[Any, Visitor]] = []

    def make(size: dict[str, int], **options: Any) -> Visitor:
        context = chromium.new_context(
            viewport=size,
            has_touch=size is PHONE,
            is_mobile=size is PHONE,
            locale="en-GB",
            permissions=["camera"],
            **options,
        )
        pictures = tmp_path / f"{'phone' if size is PHONE else 'desk'}-{len(made) + 1}"
        pictures.mkdir()
        visitor = Visitor(context.new_page(), server, pictures)

        def heard(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not expected(message.text):
                visitor.complaints.append(message.text)

        visitor.page.on("console", heard)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        made.append((context, visitor))
        return visitor

    yield make
    complaints = [words for _context, visitor in made for words in visitor.complaints]
    for context, _visitor in made:
        context.close()
    assert complaints == []


def expected(words: str) -> bool:
    """A page that says what is wrong with an answer comes with the status 400, which the console repeats."""
    return "status of 400" in words


@pytest.fixture
def phone(visitor: Callable[..., Visitor]) -> Visitor:
    """A window of the size of a phone."""
    return visitor(PHONE)


@pytest.fixture
def desk(visitor: Callable[..., Visitor]) -> Visitor:
    """A window of the size of a desk."""
    return visitor(DESK)
