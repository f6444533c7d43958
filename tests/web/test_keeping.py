"""Nothing typed is lost: drafts are kept and put back, and two people's changes merge."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.pages import at_step, begin

from kith.register.encounters.models import Claim, Encounter
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


def typed_at(encounter_id: str, name: str) -> str:
    """The address that keeps what is typed on a step."""
    return reverse("keep_typed", args=[encounter_id, name])


def test_what_is_typed_is_kept_and_put_back(port):
    """The answer says when it was saved, and the page shows it again."""
    encounter_id = begin(port)
    sent = {"_changed": ["name_1", "age"], "name_1": "Lan", "age": "15", "csrfmiddlewaretoken": "x"}
    answer = port.post(typed_at(encounter_id, "names"), sent)
    assert answer.status_code == 200
    assert list(answer.json()) == ["saved_at"]
    form = port.get(at_step(encounter_id, "names")).context["form"]
    assert (form["name_1"].value(), form["age"].value()) == ("Lan", "15")
    assert not Claim.objects.exists()


def test_an_emptied_field_stays_empty(port):
    """A field whose text was deleted is not filled again from what is stored."""
    encounter_id = begin(port)
    port.post(at_step(encounter_id, "notes"), {"notes": "wrong child", "was_notes": ""})
    port.post(typed_at(encounter_id, "notes"), {"_changed": "notes", "notes": ""})
    assert port.get(at_step(encounter_id, "notes")).context["form"]["notes"].value() == ""


def test_once_sent_the_draft_gives_way_to_what_is_stored(port):
    """After saving, what somebody stores later is shown, and not the old draft."""
    encounter_id = begin(port)
    port.post(typed_at(encounter_id, "notes"), {"_changed": "notes", "notes": "first"})
    port.post(at_step(encounter_id, "notes"), {"notes": "second", "was_notes": ""})
    port.post(at_step(encounter_id, "notes"), {"notes": "third", "was_notes": "second"})
    assert port.get(at_step(encounter_id, "notes")).context["form"]["notes"].value() == "third"


def test_only_fields_of_the_step_are_kept(port):
    """A field that the step does not have, a hidden one and a NUL are not kept."""
    encounter_id = begin(port)
    sent = {"_changed": ["notes", "was_notes", "evil"], "notes": "a\x00b", "was_notes": "x", "evil": "y"}
    assert port.post(typed_at(encounter_id, "notes"), sent).status_code == 200
    assert Encounter.objects.get().typed == {"notes": {"notes": "ab"}}


def test_more_than_a_page_holds_is_refused_in_words(port):
    """Fifty thousand characters are refused with a sentence, and what was kept before stays."""
    encounter_id = begin(port)
    port.post(typed_at(encounter_id, "notes"), {"_changed": "notes", "notes": "kept"})
    answer = port.post(typed_at(encounter_id, "notes"), {"_changed": "notes", "notes": "x" * 50_000})
    assert answer.status_code == 400
    assert answer.json()["says"]
    assert Encounter.objects.get().typed == {"notes": {"notes": "kept"}}


def test_a_session_that_has_ended_is_said_as_json(port):
    """401 as JSON, so that the page can say it and keep what was typed; an unknown page is 404, a look 405."""
    encounter_id = begin(port)
    answer = Client().post(typed_at(encounter_id, "notes"), {"_changed": "notes", "notes": "x"})
    assert answer.status_code == 401
    assert answer.json()["says"]
    assert port.post(typed_at(encounter_id, "nothing")).status_code == 404
    assert port.get(typed_at(encounter_id, "notes")).status_code == 405


def test_without_the_token_nothing_is_kept(cast):
    """The protection against requests from other pages holds for drafts, too."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.port, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post("/encounters/00000000-0000-0000-0000-000000000000/typed/notes").status_code == 403


def test_a_role_that_records_nothing_keeps_nothing(port, browser_of):
    """An auditor is refused, as JSON."""
    encounter_id = begin(port)
    answer = browser_of("auditor", Purpose.AUDIT).post(typed_at(encounter_id, "notes"), {"notes": "x"})
    assert answer.status_code == 403
    assert answer.json()["says"]


def test_two_tabs_that_change_different_fields_merge(port):
    """One changes the place, the other the time: both changes stand."""
    encounter_id = begin(port)
    step = at_step(encounter_id, "meeting")
    seen = port.get(step).context["form"].initial
    was = {name: seen[name] for name in ("was_place", "was_at")}
    port.post(step, {**was, "place": "Hall C", "at": seen["at"]})
    answer = port.post(step, {**was, "place": seen["place"], "at": "2026-01-02T03:04"})
    assert answer.status_code == 302
    encounter = Encounter.objects.get()
    assert encounter.place == "Hall C"
    assert encounter.at.isoformat().startswith("2026-01-02T03:04")


def test_two_tabs_that_change_the_same_field_are_asked(port):
    """The second is shown what the first wrote, keeps its own text, and may then write it over."""
    encounter_id = begin(port)
    step = at_step(encounter_id, "notes")
    port.post(step, {"notes": "first\r\ntab", "was_notes": ""})
    answer = port.post(step, {"notes": "second tab", "was_notes": ""})
    assert answer.status_code == 400
    form = answer.context["form"]
    assert "first\ntab" in form.errors["notes"][0]
    assert form["notes"].value() == "second tab"
    assert Encounter.objects.get().notes == "first\ntab"
    again = {"notes": "second tab", "was_notes": form["was_notes"].value()}
    assert port.post(step, again).status_code == 302
    assert Encounter.objects.get().notes == "second tab"
