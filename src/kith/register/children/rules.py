"""Pure rules about children: the reference by which people speak of a child on the telephone.

Always holds: a reference is random, so it tells neither when nor where a child was recorded, and a slip of one
character or two characters swapped is noticed.
"""

from __future__ import annotations

import secrets

# no I, L, O, U or Z, so that it survives bad handwriting and a bad telephone line; 31 is prime, which the check needs
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_LENGTH = 7
_HEARD_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "Z": "2", "-": "", " ": ""})


def _check(body: str) -> str:
    """The check character: a sum weighted by position, modulo 31, as in ISBN-10 (modulo 11).

    The modulus is prime, so every wrong character and every swap of two characters changes it.
    """
    return ALPHABET[sum((i + 2) * ALPHABET.index(c) for i, c in enumerate(body)) % len(ALPHABET)]


def new_reference() -> str:
    """A fresh reference such as ``K7F3-Q2M9``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    whole = body + _check(body)
    return f"{whole[:4]}-{whole[4:]}"


def read_reference(text: str) -> str | None:
    """The reference in `text` as typed or heard, or None where it is none or has a slip."""
    bare = text.upper().translate(_HEARD_AS)
    if len(bare) != _LENGTH + 1 or any(c not in ALPHABET for c in bare) or _check(bare[:-1]) != bare[-1]:
        return None
    return f"{bare[:4]}-{bare[4:]}"
