"""A child's page and what is done from it: each purpose sees what it may, and an address only for a reason."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone
from tests.web.scene import ADDRESS, play

from kith.register.associates.actions import met_with
from kith.register.associates.words import AssociateKind
from kith.register.encounters.actions import begin_encounter, record_encounter
from kith.register.encounters.models import Encounter
from kith.register.encounters.words import EncounterKind, Source
from kith.register.matches import actions
from kith.register.missing.actions import record_found
from kith.register.missing.models import MissingEpisode
from kith.trust.log.models import Entry
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast):
    """The missing child, and the young person who may be that child."""
    return play(cast)


@pytest.fixture
def social(browser_of):
    """The social worker, who cares for the child."""
    return browser_of("social", Purpose.CARE)


def shown(client, child):
    """The page of a child as text."""
    answer = client.get(f"/children/{child.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_the_child_is_tonight_comes_first(social, cast, scene):
    """Missing is said on top; once found, the placement by kind and area, and still no address."""
    text = shown(social, scene.child)
    assert text.index("Where is this child tonight?") < text.index("Last seen") < text.index("Identity kit")
    record_found(cast.who("social", Purpose.CARE), scene.child.pk, timezone.now())
    text = shown(social, scene.child)
    assert (
        text.index("Where is this child tonight?") < text.index("Foster family") < text.index("Identity kit")
    )
    assert not [part for part in ADDRESS.split(", ") if part in text]


def test_a_purpose_that_shows_no_home_says_so(police, cast, scene):
    """For recognising, the page is there, but neither a placement nor a place of a missing episode."""
    record_found(cast.who("social", Purpose.CARE), scene.child.pk, timezone.now())
    text = shown(police, scene.child)
    assert "Not shown for this purpose" in text
    assert "Foster family" not in text
    assert "Saltmere school" not in text


def test_no_role_with_any_purpose_meets_an_error(cast, browser_of, scene):
    """Every page, for every role and every purpose, answers with a page, a way to choose, or a refusal in words."""
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    child = f"/children/{scene.child.pk}"
    pages = [
        *(child + part for part in ("", "/missing", "/found", "/team", "/meet")),
        *("/children", "/children?q=Nhung", "/children/missing", "/notices", "/matches"),
        f"/matches/{match.pk}",
        f"/encounters/{scene.found.pk}/result",
        f"/encounters/{scene.found.pk}/search-again",
        f"/encounters/{scene.found.pk}/compare/{scene.subject}",
        f"/placements/{scene.placement.pk}/address",
    ]
    for name in ("port", "police", "social", "lead", "auditor"):
        for purpose in Purpose:
            client = browser_of(name, purpose)
            for page in pages:
                answer = client.get(page)
                assert answer.status_code in {200, 302, 403}, (name, purpose, page)
                assert "Cormorant" not in answer.content.decode(), (name, purpose, page)


def test_claims_stand_side_by_side_with_their_source(cast, social, scene):
    """A second name does not replace the first; each says who said it, when, and to whom."""
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    text = shown(social, scene.child)
    assert ">Nguyen Thi Hong Nhung<" in text
    assert ">Nhung<" in text
    assert "The child said so" in text
    assert text.count("Met:") == 2
    assert "Confirmed" in text


def test_a_record_that_became_another_leads_there(cast, social, scene):
    """The address of a record found to be of the same child leads to that child."""
    from kith.register.encounters.actions import register_child

    officer = cast.who("police", Purpose.RECOGNISE)
    wrong = register_child(officer, scene.found.pk, cast.care_team.pk, "Another scar")
    match = actions.propose(officer, scene.found.pk, scene.subject, "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    assert social.get(f"/children/{wrong.pk}").url == f"/children/{scene.child.pk}"


def test_an_address_met_with_is_shown_only_where_homes_are(cast, social, police, scene):
    """An adult is shown for every purpose; an address is not, where homes are not."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    met = begin_encounter(port, EncounterKind.PORT, child_id=scene.child.pk)
    met_with(port, met.pk, AssociateKind.ADULT, "man in a red coat", relation="uncle", source=Source.CHILD)
    met_with(port, met.pk, AssociateKind.ADDRESS, "19 Gannet Street", source=Source.CHILD)
    record_encounter(port, met.pk)
    assert "man in a red coat (uncle)" in shown(police, scene.child)
    assert "Gannet" not in shown(police, scene.child)
    assert "19 Gannet Street" in shown(social, scene.child)


