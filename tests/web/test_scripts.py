"""What the scripts do in a real browser, and that the pages work without them.

No server runs: the browser's requests are answered here, under the strict policy, from the templates and the built files. (Longer
than most: every test stands on the same small stage.)
"""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path, set_urlconf
from django.utils import translation

from kith.server.headers import CONTENT_SECURITY_POLICY
from kith.web.style_page import style_page_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine"),
]

BUILT = Path(__file__).resolve().parents[2] / "src/kith/web/static/kith"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
HOME = "http://localhost/"
PLACES = (
    "session",
    "purpose",
    "first_contact",
    "identify",
    "children",
    "matches",
    "notices",
    "account_login",
)


class Officer:
    """Somebody signed in, as the templates see a person."""

    is_authenticated = True
    pk = "officer-1"
    team = "Saltmere Port"

    def __str__(self) -> str:
        return "Petra Port"

    def get_role_display(self) -> str:
        """The role in words."""
        return "Port officer"


class Register:
    """Answers the browser as the register would, and remembers what it was sent."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.drafts: list[dict[str, list[str]]] = []
        self.draft_status = 204
        self.session: dict[str, Any] | None = {"person": "officer-1", "seconds": 900, "csrf": "fresh-token"}
        self.online = True

    def answer(self, route: Route) -> None:
        """One request."""
        place = urlsplit(route.request.url).path
        if place.startswith("/static/kith/"):
            file = BUILT / place.removeprefix("/static/kith/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif not self.online:
            route.abort("internetdisconnected")
        elif place == "/style/autosave":
            self.drafts.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            route.fulfill(status=self.draft_status)
        elif place == "/session":
            body = json.dumps(self.session) if self.session else ""
            route.fulfill(status=200 if self.session else 401, body=body, content_type="application/json")
        else:
            headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium with an invented camera.

    It lives in a thread of its own kind of time, which Django would take for asynchronous code; hence the variable.
    """
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


def page_of_components(language: str = "en", **more: Any) -> str:
    """The style page for somebody signed in; drawn in a thread, since the browser's loop runs in this one."""
    drawn: list[str] = []

    def draw() -> None:
        set_urlconf(tuple(path(name, lambda _request: HttpResponse(), name=name) for name in PLACES))  # type: ignore[arg-type]
        with translation.override(language):
            context = style_page_context() | {"user": Officer(), "csrf_token": "first-token"} | more
            drawn.append(render_to_string("kith/components.html", context))
        set_urlconf(None)

    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
    return drawn[0]


def opened(browser: Browser, register: Register, **options: Any) -> Page:
    """The page, opened; anything that the browser complains of fails the test."""
    page = browser.new_context(**options).new_page()
    page.route("**/*", register.answer)
    page.goto(HOME)
    return page


