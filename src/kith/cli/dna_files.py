"""Profiles, frequencies, pedigrees and reference cases in files, for `kith dna`.

Always holds: a file that cannot be used is refused by its name; nothing is written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kith.cli.files import read_data
from kith.cli.speaking import plainly
from kith.errors import BadAnswer, BadInput, BadPedigree, BadProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from kith.evidence.dna import Frequencies, Pedigree, Profile, Settings, Shelf

T = TypeVar("T")

_LARGEST_THETA: Final = 0.5
_MODELS: Final = ("none", "equal", "proportional", "stepwise")


def profiles(path: Path, blank: str | None) -> list[Profile]:
    """The profiles in a file; `blank` is what a blank second allele means, where it was said.

    Raises:
        BadInput: it cannot be read; the file is named.
    """
    from kith.evidence import dna

    if blank not in {None, "homozygous", "unknown"}:
        raise BadAnswer(
            "A blank second allele is homozygous or unknown.", advice="Write one of the two.", field="blank"
        )
    means = dna.Blank(blank) if blank else dna.Blank.REFUSE
    data = read_data(path, field="file")
    return _naming(path, lambda: dna.formats.read(data, blank=means))


def one_profile(path: Path, sample: str | None, blank: str | None) -> Profile:
    """The profile of that sample, or the only one in the file.

    Raises:
        BadInput: there are several, none of that name, or the file cannot be read.
    """
    found = profiles(path, blank)
    named = [one for one in found if sample is None or one.sample == sample]
    if len(named) == 1:
        return named[0]
    names = ", ".join(one.sample for one in found[:10])
    raise BadProfile(
        f"“{plainly(path.name)}” holds {len(found)} profiles.",
        advice=f"Name one with --sample: {names}.",
        field="sample",
    )


def shelf(profiles_read: Iterable[Profile], table: Frequencies) -> Shelf:
    """A shelf of profiles by their sample's name, with every locus of any kit or of the table.

    Raises:
        BadAnswer: a sample stands twice.
    """
    import numpy as np

    from kith.evidence import dna

    held = dna.Shelf(sorted({name for kit in dna.KITS.values() for name in kit.loci} | table.loci()))
    rows = {}
    for one in profiles_read:
        if one.sample in rows:
            raise BadAnswer(
                f"“{plainly(one.sample)}” stands twice among the profiles.", advice="Keep one.", field="file"
            )
        rows[one.sample] = held.encode(one)
    held.put_codes(list(rows), np.array(list(rows.values())))
    return held


def frequencies(given: str, populations: Sequence[str]) -> Frequencies:
    """A table that ships with Kith by its name, or one in a file; with some of its populations where they are named.

    Raises:
        BadInput: there is no such table, file or population.
    """
    from pathlib import Path as File

    from kith.evidence import dna
    from kith.evidence.dna.frequencies import SHIPPED

    if given in SHIPPED:
        table = dna.shipped(given)
    else:
        path = File(given)
        data = read_data(path, field="frequencies")
        table = _naming(path, lambda: dna.read_frequencies(data, name=path.stem))
    return table.choose(populations) if populations else table


def settings(theta: float, model: str) -> Settings:
    """The settings of a comparison.

    Raises:
        BadAnswer: theta or the model is none.
    """
    from kith.evidence import dna

    if model not in _MODELS:
        raise BadAnswer(
            "There is no such model of mutation.",
            advice=f"Write one of {', '.join(_MODELS)}.",
            field="mutation",
        )
    if not 0.0 <= theta < _LARGEST_THETA:
        raise BadAnswer("Theta lies between 0 and 0.5.", advice="Write for example 0.01.", field="theta")
    mutation = dna.NO_MUTATION if model == "none" else dna.Mutation(dna.Model(model))
    return dna.Settings(theta, mutation)


def pedigree(path: Path) -> Pedigree:
    """A family from JSON: a list of persons with `id`, `father`, `mother` (or `fid`, `mid`) and `sex` (1 male, 2 female).

    Raises:
        BadInput: it is none; the file is named.
    """
    from kith.evidence import dna

    data = read_data(path, field="family")
    try:
        content = json.loads(data)
        persons = [
            dna.Person(
                str(p["id"]),
                _parent(p, "father", "fid"),
                _parent(p, "mother", "mid"),
                dna.Sex(int(p.get("sex") or 0)),
            )
            for p in (content["pedigree"] if isinstance(content, dict) else content)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadPedigree(
            f"“{plainly(path.name)}” is no pedigree.",
            advice="Give a JSON list of persons with id, father, mother and sex (1 male, 2 female).",
            field="family",
        ) from None
    return _naming(path, lambda: dna.Pedigree(persons))


def _parent(person: dict[str, Any], *names: str) -> str:
    found = next((person[name] for name in names if person.get(name)), "")
    return "" if str(found) == "0" else str(found)


def content(path: Path, field: str) -> Any:
    """What a JSON file holds.

    Raises:
        BadInput: it is no JSON.
    """
    try:
        return json.loads(read_data(path, field=field))
    except (ValueError, RecursionError):
        raise BadInput(
            f"“{plainly(path.name)}” is no JSON.", advice="Give another file.", field=field
        ) from None


def _naming(path: Path, look: Callable[[], T]) -> T:
    """Look at a file; a refusal says which file it speaks of.

    Raises:
        BadInput: of the class that the evidence room raised.
    """
    try:
        return look()
    except BadInput as refusal:
        raise type(refusal)(
            f"“{plainly(path.name)}”: {refusal.says}", advice=refusal.advice, field=refusal.field
        ) from None
