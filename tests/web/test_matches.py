"""The pages of matches: two people decide, with reasons, and what was decided stays."""

from __future__ import annotations

import pytest
from tests.web.scene import ADDRESS, play

from kith.register.encounters.actions import register_child
from kith.register.encounters.models import Encounter
from kith.register.matches import actions
from kith.register.matches.models import Match, MatchState
from kith.register.missing.models import MissingEpisode
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast):
    """The missing child, and the young person who may be that child."""
    return play(cast)


@pytest.fixture
def match(cast, scene):
    """The match, proposed by the police officer."""
    return actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same scar"
    )


@pytest.fixture
def second(browser_of):
    """Another police officer, who decides on matches."""
    return browser_of("second", Purpose.REVIEW)


def shown(client, match):
    """The page of a match as text."""
    answer = client.get(f"/matches/{match.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_proposer_sees_no_buttons_and_cannot_confirm(browser_of, match):
    """The proposer reads that a second person must decide; sending the form all the same is refused, and nothing changes."""
    proposer = browser_of("police", Purpose.REVIEW)
    text = shown(proposer, match)
    assert "A second person must decide." in text
    assert "Confirm: the same child" not in text
    answer = proposer.post(f"/matches/{match.pk}/decide", {"decision": "confirm", "why": "Sure"})
    assert answer.status_code == 403
    assert "Ask a colleague" in answer.content.decode()
    match.refresh_from_db()
    assert match.state == MatchState.PROPOSED


def test_another_person_confirms_with_a_reason(second, match, scene):
    """The second person sees who proposed and why, confirms, and the page says who decided; then the find can be recorded."""
    assert "The same scar" in shown(second, match)
    answer = second.post(
        f"/matches/{match.pk}/decide", {"decision": "confirm", "why": "Fingers and name"}, follow=True
    )
    text = answer.content.decode()
    assert "Confirmed by Sade Second" in text
    assert "Fingers and name" in text
    assert Encounter.objects.get(pk=scene.found.pk).child == scene.child
    assert f"/children/{scene.child.pk}/found" in text
    MissingEpisode.objects.all().delete()
    assert f"/children/{scene.child.pk}/found" not in shown(second, match)


def test_a_decision_without_a_reason_or_a_choice_is_asked_again(second, match):
    """Neither an empty reason nor an unknown decision decides anything."""
    for sent in (
        {"decision": "confirm", "why": "  "},
        {"why": "Sure"},
        {"decision": "perhaps", "why": "Sure"},
    ):
        answer = second.post(f"/matches/{match.pk}/decide", sent)
        assert answer.status_code == 400
        assert "Something is needed before you can go on" in answer.content.decode()
    match.refresh_from_db()
    assert match.state == MatchState.PROPOSED


def test_a_rejection_stays_and_is_listed(second, match):
    """A rejected match stands among the decided ones with who and why, and cannot be decided again."""
    second.post(f"/matches/{match.pk}/decide", {"decision": "reject", "why": "Another scar"})
    assert "Rejected by Sade Second" in shown(second, match)
    listed = second.get("/matches").content.decode()
    assert "No match waits." in listed
    assert "Rejected" in listed
    assert second.post(f"/matches/{match.pk}/decide", {"decision": "confirm", "why": "No"}).status_code == 409


def test_evidence_outlives_the_comparison(cast, second, scene):
    """After two records became one, the match shows its stored evidence without images, and no error."""
    officer = cast.who("police", Purpose.RECOGNISE)
    register_child(officer, scene.found.pk, cast.care_team.pk, "Another scar")
    match = actions.propose(officer, scene.found.pk, scene.subject, "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    Match.objects.filter(pk=match.pk).update(candidate=f"child:{scene.found.pk}")
    text = shown(second, match)
    assert "no longer compared side by side" in text
    assert "minutiae lie alike" in text
    assert "<image " not in text


def test_stored_evidence_that_cannot_be_read_is_no_error(second, match):
    """A match whose evidence was written by an unknown version still shows who proposed it."""
    Match.objects.filter(pk=match.pk).update(evidence={"nonsense": 1})
    assert "Proposed by Paul Police" in shown(second, match)


def test_what_waits_is_listed_with_its_weight_in_words(second, browser_of, scene, match):
    """The list shows what waits, marks what is one's own, and has no address."""
    text = second.get("/matches").content.decode()
    assert scene.child.reference in text
    assert "strong support for the same child" in text
    assert "Yours: a second person must decide" not in text
    assert (
        "Yours: a second person must decide"
        in browser_of("police", Purpose.RECOGNISE).get("/matches").content.decode()
    )
    assert not [part for part in ADDRESS.split(", ") if part in text + shown(second, match)]


def test_who_looks_for_another_purpose_is_led_to_the_one_that_decides(browser_of, match):
    """A police officer who came to recognise is offered to decide, and asked for that purpose first."""
    other = browser_of("second", Purpose.RECOGNISE)
    assert "Decide on this match" in shown(other, match)
    answer = other.get(f"/matches/{match.pk}/decide")
    assert answer.status_code == 302
    assert answer.url.startswith("/purpose")


def test_a_port_officer_reads_that_others_decide(port, match):
    """A role that never decides sees the match without buttons."""
    text = shown(port, match)
    assert "Deciding is for police and social work." in text
    assert "Confirm: the same child" not in text


def test_for_a_review_what_waits_comes_first(second, browser_of, match):
    """The home page of somebody who came to decide begins with the matches; the list marks a missing child."""
    text = second.get("/").content.decode()
    assert text.index("1 match waits for a second person") < text.index("Record a child")
    assert text.count("1 match waits for a second person") == 1
    other = browser_of("second", Purpose.RECOGNISE).get("/").content.decode()
    assert other.index("1 match waits for a second person") > other.index("Find out who this is")
    listed = "kith-tag--notice"
    assert listed in second.get("/matches").content.decode()
    MissingEpisode.objects.all().delete()
    assert listed not in second.get("/matches").content.decode()
