"""Specimen travel documents for invented children: of the state UTO, which does not exist.

Always holds: the document tells the same name, birth, sex and nationality as the child who holds it; one in eight is a
bad forgery whose check digits do not agree, and says so in its flag.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kith.evidence.document import build_mrz
from kith.synthetic.invented import InventedDocument

if TYPE_CHECKING:
    from random import Random

    from kith.synthetic.names import InventedName

ISSUER = "UTO"  # Utopia: the state of all specimens of ICAO Doc 9303
FORMATS = ("TD3", "TD3", "TD3", "TD1", "TD2", "MRV-A", "MRV-B")
FORGED = 0.125
_LETTERS, _DIGITS = "ABCDEFGHJKLNPRSTUVWXYZ", "0123456789"


def document_for(rng: Random, name: InventedName, born: date, sex: str, until: date) -> InventedDocument:
    """A document of a child, valid or lately expired on the day `until`."""
    return InventedDocument(
        format=rng.choice(FORMATS),
        issuer=ISSUER,
        number=_number(rng),
        surname=name.family.upper(),
        given_names=_given_names(name).upper(),
        nationality=name.nationality,
        birth=born,
        sex=sex,
        expiry=until + timedelta(days=rng.randint(-200, 2400)),
        wrong_check_digit=rng.random() < FORGED,
    )


def _number(rng: Random) -> str:
    return rng.choice(_LETTERS) + rng.choice(_LETTERS) + "".join(rng.choice(_DIGITS) for _ in range(7))


def _given_names(name: InventedName) -> str:
    """All words that are not the family name, in the order of home: a Vietnamese middle name is one of them."""
    family = name.family.split()
    return " ".join(w for word in name.words for w in word.latin.split() if w not in family) or name.given


def mrz(document: InventedDocument) -> str:
    """The lines of a document's machine-readable zone; where the flag says so, the number's check digit is wrong."""
    lines = build_mrz(
        document.format,
        issuing_state=document.issuer,
        surname=document.surname,
        given_names=document.given_names,
        number=document.number,
        nationality=document.nationality,
        birth=document.birth,
        sex=document.sex,
        expiry=document.expiry,
    )
    if not document.wrong_check_digit:
        return lines
    after = lines.index(document.number) + len(document.number)
    return lines[:after] + str((int(lines[after]) + 3) % 10) + lines[after + 1 :]
