"""A port officer records a child, on a phone, in few taps; and the same pages at a desk and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.fingers import print_file
from tests.journeys.conftest import DESK, PHONE
from tests.web.pages import picture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
MOST_TAPS = 45  # five minutes are 300 seconds; most of them belong to the child, not to the screen


def files(folder: Path) -> dict[str, str]:
    """A picture without a face, and two fingers, as files to choose."""
    made = {"photo.jpg": picture(), "right-index.png": print_file(1), "left-index.png": print_file(2)}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return {name: str(folder / name) for name in made}


def record_a_child(officer: Visitor, to_hand: dict[str, str]) -> None:
    """The whole of first contact, from the home page to the sheet that is handed over."""
    page = officer.page
    officer.press("Record a child")
    page.get_by_label("Where did you meet the child?").fill("Terminal 2, arrivals")
    officer.look("meeting")
    officer.press("Save and continue")
    page.get_by_label("Choose a photograph").set_input_files(to_hand["photo.jpg"])
    officer.look("photograph")
    officer.press("Save and continue")
    officer.look("photograph-taken")
    officer.press("Keep it anyway and go on")
    page.get_by_label("Responsible adult").fill("Rita Adult")
    page.get_by_label("Fingerprint files").set_input_files(
        [to_hand["right-index.png"], to_hand["left-index.png"]]
    )
    choose_fingers(officer)
    officer.look("fingerprints")
    officer.press("Save and continue")
    officer.look("fingerprints-taken")
    officer.press("Save and continue")
    page.get_by_label("The lines with < at the foot of the document").fill(MRZ)
    officer.look("document")
    officer.press("Save and continue")
    officer.look("document-read")
    officer.press("Save and continue")
    page.get_by_label("Name", exact=True).fill("Nguyễn Thị Lan")
    page.get_by_label("Year").fill("2010")
    officer.look("names")
    officer.press("Save and continue")
    page.get_by_label("Language", exact=True).first.select_option("vi")
    page.get_by_label("Nationality", exact=True).select_option("VNM")
    officer.look("belonging")
    officer.press("Save and continue")
    page.locator("input[name=kind][value=adult]").check()
    page.get_by_label("Name, number, plate or address").fill("man in a red coat")
    officer.look("companions")
    officer.press("Save and continue")
    page.get_by_role("textbox", name="What was said and seen").fill(
        "Cold, hungry, had a telephone number on the arm."
    )
    officer.look("notes")
    officer.press("Save and continue")
    officer.look("check")
    officer.press("Record, and register as a child new to the register")
    officer.look("hand-over")


def choose_fingers(officer: Visitor) -> None:
    """Which finger is in each file: a list of its own for each, where scripts run."""
    for label, finger in (("right-index.png", "2"), ("left-index.png", "7")):
        officer.page.get_by_label(re.compile(label)).first.select_option(finger)
        officer.taps += 2


def test_a_port_officer_records_a_child_on_a_phone(phone, cast, tmp_path):
    """From sign-in to the sheet with the reference, with few taps; nothing serious for axe-core on any page."""
    from kith.register.children.models import Child

    phone.go("/")
    phone.look("sign-in")
    phone.sign_in("port")
    phone.look("purpose")
    phone.tap(phone.page.get_by_text("Record a child at first contact", exact=True))
    phone.press("Continue")
    phone.look("home")
    before = phone.taps
    record_a_child(phone, files(tmp_path))
    taps = phone.taps - before
    print(f"\nfirst contact: {taps} taps from the home page to the hand-over")  # noqa: T201  # read with pytest -s
    child = Child.objects.get()
    assert phone.page.get_by_text(child.reference).first.is_visible()
    assert child.responsible_team == cast.care_team
    assert child.encounters.get().captures.count() == 3
    assert taps <= MOST_TAPS


def test_the_same_pages_at_a_desk(desk, cast, tmp_path):
    """Every page of first contact in the size of a desk."""
    desk.sign_in("port", "Record a child at first contact")
    desk.look("home")
    record_a_child(desk, files(tmp_path))
    assert desk.page.get_by_text("Harrowby duty team").first.is_visible()


def test_first_contact_works_without_scripts(visitor, cast, tmp_path):
    """With scripts off, the photograph is chosen as a file, every reveal is open, and the child is recorded."""
    officer = visitor(PHONE, java_script_enabled=False)
    to_hand = files(tmp_path)
    officer.sign_in("port", "Record a child at first contact")
    officer.press("Record a child")
    officer.press("Save and continue")
    officer.page.get_by_label("Choose a photograph").set_input_files(to_hand["photo.jpg"])
    officer.press("Save and continue")
    officer.picture("photograph-taken")
    officer.press("Keep it anyway and go on")
    officer.page.get_by_label("Responsible adult").fill("Rita Adult")
    officer.page.get_by_label("Fingerprint files").set_input_files([to_hand["right-index.png"]])
    officer.page.get_by_label("Which finger is in the file?").select_option("2")
    officer.press("Save and continue")
    officer.press("Save and continue")
    officer.tap(officer.page.get_by_role("radio", name="Not possible"))
    officer.page.get_by_label("Why was it not possible?").fill("taken by the adult")
    officer.press("Save and continue")
    officer.page.get_by_label("Name", exact=True).fill("Lan")
    for _ in ("names", "belonging", "companions", "notes"):
        officer.press("Save and continue")
    officer.picture("check")
    officer.press("Record as a young person not yet known")
    officer.picture("hand-over")
    assert officer.page.get_by_text("A young person not yet known").is_visible()


def test_what_is_typed_survives_the_browser(visitor, cast):
    """Typing is saved by itself; a browser that was closed and opened again shows it."""
    officer = visitor(DESK)
    officer.sign_in("port", "Record a child at first contact")
    officer.press("Record a child")
    officer.press("Save and continue")
    address = officer.page.url.replace("/photograph", "/notes")
    officer.page.goto(address)
    officer.page.get_by_role("textbox", name="What was said and seen").fill("half a sentence")
    officer.page.locator("[data-kith-saved][data-state=saved]").wait_for()
    officer.picture("saved")
    later = visitor(DESK)
    later.sign_in("port", "Record a child at first contact")
    later.page.goto(address)
    assert later.page.get_by_role("textbox", name="What was said and seen").input_value() == "half a sentence"