def test_a_child_is_reported_missing_and_found(social, scene):
    """The forms write the episode; a second report is answered with a sentence; a time in the future is shown at its field."""
    child = scene.children[1]
    page = f"/children/{child.pk}/missing"
    future = social.post(page, {"last_seen_at": "2999-01-01T10:00"})
    assert future.status_code == 400
    assert "This time is in the future." in future.content.decode()
    sent = {"last_seen_at": "2024-01-02T21:30", "place": "Bus station"}
    social.post(page, sent)
    assert MissingEpisode.objects.filter(child=child, found_at=None).exists()
    assert "reported missing already" in social.post(page, sent, follow=True).content.decode()
    social.post(
        f"/children/{child.pk}/found",
        {"found_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "place": "Station"},
    )
    assert not MissingEpisode.objects.filter(child=child, found_at=None).exists()


def test_responsibility_is_given_to_another_team(social, cast, scene):
    """The form lists the teams that take children; the chosen one becomes responsible."""
    from kith.trust.accounts.actions import open_team
    from kith.trust.who import THE_REGISTER

    other = open_team(THE_REGISTER, "Eastfold night team", "Eastfold", "020 7946 0009", takes_children=True)
    social.post(f"/children/{scene.child.pk}/team", {"team": other.pk})
    scene.child.refresh_from_db()
    assert scene.child.responsible_team == other
    assert social.post(f"/children/{scene.child.pk}/team", {"team": uuid.uuid4()}).status_code == 400


def test_a_new_meeting_with_the_child_begins(social, scene):
    """The button begins an encounter of this child and leads to its first page."""
    answer = social.post(f"/children/{scene.child.pk}/meet")
    begun = Encounter.objects.order_by("-begun_at").first()
    assert begun.child == scene.child
    assert answer.url == f"/encounters/{begun.pk}/step/meeting"


def test_an_address_is_shown_once_for_a_reason_that_is_kept(social, scene):
    """Without a reason there is no address; with one it is shown, and the log keeps who and why."""
    page = f"/placements/{scene.placement.pk}/address"
    assert "Cormorant" not in social.get(page).content.decode()
    empty = social.post(page, {"reason": " "})
    assert empty.status_code == 400
    assert "Cormorant" not in empty.content.decode()
    assert ADDRESS in social.post(page, {"reason": "visit"}).content.decode()
    last = Entry.objects.filter(act="address opened").get()
    assert (last.name, last.details["reason"]) == ("Sol Social", "visit")


def test_nobody_but_a_carer_opens_an_address(police, port, browser_of, scene):
    """A reason does not help whoever does not care for the child."""
    for client in (police, port, browser_of("police", Purpose.MISSING), browser_of("social", Purpose.REVIEW)):
        answer = client.post(f"/placements/{scene.placement.pk}/address", {"reason": "visit"})
        assert answer.status_code in {302, 403}
        assert "Cormorant" not in answer.content.decode()


def test_children_are_found_by_reference_and_name(social, scene):
    """A reference in any spelling and a part of a name both find the child; nothing found says what else to do."""
    heard = scene.child.reference.lower().replace("-", " ")
    for asked in (heard, "hong nhung"):
        text = social.get("/children", {"q": asked}).content.decode()
        assert scene.child.reference in text
        assert scene.children[1].reference not in text
    assert "No child was found" in social.get("/children", {"q": "Nobody At All"}).content.decode()
    assert "Ardit Hoxha" in social.get("/children", {"own": "1"}).content.decode()


def test_who_is_missing_tonight_is_listed_with_whom_to_call(social, scene):
    """The list has the missing child, since when, and the team; no place."""
    text = social.get("/children/missing").content.decode()
    assert scene.child.reference in text
    assert "020 7946 0003" in text
    assert "Saltmere school" not in text


def test_a_child_that_is_not_there_is_a_page_that_says_so(social):
    """An address with another key says not found."""
    assert social.get(f"/children/{uuid.uuid4()}").status_code == 404
