"""What is known of one child or of one probe, kind by kind: the thing a gallery holds and is searched with.

Always holds: templates and claims only, never a photograph; an empty field is missing, which is never a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.errors import BadAnswer
from kith.evidence.biography import Biography

if TYPE_CHECKING:
    from datetime import date

    from kith.evidence.document import TravelDocument
    from kith.evidence.face import FaceTemplate
    from kith.evidence.fingerprint import Template

LITTLE_FINGER_LEFT = 10


@dataclass(frozen=True, slots=True)
class Finger:
    """One finger: its template, and its position (1 right thumb … 10 left little finger; 0 where it is not known).

    `taken` is the day on which it was taken, and `height` how tall its owner was then, in cm, where somebody measured it:
    between two days a finger may have grown.
    """

    position: int
    template: Template
    taken: date | None = None
    height: float | None = None

    def __post_init__(self) -> None:
        """The position is one that there is.

        Raises:
            BadAnswer: it is not from 0 to 10.
        """
        if not 0 <= self.position <= LITTLE_FINGER_LEFT:
            raise BadAnswer(
                f"There is no finger position {self.position}.",
                advice="Give 1 to 10, or 0 if not known.",
                field="position",
            )


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that can be compared of one child, or of one probe.

    `faces`: one template for each encounter with photographs; of a probe, the photographs of this one encounter.
    `fingers`: any number, several of one position where it was captured more than once.
    """

    faces: tuple[FaceTemplate, ...] = ()
    fingers: tuple[Finger, ...] = ()
    documents: tuple[TravelDocument, ...] = ()
    biography: Biography = Biography()  # noqa: RUF009  # frozen and empty: one is as good as many

    def __bool__(self) -> bool:
        """There is anything to compare."""
        return bool(self.faces or self.fingers or self.documents or self.biography)
