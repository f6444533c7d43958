"""The page of a result: an answer in words, whom to call, what was searched; never an address."""

from __future__ import annotations

import pytest
from tests.fingers import taken
from tests.web.scene import ADDRESS, known, meet, play

from kith.register.encounters.models import Capture
from kith.register.matches import actions, queries, searching
from kith.register.matches.gallery import THE_GALLERY
from kith.register.matches.models import Match, Search
from kith.trust.rows import change
from kith.trust.vault.models import Sealed
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


def shown(client, encounter):
    """The page of a result as text."""
    answer = client.get(f"/encounters/{encounter.pk}/result")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_missing_child_is_read_first_with_the_team_to_call(cast, police):
    """The headline says missing child, since when, and the telephone as a link; the lead has reference and photograph."""
    scene = play(cast)
    text = shown(police, scene.found)
    headline = text.index("Missing child: call now")
    assert (
        headline
        < text.index("Harrowby duty team")
        < text.index('href="tel:02079460003"')
        < text.index("1 lead")
    )
    assert "Missing since" in text
    assert scene.child.reference in text
    assert "Nguyen Thi Hong Nhung" in text
    assert "/image" in text
    assert "strong support for the same child" in text
    assert f"/compare/{scene.subject}" in text


def test_no_address_and_no_place_is_in_a_result(cast, police):
    """Neither where the child lived nor where anybody was met stands in the page."""
    text = shown(police, play(cast).found)
    assert not [part for part in (*ADDRESS.split(", "), "Quarry Lane", "Saltmere school") if part in text]


def test_the_officer_reads_no_percentage(cast, police):
    """The weight is said in words; the chance stands on the page of the comparison only."""
    assert "%" not in shown(police, play(cast).found)


def test_not_known_says_what_was_searched_and_clears_nobody(cast, police):
    """The page counts who was searched with what, names what was not used, and says that no match clears nobody."""
    known(cast)
    met = meet(cast.who("police", Purpose.RECOGNISE), taken(901, 0, 2))
    text = shown(police, met)
    assert "<h1" in text
    assert "Not known" in text
    assert "4 children and young people are on the register" in text
    assert "Fingerprint: compared with those of 4 of them" in text
    assert "because it was not captured or told: a photograph of the face, a travel document, a name" in text
    assert "No match never clears anyone" in text


def test_incomplete_is_said_and_never_not_known(cast, police):
    """With a template that does not open, the headline is incomplete, says why, and offers to search again."""
    children, _ = known(cast)
    capture = Capture.objects.exclude(template=None).filter(encounter__child=children[2]).first()
    change(Sealed.objects.get(pk=capture.template_id), sealed=b"damaged")
    THE_GALLERY.forget()
    met = meet(cast.who("police", Purpose.RECOGNISE), taken(901))
    text = shown(police, met)
    assert "Incomplete: not everything could be searched" in text
    assert "The evidence of one record does not open" in text
    assert ">Not known<" not in text
    assert "Search again" in text


def test_searching_again_answers_with_a_newer_search(cast, police, monkeypatch):
    """A search that broke says incomplete; the button searches anew, and then the child is found."""
    monkeypatch.setattr(searching, "answer_for", lambda _: 1 / 0)
    scene = play(cast)
    assert "Incomplete" in shown(police, scene.found)
    monkeypatch.undo()
    answer = police.post(f"/encounters/{scene.found.pk}/search-again", follow=True)
    assert "Missing child: call now" in answer.content.decode()
    assert Search.objects.filter(encounter=scene.found).count() == 2


def test_a_search_under_way_says_waiting(cast, police):
    """A result that is not there yet is neither "not known" nor "incomplete"."""
    scene = play(cast)
    Search.objects.create(encounter=scene.found)
    text = shown(police, scene.found)
    assert "Waiting: the search is not done yet" in text
    assert ">Not known<" not in text


def test_a_photograph_that_cannot_be_compared_is_said(cast, police):
    """A capture without a face is named with why it was not searched, once, and what would help."""
    text = shown(police, play(cast).found)
    assert text.count("No face is seen in the photograph.") == 1
    assert "Take it from the front" in text
    assert "This search is incomplete." in text


