"""A travel document as evidence: what it says of its holder, whether read from its zone or typed.

Always holds: it is a claim. Nothing here decides whether the document is genuine, or whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kith.evidence.document.mrz import Mrz


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """One document; empty text or None where it says nothing or nobody read it.

    `issuing_state` and `nationality` are codes of the zone (``D``, ``UTO``, ``XXB``); `birth_earliest` and
    `birth_latest` bound the date of birth that it states; `expiry` is its last day; `sex` is M, F or X.
    """

    issuing_state: str = ""
    number: str = ""
    surname: str = ""
    given_names: str = ""
    birth_earliest: date | None = None
    birth_latest: date | None = None
    nationality: str = ""
    sex: str = ""
    expiry: date | None = None

    @classmethod
    def from_mrz(cls, mrz: Mrz) -> TravelDocument:
        """The document whose zone was read."""
        return cls(
            issuing_state=mrz.issuing_state,
            number=mrz.number,
            surname=mrz.surname,
            given_names=mrz.given_names,
            birth_earliest=mrz.birth.earliest if mrz.birth else None,
            birth_latest=mrz.birth.latest if mrz.birth else None,
            nationality=mrz.nationality,
            sex=mrz.sex,
            expiry=mrz.expiry.latest if mrz.expiry else None,
        )
