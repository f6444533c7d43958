"""A police officer learns who a young person is, on a phone, within a few taps."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.fingers import print_file, taken

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TAPS = 12  # "within a minute"


def missing_child(cast: Cast) -> str:
    """The reference of a child with two fingers, recorded and missing since."""
    from django.utils import timezone

    from kith.register.encounters import actions
    from kith.register.encounters.words import EncounterKind
    from kith.register.missing.actions import report_missing
    from kith.trust.who import Purpose

    who = cast.who("port", Purpose.FIRST_CONTACT)
    encounter = actions.begin_encounter(who, EncounterKind.PORT, place="Terminal 2")
    actions.describe_encounter(who, encounter.pk, {"responsible_adult": "Rita Adult"})
    for seed, position in ((1, 2), (2, 7)):
        actions.add_capture(who, encounter.pk, taken(seed, 0, position))
    actions.say_names(who, encounter.pk, ["Nguyễn Thị Lan"])
    actions.record_encounter(who, encounter.pk)
    child = actions.register_child(who, encounter.pk, uuid.UUID(str(cast.care_team.pk)))
    report_missing(cast.who("social", Purpose.CARE), child.pk, timezone.now() - timedelta(hours=1))
    return child.reference


def fresh_fingers(folder: Path) -> list[str]:
    """Other impressions of the same two fingers, as files to choose."""
    for name, seed in (("a.png", 1), ("b.png", 2)):
        (folder / name).write_bytes(print_file(seed, 1))
    return [str(folder / name) for name in ("a.png", "b.png")]


def test_a_police_officer_finds_a_missing_child(phone, cast, tmp_path):
    """Fingers alone lead from the home page to whom to call; no page on the way has anything serious for axe-core."""
    missing_child(cast)
    phone.sign_in("police", "Find out who a young person is, to protect them")
    phone.look("home")
    before = phone.taps
    phone.press("Find out who this is")
    phone.look("camera-first")
    phone.press("Save and continue")
    phone.page.get_by_label("Responsible adult").fill("Ada Appropriate")
    phone.page.get_by_label("Fingerprint files").set_input_files(fresh_fingers(tmp_path))
    phone.press("Save and continue")
    phone.look("fingers-taken")
    phone.press("Search now")
    phone.look("result")
    taps = phone.taps - before
    print(f"\nrecognise: {taps} taps from the home page to the result")  # noqa: T201  # read with pytest -s
    words = phone.page.inner_text("main")
    assert "Harrowby duty team" in words
    assert "020 7946 0003" in words
    assert taps <= MOST_TAPS