def test_a_young_person_is_a_child_first(cast, police):
    """The reminder of sections 45 and 51 stands on the page."""
    text = shown(police, play(cast).found)
    assert "Treat as a child first" in text
    assert "section 51" in text
    assert "section 45" in text


def test_none_of_these_can_be_registered_or_left_open(cast, police):
    """The page offers to register a new child with a team, and sending it makes the child."""
    scene = play(cast)
    text = shown(police, scene.found)
    assert "None of these: register as a child new to the register" in text
    assert "Leave as not yet known" in text
    register = f"/encounters/{scene.found.pk}/register"
    assert (
        "write why you are sure"
        in police.post(register, {"team": cast.care_team.pk}, follow=True).content.decode()
    )
    police.post(register, {"team": cast.care_team.pk, "why": "Another scar"})
    scene.found.refresh_from_db()
    assert scene.found.child is not None
    assert scene.found.child.reference in shown(police, scene.found)


def test_a_rejection_is_remembered_and_shown(cast, police):
    """A pair that two people rejected is still offered, with the words that it was rejected before."""
    scene = play(cast)
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    assert "Waits for a second person" in shown(police, scene.found)
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=False, why="Another scar")
    text = shown(police, scene.found)
    assert "Rejected before" in text
    assert "Two people looked at this pair before" in text


def test_after_the_decision_nobody_is_called_any_more(cast, police):
    """Once two people decided, the headline says whose meeting it was instead of calling for action."""
    scene = play(cast)
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    text = shown(police, scene.found)
    assert "Known: two people decided" in text
    assert "call now" not in text
    assert "Harrowby duty team" in text.split("</section>")[0]
    assert scene.child.reference in text.split("</section>")[0]


def test_another_open_lead_does_not_hide_a_decision(cast, police):
    """A confirmed match stays the headline though another meeting of one's own team is found, too, also searched anew."""
    officer = cast.who("police", Purpose.RECOGNISE)
    known(cast)
    meet(officer, taken(1, 3))
    found = meet(officer, taken(1, 1, 2), name="Nhung")
    lead = next(one for one in queries.search_result(officer, found.pk).leads if one.reference)
    match = actions.propose(officer, found.pk, lead.subject, "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    for text in (
        shown(police, found),
        police.post(f"/encounters/{found.pk}/search-again", follow=True).content.decode(),
    ):
        assert "Known: two people decided" in text
        assert "Possible match" not in text
        assert lead.reference in text.split("</section>")[0]
        assert "Harrowby duty team" in text.split("</section>")[0]


def test_an_open_lead_to_a_missing_child_is_on_the_sheet(cast, police):
    """The hand-over page begins with whom to call while a missing child may be meant, and not once it is rejected."""
    scene = play(cast)
    sheet = f"/encounters/{scene.found.pk}/hand-over"
    text = police.get(sheet).content.decode()
    assert text.index("Open: may be a missing child") < text.index("tel:02079460003") < text.index("Recorded")
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=False, why="Another scar")
    assert "Open:" not in police.get(sheet).content.decode()


def test_an_unknown_young_person_met_before_is_a_lead(cast, police):
    """Another meeting that was left open is offered with who met them, without a reference."""
    officer = cast.who("police", Purpose.RECOGNISE)
    meet(officer, taken(1, 0))
    text = shown(police, meet(officer, taken(1, 1)))
    assert "Possible match: your own team met them" in text
    assert "Possible match: call" not in text
    assert "tel:" not in text
    assert "Met by Northmoor Police on" in text


def test_an_auditor_sees_no_result(cast, browser_of):
    """Whoever may not read results gets a sentence, not a page about a child."""
    scene = play(cast)
    answer = browser_of("auditor", Purpose.AUDIT).get(f"/encounters/{scene.found.pk}/result")
    assert answer.status_code == 403
    assert scene.child.reference not in answer.content.decode()


def test_a_proposal_has_a_reason(cast, police):
    """Proposing without a word is asked again, and proposes nothing."""
    scene = play(cast)
    at = f"/encounters/{scene.found.pk}/compare/{scene.subject}"
    answer = police.post(at, {"why": " "})
    assert answer.status_code == 400
    assert answer.context["form"].errors["why"]
    assert not Match.objects.exists()
