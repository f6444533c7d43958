"""The page of a comparison: both sides, the evidence and why, and the proposal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.web.scene import ADDRESS, play

from kith.register.children.models import Notice
from kith.register.matches import actions, queries
from kith.register.matches.models import Match, MatchState
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


def address_of(scene):
    """The address of the comparison with the missing child."""
    return f"/encounters/{scene.found.pk}/compare/{scene.subject}"


def test_both_sides_and_the_evidence_are_shown_with_reasons(cast, police):
    """Claims with their sources, the weights with numbers and words, the scale's source, prior and chance."""
    scene = play(cast)
    text = police.get(address_of(scene)).content.decode()
    assert "Name (The child said so)" in text
    assert "Fingerprint: right index finger" in text
    assert "minutiae lie alike" in text
    assert re.search(r"All together: (very|extremely) strong support for the same child \(\+\d+\.\d\)", text)
    assert "ENFSI" in text
    assert "Before any evidence, it was held 50 % likely" in text
    assert "more than 99.9 %" in text
    seen = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
    assert "Calibrated on fingers of adults, and on no finger of a child. Calibration: FVC2002" in seen


def test_the_same_numbers_mark_the_same_points_on_both_prints(cast, police):
    """Each print has as many marks as there are pairs, numbered and coloured alike, without any inline style."""
    text = police.get(address_of(play(cast))).content.decode()
    prints = re.findall(r"<image href.*?</svg>", text, re.DOTALL)
    marks = [re.findall(r'fill="(#\w{6})"[^>]*>(\d+)</text>', one) for one in prints]
    assert len(marks) == 2
    assert marks[0] == marks[1]
    assert len(marks[0]) >= 6
    assert "style=" not in text


def test_no_address_and_no_place_is_in_a_comparison(cast, police):
    """Neither where the child lived nor where anybody was met stands in the page."""
    text = police.get(address_of(play(cast))).content.decode()
    assert not [part for part in (*ADDRESS.split(", "), "Quarry Lane", "Saltmere school") if part in text]


def test_proposing_tells_the_team_and_is_offered_once(cast, police):
    """The form proposes with the reason; the team has a notice; the form is gone, and who decides is said."""
    scene = play(cast)
    police.post(address_of(scene), {"why": "The same scar"})
    match = Match.objects.get()
    assert (match.state, match.why, match.proposed_by) == (MatchState.PROPOSED, "The same scar", cast.police)
    assert "may be child" in Notice.objects.filter(team=cast.care_team).first().says
    text = police.get(address_of(scene)).content.decode()
    assert "A second person must decide." in text
    assert "Propose this match" not in text
    assert police.post(address_of(scene), {"why": "again"}, follow=True).status_code == 200
    assert Match.objects.count() == 1


def test_a_reason_too_long_is_shown_again(cast, police):
    """A reason of more than 1,000 characters is refused with a sentence, and nothing is proposed."""
    scene = play(cast)
    answer = police.post(address_of(scene), {"why": "x" * 1001})
    assert answer.status_code == 400
    assert "longer than 1,000 characters" in answer.content.decode()
    assert not Match.objects.exists()


def test_whom_the_search_does_not_offer_is_not_compared(cast, police):
    """An address made up, with another child or nonsense, is a page that says not found."""
    scene = play(cast)
    for subject in (f"child:{scene.children[1].pk}", "nonsense", "child:nonsense"):
        assert police.get(f"/encounters/{scene.found.pk}/compare/{subject}").status_code == 404


def test_a_rejected_pair_can_be_proposed_again_and_says_so(cast, police):
    """After a rejection, the comparison says so and still offers the form."""
    scene = play(cast)
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=False, why="Another scar")
    text = police.get(address_of(scene)).content.decode()
    assert "Rejected before" in text
    assert "Propose this match" in text


@pytest.mark.parametrize("shares", [True, False])
def test_a_shared_chance_says_so(cast, police, monkeypatch, *, shares):
    """Where another meeting may be of the same young person, the chance is said to be shared with it."""
    scene = play(cast)
    found = queries.comparison(cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject)
    told = replace(found, lead=replace(found.lead, shares=shares))
    monkeypatch.setattr(queries, "comparison", lambda *_: told)
    text = police.get(address_of(scene)).content.decode()
    assert ("The chance is shared with another meeting" in text) is shares
