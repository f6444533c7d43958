"""A child recorded at ten, badly, is found at thirteen: the fingers have grown by a quarter since."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.fingers import badly_taken, print_at_ten, print_file

from kith.synthetic.fingerprints import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast
    from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REAL = Path(__file__).resolve().parents[2] / "../shared/data/fingerprints/fvc2002_db1_b"
POSITIONS = (2, 3, 7, 8)
YEARS = 3 * 365


def real_at_ten(finger: int) -> bytes:
    """A real adult's print at four fifths of its size, made worse alike: no prints of growing children are public."""
    with Image.open(REAL / f"{100 + finger}_1.png") as image:
        small = image.convert("L").resize((round(image.width * 0.8), round(image.height * 0.8)))
    return png(badly_taken(np.asarray(small), finger))


def real_today(finger: int) -> bytes:
    """Another print of the same finger, as it is."""
    with Image.open(REAL / f"{100 + finger}_4.png") as image:
        out = io.BytesIO()
        image.convert("L").save(out, "PNG", dpi=(500, 500))
    return out.getvalue()


def recorded_at_ten(cast: Cast, print_of: Callable[[int], bytes], first: int) -> str:
    """The reference of a child met at a port three years ago, aged ten as told, with four fingers; missing since the next day."""
    from django.utils import timezone

    from kith.register.encounters import actions
    from kith.register.encounters.prepared import finger
    from kith.register.encounters.words import EncounterKind
    from kith.register.missing.actions import report_missing
    from kith.trust.who import Purpose

    then = timezone.now() - timedelta(days=YEARS)
    who = cast.who("port", Purpose.FIRST_CONTACT)
    met = actions.begin_encounter(who, EncounterKind.PORT, at=then, place="Terminal 2")
    actions.describe_encounter(who, met.pk, {"responsible_adult": "Rita Adult"})
    actions.say_birth(who, met.pk, age=10)
    for nth, position in enumerate(POSITIONS):
        actions.add_capture(who, met.pk, finger(print_of(first + nth), position=position))
    actions.record_encounter(who, met.pk)
    child = actions.register_child(who, met.pk, uuid.UUID(str(cast.care_team.pk)))
    report_missing(cast.who("social", Purpose.CARE), child.pk, then + timedelta(days=1))
    return child.reference


def others(cast: Cast) -> None:
    """Eight more children of today, so that there is somebody else to be found."""
    from tests.fingers import taken

    from kith.register.encounters import actions
    from kith.register.encounters.words import EncounterKind
    from kith.trust.who import Purpose

    who = cast.who("port", Purpose.FIRST_CONTACT)
    for seed in range(60, 76, 2):
        met = actions.begin_encounter(who, EncounterKind.PORT)
        actions.describe_encounter(who, met.pk, {"responsible_adult": "Rita Adult"})
        for nth, position in enumerate((2, 7)):
            actions.add_capture(who, met.pk, taken(seed + nth, 0, position))
        actions.record_encounter(who, met.pk)
        actions.register_child(who, met.pk, uuid.UUID(str(cast.care_team.pk)))


def found_by_police(phone: Visitor, files: list[str]) -> str:
    """What the result page says after police have handed in prints of fingers they did not name, and nothing else."""
    phone.sign_in("police", "Find out who a young person is, to protect them")
    phone.press("Find out who this is")
    phone.press("Save and continue")
    phone.page.get_by_label("Responsible adult").fill("Ada Appropriate")
    phone.page.get_by_label("Fingerprint files").set_input_files(files)
    phone.press("Save and continue")
    phone.press("Search now")
    phone.look("result")
    return phone.page.inner_text("main")


@pytest.mark.parametrize("prints", ["drawn", "real"])
def test_a_child_recorded_at_ten_is_found_at_thirteen(phone, cast, tmp_path, prints):
    """Two fingers of today lead to four that were taken badly three years ago at four fifths of the size: whom to call, and why."""
    if prints == "real" and not REAL.is_dir():
        pytest.skip("the public test data does not lie beside the repository (../shared/data)")
    at_ten, today, first = (
        (print_at_ten, lambda seed: print_file(seed, 1), 51)
        if prints == "drawn"
        else (real_at_ten, real_today, 1)
    )
    reference = recorded_at_ten(cast, at_ten, first)
    others(cast)
    files = [tmp_path / f"{nth}.png" for nth in (0, 2)]
    for nth, file in zip((0, 2), files, strict=True):
        file.write_bytes(today(first + nth))
    words = found_by_police(phone, [str(file) for file in files])
    assert reference in words
    assert "Harrowby duty team" in words
    assert "020 7946 0003" in words
    assert "missing" in words.lower()
    first_lead = phone.page.get_by_role("article").first
    first_lead.get_by_role("link", name=re.compile("Compare side by side")).click()
    phone.page.wait_for_load_state("networkidle")
    phone.look("comparison")
    words = phone.page.inner_text("main")
    assert "About 3 years lie between these prints" in words
    assert "The same number and colour marks the same point on both prints" in words
