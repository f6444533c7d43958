"""Pure rules about associates: when two phones, vehicles or addresses written differently are the same.

Always holds: an adult is never the same as another by name alone; a person decides that.
"""

from __future__ import annotations

import unicodedata


def key_of(kind: str, label: str) -> str:
    """The form under which the same phone, vehicle or address is found again; empty for an adult.

    A phone keeps its last ten digits (country and trunk prefixes vary), a vehicle its letters and digits, an address
    its letters and digits in lower case.
    """
    folded = unicodedata.normalize("NFKC", label)
    if kind == "phone":
        return "".join(c for c in folded if c.isdecimal())[-10:]
    if kind == "vehicle":
        return "".join(c for c in folded.upper() if c.isalnum())
    if kind == "address":
        return "".join(c for c in folded.casefold() if c.isalnum())
    return ""
