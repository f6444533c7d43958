"""The door of the pages: what is no text, and what goes wrong in Kith itself, are answered in words."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import IntegrityError
from tests.web.pages import at_step, begin

from kith.register.encounters.models import Encounter
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/children?q=a%00b", "/children?q%00=a", "/encounters/%00/check"])
def test_a_null_in_an_address_is_refused(browser_of, address):
    """No store keeps it: the page says that it is no text, or that there is no such page."""
    answer = browser_of("social", Purpose.CARE).get(address)
    assert answer.status_code in {400, 404}
    assert "?" not in address or "no text" in answer.content.decode()


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        ("meeting", {"place": "a\0b", "at": "2026-01-01T10:00"}),
        ("document", {"mrz": "P<U\0"}),
        ("names", {"name_1": "a\0", "said_1": "child"}),
        ("companions", {"kind": "adult", "label": "a\0"}),
        ("notes", {"notes": "a\0", "was_notes": ""}),
    ],
)
def test_a_null_in_a_form_is_refused_at_its_field(port, step, sent):
    """The field says so, the page is shown again with what was typed, and nothing is stored."""
    encounter_id = begin(port)
    answer = port.post(at_step(encounter_id, step), sent)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not Encounter.objects.get().claims.exists()


def test_a_fault_of_ours_is_a_page_without_details(port, monkeypatch, caplog):
    """500, words that nothing counts as stored, and a line in the log that names the page."""
    encounter_id = begin(port)

    def races(*_: object) -> None:
        raise IntegrityError("UNIQUE constraint failed: Nguyen Lan")

    monkeypatch.setattr("kith.register.encounters.actions.describe_encounter", races)
    with caplog.at_level(logging.ERROR, "kith.web.access"):
        answer = port.post(at_step(encounter_id, "notes"), {"notes": "cold", "was_notes": ""})
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "Take nothing of what you just sent as stored." in text
    assert "UNIQUE" not in text
    record = next(one for one in caplog.records if one.name == "kith.web.access")
    assert record.getMessage() == "the page step failed"
    assert Encounter.objects.get().notes == ""


@pytest.mark.parametrize("demo", [True, False])
def test_the_style_page_is_there_over_invented_people_only(port, settings, tmp_path, *, demo):
    """Every component is shown where the register is a demonstration; elsewhere there is no such page."""
    settings.KITH_DEMO_MARK = tmp_path / "mark.json"
    if demo:
        settings.KITH_DEMO_MARK.write_text(json.dumps([]))
    answer = port.get("/style")
    assert answer.status_code == (200 if demo else 404)
    assert ("Every part that the pages are made of" in answer.content.decode()) is demo
