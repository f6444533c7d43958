"""The journey of the whole register: recorded at a port, reported missing, recognised by police, decided by a second person.

The same journey runs on invented fingers, which lie here, and on real ones, where the set is at hand.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.fingers import print_file, taken
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_first_contact import choose_fingers
from tests.web.pages import picture
from tests.web.scene import ADDRESS, meet

from kith.register.children.models import Child, Notice
from kith.register.encounters import actions
from kith.register.encounters.prepared import finger
from kith.register.encounters.words import EncounterKind
from kith.register.matches.models import Match
from kith.register.missing.models import MissingEpisode
from kith.register.placements.actions import place_child
from kith.register.placements.words import PlacementKind
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast
    from tests.journeys.conftest import Visitor

    from kith.register.encounters.prepared import Prepared

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REAL = Path(__file__).resolve().parents[2] / "../shared/data/fingerprints/fvc2002_db1_b"
INVENTED = 300  # children of the population beside whom the child is found


def real(name: str) -> bytes:
    """A file of the set of real fingers; the test is skipped where it is not at hand."""
    file = REAL / name
    if not file.exists():
        pytest.skip(f"the set FVC2002 DB1 B is not at hand: {file.name} is missing")
    return file.read_bytes()


def recorded_before(cast: Cast, children: list[list[Prepared]]) -> None:
    """Children with these fingers, recorded at the port."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    for number, fingers in enumerate(children):
        met = meet(port, *fingers, name=f"Invented Child {number}", kind=EncounterKind.PORT)
        actions.register_child(port, met.pk, cast.care_team.pk)


def record_at_the_port(officer: Visitor, folder: Path, right: bytes, left: bytes) -> Child:
    """First contact, in the browser; where the register may know the child by name, the officer says that it is another."""
    page = officer.page
    files = {"photo.jpg": picture(), "right-index.png": right, "left-index.png": left}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    before = set(Child.objects.values_list("pk", flat=True))
    officer.sign_in("port", "Record a child at first contact")
    officer.press("Record a child")
    page.get_by_label("Where did you meet the child?").fill("Terminal 2, arrivals")
    officer.press("Save and continue")
    page.get_by_label("Choose a photograph").set_input_files(str(folder / "photo.jpg"))
    officer.press("Save and continue")
    officer.press("Keep it anyway and go on")
    page.get_by_label("Responsible adult").fill("Rita Adult")
    page.get_by_label("Fingerprint files").set_input_files(
        [str(folder / "right-index.png"), str(folder / "left-index.png")]
    )
    choose_fingers(officer)
    officer.press("Save and continue")
    for _ in ("fingerprints-taken", "document"):
        officer.press("Save and continue")
    page.get_by_label("Name", exact=True).fill("Nguyễn Thị Lan")
    page.get_by_label("Year").fill("2010")
    for _ in ("names", "belonging", "companions", "notes"):
        officer.press("Save and continue")
    page.get_by_label("Team that takes the child").select_option(label="Harrowby duty team")
    officer.press("Record, and register as a child new to the register")
    page.wait_for_load_state("networkidle")
    if "/result" in page.url:
        officer.look("result-at-the-port")
        officer.press("None of these: register as a child new to the register")
    page.get_by_role("heading", name="Hand-over").wait_for()
    return Child.objects.exclude(pk__in=before).get()


def report_missing(carer: Visitor, cast: Cast, child: Child) -> None:
    """The team that took the child places them, finds the child gone, and reports it, from the notice on."""
    from django.utils import timezone

    care = cast.who("social", Purpose.CARE)
    place_child(care, child.pk, PlacementKind.HOTEL, timezone.now(), area="Saltmere", address=ADDRESS)
    carer.sign_in("social", "Care for a child and keep them safe")
    carer.go("/notices")
    carer.look("notices-handed-over")
    carer.page.get_by_role("link", name=f"The record of {child.reference}").first.click()
    carer.look("child-placed")
    carer.press("Report missing")
    carer.page.get_by_label("Where was that?").fill("Bus station")
    carer.look("report-missing")
    carer.press("Report the child missing")
    carer.look("child-missing")
    assert MissingEpisode.objects.filter(child=child, found_at=None).exists()
    carer.go("/children/missing")
    carer.look("missing-tonight")
    carer.go("/children?q=" + child.reference)
    carer.look("children")