def complaints(page: Page) -> list[str]:
    """Collects what the browser complains of from here on."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_page_breaks_no_rule_of_the_policy(browser: Browser):
    """Under the strict policy nothing is refused and no script fails."""
    page = browser.new_page()
    found = complaints(page)
    page.route("**/*", Register(page_of_components()).answer)
    page.goto(HOME, wait_until="networkidle")
    assert found == []
    assert page.evaluate("window.htmx.config.allowEval") is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["phone", "desk"])
def test_axe_finds_nothing(browser: Browser, scheme: str, language: str, size: tuple[int, int]):
    """axe-core finds nothing on the style page, and nothing lies beyond the edge of the screen."""
    from axe_playwright_python.sync_playwright import Axe

    register = Register(page_of_components(language))
    page = opened(browser, register, color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    results = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["target"]) for one in results.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_primary_choices_are_large_enough_for_a_thumb(browser: Browser):
    """On a phone every choice and button of a form is at least 56 pixels tall."""
    page = opened(
        browser, Register(page_of_components()), viewport={"width": 390, "height": 844}, has_touch=True
    )
    boxes = page.locator(
        "#forms .govuk-radios__item, #forms .kith-actions .govuk-button, #forms input.govuk-input"
    ).all()
    heights = [box.bounding_box()["height"] for box in boxes if box.is_visible()]  # type: ignore[index]
    assert len(heights) > 10
    assert min(heights) >= 56


def test_everything_can_be_sent_without_scripts(browser: Browser):
    """With scripts off, every field can be reached, the further question is open, and photographs are plain files."""
    page = opened(browser, Register(page_of_components()), java_script_enabled=False)
    for name in ("given_name", "why", "photograph", "prints", "position", "birth_day"):
        assert page.locator(f"#forms [name={name}]").first.is_visible(), name
    assert page.locator("[data-kith-print]").is_hidden()


def test_why_is_asked_where_it_matters(browser: Browser):
    """Choosing "not possible" opens the question why; another choice closes it."""
    page = opened(browser, Register(page_of_components()))
    why = page.locator("#forms [name=why]")
    assert why.is_hidden()
    page.locator("#forms [name=state][value=not_possible]").check()
    assert why.is_visible()
    page.locator("#forms [name=state][value=declined]").check()
    assert why.is_hidden()


def test_camera_hands_a_jpeg_to_the_form(browser: Browser):
    """The shutter and "use" put one JPEG into the ordinary file field; a second photograph joins it."""
    from playwright.sync_api import expect

    page = opened(browser, Register(page_of_components()), permissions=["camera"])
    for count in (1, 2):
        page.get_by_role("button", name="Open the camera").click()
        expect(
            page.get_by_text("The light is").or_(page.get_by_text("It is "))
        ).to_be_visible()  # the picture has come
        page.get_by_role("button", name="Take the photograph").click()
        page.get_by_role("button", name="Take again").click()
        page.get_by_role("button", name="Take the photograph").click()
        page.get_by_role("button", name="Use this photograph").click()
        page.get_by_text(f"Photographs ready to be sent: {count}").wait_for()
    kind, size = page.evaluate(
        "(([file]) => [file.type, file.size])(document.querySelector('[name=photograph]').files)"
    )
    assert kind == "image/jpeg"
    assert size > 1000
    assert page.evaluate("document.querySelector('[name=photograph]').files.length") == 2
    assert page.locator("video").count() == 0


def test_refused_camera_is_explained(browser: Browser):
    """Where the camera is refused, the page says how to allow it, and a file can be chosen as before."""
    page = opened(browser, Register(page_of_components()))
    refuse = "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    page.evaluate(refuse)
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_text("The browser was told not to use the camera.").wait_for()
    assert page.locator("[name=photograph]").is_enabled()


def test_what_is_typed_is_saved_as_a_draft(browser: Browser):
    """A moment after typing, the changed field alone is sent with its name and the token, and the page says so."""
    register = Register(page_of_components())
    page = opened(browser, register)
    page.locator("#forms [name=given_name]").fill("Ánh")
    page.locator("[data-kith-saved][data-state=saved]").wait_for()
    assert register.drafts == [
        {"_changed": ["given_name"], "given_name": ["Ánh"], "csrfmiddlewaretoken": ["first-token"]}
    ]


def test_leaving_a_field_sends_nothing_twice(browser: Browser):
    """What the register has already is not sent again, so that nothing but typing keeps a session alive."""
    register = Register(page_of_components())
    page = opened(browser, register)
    name, said = page.locator("#forms [name=given_name]"), page.locator("#forms [name=said]")
    name.fill("Ánh")
    page.locator("[data-kith-saved][data-state=saved]").wait_for()
    said.fill("My uncle waits.")
    page.wait_for_event("requestfinished", lambda request: request.url.endswith("/style/autosave"))
    assert [draft["_changed"] for draft in register.drafts] == [["given_name"], ["said"]]


def test_unticked_boxes_are_told_too(browser: Browser):
    """A group of boxes without a tick is sent as changed and empty."""
    register = Register(page_of_components())
    page = opened(browser, register)
    box = page.locator("#forms [name=seen][value=adult]")
    box.check()
    box.uncheck()
    page.locator("[data-kith-saved][data-state=saved]").wait_for()
    assert register.drafts[-1] == {"_changed": ["seen"], "csrfmiddlewaretoken": ["first-token"]}


def test_unsent_words_wait_for_the_connection(browser: Browser):
    """Without a connection the page says that it keeps the words, stores nothing in the browser, and sends them later."""
    register = Register(page_of_components())
    page = opened(browser, register)
    register.online = False
    page.locator("#forms [name=given_name]").fill("Besnik")
    page.get_by_text("Not saved yet: no connection.").wait_for()
    assert "Besnik" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert page.evaluate("localStorage.length") == 0
    register.online = True
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("[data-kith-saved][data-state=saved]").wait_for()
    assert register.drafts[-1]["given_name"] == ["Besnik"]


def test_conflict_is_said_and_the_words_are_kept(browser: Browser):
    """If somebody else changed the same field, the page says so and keeps what was typed."""
    register = Register(page_of_components())
    register.draft_status = 409
    page = opened(browser, register)
    page.locator("#forms [name=given_name]").fill("Aras")
    page.get_by_text("somebody else changed the same field").wait_for()
    assert page.locator("#forms [name=given_name]").input_value() == "Aras"


def test_each_fingerprint_file_has_its_finger(browser: Browser, tmp_path: Path):
    """Every file gets a choice of finger, sent in the order of the files; a removed file takes its finger along."""
    page = opened(browser, Register(page_of_components()))
    files = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": name.encode()}
        for name in ("one", "two", "three")
    ]
    page.locator("[name=prints]").set_input_files(files[:2])
    page.locator("[name=prints]").set_input_files(files[2])
    page.get_by_label("Which finger is in two.png?").select_option("7")
    page.get_by_label("Which finger is in three.png?").select_option("1")
    page.get_by_role("button", name="Remove one.png").click()
    sent = page.evaluate(
        "(form => [form.getAll('prints').map(file => file.name), form.getAll('position')])"
        "(new FormData(document.querySelector('#forms form')))"
    )
    assert sent == [["two.png", "three.png"], ["7", "1"]]


def test_lock_warns_then_covers_and_keeps_the_words(browser: Browser):
    """Time running out is announced; then the page is covered; signing in again uncovers it with every word and a new token."""
    register = Register(page_of_components(session_seconds=900))
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.route("**/*", register.answer)
    page.goto(HOME)
    page.locator("#forms [name=given_name]").fill("Senait")
    page.clock.run_for(1_000)
    page.locator("[data-kith-saved][data-state=saved]").wait_for()
    page.clock.run_for(790_000)
    page.get_by_role("heading", name="You will be signed out soon").wait_for()
    page.clock.run_for(130_000)
    page.get_by_role("heading", name="This page is locked").wait_for()
    assert page.locator("#forms [name=given_name]").is_hidden()
    register.session = None
    page.get_by_role("button", name="I have signed in: go on").click()
    assert page.get_by_role("heading", name="This page is locked").is_visible()
    register.session = {"person": "officer-1", "seconds": 900, "csrf": "fresh-token"}
    page.get_by_role("button", name="I have signed in: go on").click()
    page.locator("#forms [name=given_name]").wait_for(state="visible")
    assert page.locator("#forms [name=given_name]").input_value() == "Senait"
    assert page.locator("#forms [name=csrfmiddlewaretoken]").input_value() == "fresh-token"


def test_another_person_does_not_see_the_locked_page(browser: Browser):
    """If somebody else has signed in meanwhile, the page stays covered."""
    register = Register(page_of_components(session_seconds=900))
    register.session = {"person": "somebody-else", "seconds": 900, "csrf": "x"}
    page = opened(browser, register)
    register.draft_status = 403
    page.locator("#forms [name=given_name]").fill("Senait")
    page.get_by_role("button", name="I have signed in: go on").click()
    page.get_by_role("heading", name="Somebody else is signed in").wait_for()
    assert page.locator("#forms [name=given_name]").is_hidden()
