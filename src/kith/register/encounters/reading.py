"""How rows of an encounter are read together: the kit over several encounters, an image as a browser shows it.

Always holds: nothing here is handed to a person by itself; the queries of this and the other rooms do, and write the log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from kith.evidence import face, fingerprint
from kith.register.encounters.rules import DONE, kit_complete
from kith.register.encounters.words import CaptureKind, KitItem, KitState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kith.register.encounters.models import KitAnswer


@dataclass(frozen=True, slots=True)
class Original:
    """A captured file as it was received, what it is, and which part of it was captured (see `Capture`)."""

    kind: str
    data: bytes
    part: int = 0
    shows: int = 0
    ppi: int | None = None


SHOWN_PIXELS = 1000


@dataclass(frozen=True, slots=True)
class Kit:
    """The identity kit: the state of each item, and the reason where it was not possible."""

    states: dict[str, str]
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every item has a full answer."""
        return kit_complete(self.states, tuple(KitItem.values))

    @property
    def answered(self) -> int:
        """How many of the six items have a full answer."""
        return sum(self.states.get(item) in DONE for item in KitItem.values)


def shown(original: Original) -> tuple[bytes, str]:
    """A captured file as a browser can show it (JPEG, or PNG at 500 ppi), and its media type."""
    out = BytesIO()
    if original.kind == CaptureKind.FINGERPRINT:
        fingers = fingerprint.decode_all(original.data, ppi=original.ppi, shows=original.shows)
        Image.fromarray(fingers[original.part].pixels).save(out, "PNG")
        return out.getvalue(), "image/png"
    picture = Image.fromarray(face.decode(original.data).pixels)
    picture.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    picture.save(out, "JPEG", quality=88)
    return out.getvalue(), "image/jpeg"


def best_kit(answers: Iterable[KitAnswer]) -> Kit:
    """The best answer to each item: captured before all else, otherwise the newest full answer, otherwise not yet asked."""
    states: dict[str, str] = dict.fromkeys(KitItem.values, KitState.NOT_ASKED.value)
    reasons: dict[str, str] = {}
    for answer in answers:
        if states[answer.item] == KitState.CAPTURED or answer.state == KitState.NOT_ASKED:
            continue
        states[answer.item] = answer.state
        reasons[answer.item] = answer.reason
    return Kit(states, {item: why for item, why in reasons.items() if why})
