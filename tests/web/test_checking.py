"""Check answers, record, register, hand over; images."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from tests.fingers import print_file
from tests.web.pages import at_step, begin, picture

from kith.register.children.models import Child, Notice
from kith.register.encounters.models import Capture, Encounter
from kith.trust.log.models import Entry
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db(transaction=True)


def print_upload(seed: int, nth: int = 0) -> io.BytesIO:
    """One impression of an invented finger, as a browser sends it."""
    file = io.BytesIO(print_file(seed, nth))
    file.name = f"finger-{seed}.png"
    return file


def take_fingers(client, encounter_id: str, nth: int = 0) -> None:
    """Two fingers of one invented child."""
    sent = {
        "prints": [print_upload(1, nth), print_upload(2, nth)],
        "position": ["2", "7"],
        "responsible_adult": "Rita",
    }
    assert client.post(at_step(encounter_id, "fingerprints"), sent).status_code == 302


def registered(client, cast) -> Child:
    """A child with two fingers and a name, registered by first contact."""
    encounter_id = begin(client)
    take_fingers(client, encounter_id)
    client.post(at_step(encounter_id, "names"), {"name_1": "Nguyễn Thị Lan", "said_1": "child", "age": "15"})
    sent = {"outcome": "register", "team": str(cast.care_team.pk)}
    answer = client.post(reverse("record", args=[encounter_id]), sent)
    assert answer["Location"] == reverse("hand_over", args=[encounter_id])
    return Child.objects.get()


def test_the_check_shows_everything_and_an_incomplete_kit_hinders_nobody(port):
    """Each answer with a way to change it; parts not yet asked are counted; both ways to record are there."""
    encounter_id = begin(port)
    port.post(at_step(encounter_id, "names"), {"name_1": "محمد", "said_1": "adult"})
    port.post(at_step(encounter_id, "document"), {"state": "not_possible", "why": "taken away"})
    words = port.get(reverse("check", args=[encounter_id])).content.decode()
    for said in ("Hall B, arrivals", "محمد", "Not possible: taken away", "4 parts are not yet asked"):
        assert said in words
    assert at_step(encounter_id, "names") + "?back=check" in words
    answer = port.post(reverse("record", args=[encounter_id]), {"outcome": "unknown"})
    assert answer["Location"] == reverse("hand_over", args=[encounter_id])
    assert Encounter.objects.get().state == "recorded"
    assert not Child.objects.exists()


def test_a_child_who_is_new_is_registered_and_handed_over(port, cast):
    """Without any lead the child is registered, the team is told, and the sheet has reference and telephone."""
    child = registered(port, cast)
    assert child.responsible_team == cast.care_team
    assert Notice.objects.filter(team=cast.care_team, child=child).exists()
    words = port.get(reverse("hand_over", args=[child.encounters.get().pk])).content.decode()
    for said in (child.reference, "Harrowby duty team", "020 7946 0003", "Not yet asked", "Nguyễn Thị Lan"):
        assert said in words


def test_the_team_is_asked_for(port, cast):
    """Registering without a team, or with one that takes no children, is refused at the field; nothing is recorded."""
    encounter_id = begin(port)
    for team in ("", "nonsense", str(cast.port.team_id)):
        answer = port.post(reverse("record", args=[encounter_id]), {"outcome": "register", "team": team})
        assert answer.status_code == 400
    assert Encounter.objects.get().state == "draft"


def test_leads_come_before_a_registration(port, police, cast):
    """The same fingers again: the officer sees the result first, and no second child is made."""
    registered(port, cast)
    encounter_id = begin(port, "Hall D")
    take_fingers(port, encounter_id, nth=1)
    sent = {"outcome": "register", "team": str(cast.care_team.pk)}
    answer = port.post(reverse("record", args=[encounter_id]), sent)
    assert answer["Location"].startswith(reverse("result", args=[encounter_id]))
    assert Child.objects.count() == 1
    sent = {"team": str(cast.care_team.pk), "why": "Her sister, who stood beside her"}
    answer = port.post(reverse("register_child", args=[encounter_id]), sent)
    assert answer["Location"] == reverse("hand_over", args=[encounter_id])
    assert Child.objects.count() == 2


def test_the_police_search_from_any_step(police, cast, port):
    """A photograph or two fingers, and the search: the result is the next page."""
    registered(port, cast)
    answer = police.post(reverse("identify"), {"photographs": _photo(), "state": "not_asked"})
    encounter_id = answer["Location"].split("/")[2]
    sent = {"prints": print_upload(1, 2), "position": "2", "responsible_adult": "Rita Adult"}
    police.post(at_step(encounter_id, "fingerprints"), sent)
    answer = police.post(
        at_step(encounter_id, "names"), {"name_1": "Lan", "said_1": "child", "then": "search"}
    )
    assert answer["Location"].startswith(reverse("result", args=[encounter_id]))
    found = police.get(answer["Location"]).content.decode()
    assert "Harrowby duty team" in found
    assert Encounter.objects.get(pk=encounter_id).purpose == "recognise"


def _photo() -> io.BytesIO:
    file = io.BytesIO(picture())
    file.name = "camera-1.jpg"
    return file


def test_there_is_nothing_to_search_with(police):
    """An empty encounter is not searched: the person is told what is needed."""
    answer = police.post(reverse("identify"), {"state": "not_asked"})
    encounter_id = answer["Location"].split("/")[2]
    answer = police.post(at_step(encounter_id, "names"), {"then": "search"}, follow=True)
    assert "nothing to search with" in answer.content.decode()
    assert Encounter.objects.get().state == "draft"


def test_recording_twice_is_recording_once(port):
    """A second click, or a second tab, leads to the same sheet."""
    encounter_id = begin(port)
    for _ in range(2):
        answer = port.post(reverse("record", args=[encounter_id]), {"outcome": "unknown"})
        assert answer["Location"] == reverse("hand_over", args=[encounter_id])
    assert Entry.objects.filter(act="encounter recorded").count() == 1


def test_a_draft_has_no_sheet_yet(port):
    """The hand-over of a meeting that is not recorded leads to the check."""
    encounter_id = begin(port)
    assert port.get(reverse("hand_over", args=[encounter_id]))["Location"] == reverse(
        "check", args=[encounter_id]
    )


def test_no_address_is_on_the_sheet(port):
    """An address said in the encounter is on the check page, and not on the sheet that is handed on."""
    encounter_id = begin(port)
    port.post(at_step(encounter_id, "companions"), {"kind": "address", "label": "12 Invented Row"})
    port.post(at_step(encounter_id, "companions"), {"kind": "adult", "label": "man in red"})
    port.post(reverse("record", args=[encounter_id]), {"outcome": "unknown"})
    words = port.get(reverse("hand_over", args=[encounter_id])).content.decode()
    assert "man in red" in words
    assert "Invented Row" not in words


def test_an_image_is_shown_to_those_who_may_and_never_kept(port, browser_of):
    """JPEG with no-store and nosniff, and the look in the log; an auditor and a stranger see nothing."""
    encounter_id = begin(port)
    port.post(at_step(encounter_id, "photograph"), {"photographs": _photo()})
    address = reverse("image", args=[Capture.objects.get().pk])
    answer = port.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(act="photograph looked at").exists()
    assert browser_of("auditor", Purpose.AUDIT).get(address).status_code == 403
    from django.test import Client

    assert Client().get(address).status_code == 302


def test_after_recording_nothing_is_edited(port):
    """The steps and the check of a recorded meeting lead to its sheet; nothing is added, kept or taken out."""
    encounter_id = begin(port)
    port.post(at_step(encounter_id, "photograph"), {"photographs": _photo()})
    port.post(reverse("record", args=[encounter_id]), {"outcome": "unknown"})
    sheet = reverse("hand_over", args=[encounter_id])
    capture = Capture.objects.get()
    for answer in (
        port.get(at_step(encounter_id, "names")),
        port.post(at_step(encounter_id, "names"), {"name_1": "Lan", "said_1": "child"}),
        port.get(reverse("check", args=[encounter_id])),
        port.post(reverse("remove_capture", args=[encounter_id, capture.pk])),
    ):
        assert answer["Location"] == sheet
    assert "nothing was added" in port.get(sheet).content.decode()
    typed = reverse("keep_typed", args=[encounter_id, "notes"])
    assert port.post(typed, {"_changed": "notes", "notes": "x"}).status_code == 409
    capture.refresh_from_db()
    assert capture.removed_at is None
    assert not Encounter.objects.get().claims.exists()


SECRETS = ("41 Gannet Flats", "key code 2468", "Dunlin Street")


def written_at_a_home(social) -> str:
    """A visit of a social worker, with the place of the home, its key code and an address."""
    encounter_id = begin(social, SECRETS[0])
    social.post(at_step(encounter_id, "notes"), {"notes": SECRETS[1], "was_notes": ""})
    social.post(at_step(encounter_id, "companions"), {"kind": "address", "label": SECRETS[2]})
    return encounter_id


@pytest.mark.parametrize("recorded", [False, True])
def test_what_another_team_writes_is_neither_shown_nor_changed(browser_of, *, recorded):
    """A port officer reads nothing of a social worker's meeting on its pages, draft or recorded, and changes nothing of it."""
    social, port = browser_of("social", Purpose.FIRST_CONTACT), browser_of("port", Purpose.RECOGNISE)
    encounter_id = written_at_a_home(social)
    if recorded:
        social.post(reverse("record", args=[encounter_id]), {"outcome": "unknown"})
    pages = [at_step(encounter_id, name) for name in ("meeting", "notes", "companions")]
    for page in (*pages, reverse("check", args=[encounter_id])):
        answer = port.get(page)
        assert answer.status_code == (302 if recorded else 403), page
        assert not recorded or answer["Location"] == reverse("result", args=[encounter_id])
        text = port.get(page, follow=True).content.decode()
        assert not [secret for secret in SECRETS if secret in text]
    port.post(pages[1], {"notes": "rewritten", "was_notes": SECRETS[1]})
    port.post(
        reverse("keep_typed", args=[encounter_id, "notes"]), {"_changed": "notes", "notes": "rewritten"}
    )
    port.post(reverse("record", args=[encounter_id]), {"outcome": "unknown"})
    encounter = Encounter.objects.get()
    assert (encounter.notes, encounter.state) == (SECRETS[1], "recorded" if recorded else "draft")
    assert "rewritten" not in str(encounter.typed)
    assert recorded or Entry.objects.filter(act="refused", name="Petra Port").exists()


def test_a_draft_is_not_registered(port, cast):
    """Registering before recording leads back to the check: the search has not been looked at."""
    encounter_id = begin(port)
    answer = port.post(reverse("register_child", args=[encounter_id]), {"team": str(cast.care_team.pk)})
    assert answer["Location"] == reverse("check", args=[encounter_id])
    assert not Child.objects.exists()
