"""Kith's own JSON of profiles: everything that a profile holds, and nothing else.

Always holds: what is written is read back as it was.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kith.errors import BadProfile
from kith.evidence.dna.lineage import Haplotype
from kith.evidence.dna.pedigree import Sex
from kith.evidence.dna.profile import Blank, Category, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERSION: Final = 1
_ADVICE: Final = "Give {“kith_dna”: 1, “profiles”: [{“sample”: …, “alleles”: {“TH01”: [“6”, “9.3”]}}]}."
_SEXES: Final = {"": Sex.UNKNOWN, "male": Sex.MALE, "female": Sex.FEMALE}


def read(data: bytes, *, blank: Blank = Blank.REFUSE) -> list[Profile]:
    """The profiles in a file.

    Raises:
        BadProfile: of the class that says what is wrong.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise BadProfile("This is no JSON.", advice=_ADVICE, field="file") from wrong
    if (
        not isinstance(content, dict)
        or content.get("kith_dna") != VERSION
        or not isinstance(content.get("profiles"), list)
    ):
        raise BadProfile("This is no file of profiles.", advice=_ADVICE, field="file")
    try:
        found = [_profile(one, blank) for one in content["profiles"]]
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadProfile(
            "A profile in the file is not as it should be.", advice=_ADVICE, field="file"
        ) from wrong
    if not found:
        raise BadProfile("The file holds no profile.", advice=_ADVICE, field="file")
    return found


def _profile(body: Mapping[str, Any], blank: Blank) -> Profile:
    mtdna = body.get("mtdna")
    return Profile.of(
        _text(body["sample"]),
        {
            _text(name): [None if a is None else _text(a) for a in alleles]
            for name, alleles in body["alleles"].items()
        },
        blank=blank,
        mtdna=Haplotype.of(map(_text, mtdna["differences"]), map(_text, mtdna["read"])) if mtdna else None,
        category=Category(body.get("category", Category.NOT_STATED.value)),
        kit=_text(body.get("kit", "")),
        sex=_SEXES[body.get("sex", "")],
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text, not {type(value).__name__}")
    return value


def write(profiles: Sequence[Profile]) -> bytes:
    """A file of profiles."""
    names = {sex: name for name, sex in _SEXES.items()}
    bodies = [
        {
            "sample": one.sample,
            "category": one.category.value,
            "kit": one.kit,
            "sex": names[one.sex],
            "alleles": {name: list(one.written(name)) for name in one.alleles},
            **({"mtdna": one.mtdna.to_json()} if one.mtdna else {}),
        }
        for one in profiles
    ]
    content = {"kith_dna": VERSION, "profiles": bodies}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")
