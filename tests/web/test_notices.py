"""The page of notices: unread first, each leading to what it speaks of."""

from __future__ import annotations

import pytest
from tests.web.scene import ADDRESS, play

from kith.register.children.models import Notice
from kith.register.matches import actions
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


def test_unread_stands_first_and_reading_is_remembered(cast, browser_of):
    """A notice is unread until somebody of the team marks it; then it says who and when."""
    scene = play(cast)
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), scene.found.pk, scene.subject, "The same fingers"
    )
    social = browser_of("social", Purpose.CARE)
    text = social.get("/notices").content.decode()
    assert f"may be child {scene.child.reference}" in text
    assert f"/matches/{match.pk}" in text
    assert f"/children/{scene.child.pk}" in text
    notice = Notice.objects.get(match_id=match.pk)
    answer = social.post(f"/notices/{notice.pk}/read", follow=True).content.decode()
    assert answer.index("Unread") < answer.index(">Read<") < answer.index("may be child")
    assert "read by Sol Social" in answer


def test_no_address_is_in_a_notice(cast, browser_of):
    """Nothing of the address stands in what a team is told."""
    play(cast)
    text = browser_of("social", Purpose.CARE).get("/notices").content.decode()
    assert "reported missing" in text
    assert not [part for part in ADDRESS.split(", ") if part in text]


def test_another_teams_notice_is_not_read(cast, browser_of):
    """A notice of the care team can be marked by nobody of the police."""
    play(cast)
    notice = Notice.objects.filter(team=cast.care_team).first()
    assert browser_of("police", Purpose.RECOGNISE).post(f"/notices/{notice.pk}/read").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