def recognise(officer: Visitor, folder: Path, found: bytes) -> None:
    """A police officer rolls one finger of a frightened teenager, and hears half a name."""
    page = officer.page
    (folder / "found.png").write_bytes(found)
    officer.sign_in("police", "Find out who a young person is, to protect them")
    officer.press("Find out who this is")
    officer.press("Save and continue")
    page.get_by_label("Responsible adult").fill("Amal Appropriate")
    page.get_by_label("Fingerprint files").set_input_files([str(folder / "found.png")])
    page.get_by_label(re.compile("found.png")).first.select_option("2")
    officer.press("Save and continue")
    officer.press("Save and continue")
    page.get_by_label("Name", exact=True).fill("Lan")
    officer.press("Save and search the register")
    officer.look("result")


def propose(officer: Visitor, child: Child) -> Match:
    """The officer reads whom to call, compares, and proposes."""
    page = officer.page
    assert page.get_by_role("heading", level=1).inner_text() == "Missing child: call now"
    assert page.get_by_role("link", name="Call 020 7946 0003").get_attribute("href") == "tel:02079460003"
    first = page.get_by_role("article").first
    assert child.reference in first.inner_text()
    first.get_by_role("link", name=re.compile("Compare side by side")).click()
    page.wait_for_load_state("networkidle")
    officer.look("comparison")
    page.get_by_label("What makes you think so?").fill("One finger, and the name.")
    officer.press("Propose this match")
    officer.look("proposed")
    return Match.objects.get()


def decide(second: Visitor, child: Child) -> None:
    """Another person, of the child's team, is told, looks at the evidence for the purpose of deciding, and confirms."""
    second.go("/notices")
    assert second.page.get_by_text(f"may be child {child.reference}").first.is_visible()
    second.look("notices-proposed")
    second.page.get_by_role("link", name="The match").first.click()
    second.press("Decide on this match")
    second.tap(second.page.get_by_text("Decide on a possible match", exact=True))
    second.press("Continue")
    second.look("match-to-decide")
    second.page.get_by_label("What decided it?").fill("The finger, and the name fits.")
    second.press("Confirm: the same child")
    second.look("match-confirmed")


def record_found(second: Visitor) -> None:
    """The child is found, and so recorded."""
    second.press("Record as found")
    second.tap(second.page.get_by_text("Care for a child and keep them safe", exact=True))
    second.press("Continue")
    second.page.get_by_label("Where was that?").fill("A house in Northmoor")
    second.look("record-found")
    second.press("Record the child as found")
    second.look("child-found")


def the_whole_way(
    visitor: Callable[..., Visitor], cast: Cast, folder: Path, right: bytes, left: bytes, found: bytes
) -> None:
    """From the port to the decision."""
    port, social, police = visitor(DESK), visitor(DESK), visitor(PHONE)
    child = record_at_the_port(port, folder, right, left)
    report_missing(social, cast, child)
    recognise(police, folder, found)
    match = propose(police, child)
    police.go(f"/matches/{match.pk}")
    police.look("own-match")
    assert police.page.get_by_role("button", name="Confirm: the same child").count() == 0
    decide(social, child)
    assert Notice.objects.filter(team=cast.police.team, match_id=match.pk).exists()
    record_found(social)
    assert child.encounters.count() == 2
    assert social.page.get_by_text("Foster family").count() + social.page.get_by_text("Hotel").count() >= 1
    assert ADDRESS.split(",")[0] not in social.page.content()
    for seen in (police, social):
        seen.go("/notices")
        assert seen.page.get_by_text("It is confirmed").first.is_visible()
    police.look("notices-confirmed")
    police.go(f"/children/{child.pk}")
    police.look("child-for-police")
    assert police.page.get_by_text("By police").count() >= 1
    police.go("/matches")
    police.look("matches")


def test_a_child_is_recognised_by_an_invented_finger(visitor, cast, tmp_path):
    """Recorded, missing, recognised among five children, decided, found: on fingers made here."""
    recorded_before(cast, [[taken(10 * n + 1, 0, 2), taken(10 * n + 2, 0, 7)] for n in range(1, 5)])
    the_whole_way(visitor, cast, tmp_path, print_file(1, 0), print_file(2, 0), print_file(1, 1))


@pytest.mark.slow
def test_a_child_is_recognised_by_a_real_finger_among_hundreds(visitor, cast, tmp_path):
    """The same with real fingers, beside the invented population and children of the set's other fingers."""
    from kith.synthetic.load import load

    others = [
        [finger(real(f"{n}_1.png"), position=2), finger(real(f"{n + 1}_1.png"), position=7)]
        for n in range(103, 110, 2)
    ]
    load(children=INVENTED)
    recorded_before(cast, others)
    the_whole_way(visitor, cast, tmp_path, real("101_1.png"), real("102_1.png"), real("101_3.png"))
