"""How frequent alleles are in populations: tables that ship with Kith, and those that a user brings.

Always holds: a table names its source and licence; every allele that somebody shows has at least the least frequency,
5 / 2N (National Research Council, *The Evaluation of Forensic DNA Evidence*, 1996, page 148), and the frequencies of one
population sum to one, what is added being taken from alleles that nobody shows. Populations are never mixed: each gives a ratio of its own, and the smallest ranks.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kith.errors import BadFrequencies, BadProfile, UnknownLocus
from kith.evidence.dna.loci import locus
from kith.evidence.dna.marker import Marker
from kith.evidence.dna.mutation import Mutation
from kith.evidence.dna.profile import allele

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LEAST_COUNT: Final = 5
"""Copies that an allele is taken to have been seen at least: its least frequency is this over the alleles counted."""
LEAST_UNCOUNTED: Final = 0.001
"""The least frequency where a table does not say how many alleles were counted."""
SHIPPED: Final = ("fbi2015", "nist1036", "ukdna17")
ADVICE: Final = "Give a table as JSON: population, locus, allele, frequency (or counts)."
_MOST_ALLELES: Final = 300
_LITTLE: Final = 1e-6  # what alleles that nobody shows are left with, where those shown take everything


@dataclass(frozen=True, slots=True)
class Settings:
    """What every ratio is computed with: coancestry, mutation, and the frequency of silent alleles."""

    theta: float = 0.01
    mutation: Mutation = field(default_factory=Mutation)
    silent: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """As a person reads it beside a result."""
        m = self.mutation
        return {
            "theta": self.theta,
            "mutation": {
                "model": m.model.value,
                "male": m.male,
                "female": m.female,
                "range": m.range,
                "rate2": m.rate2,
            },
            "silent": self.silent,
            "least_frequency": f"{LEAST_COUNT}/2N",
        }


@dataclass(frozen=True, slots=True)
class Population:
    """One population of a table: `frequencies` by locus and allele, `counted` alleles (2N) by locus, where known."""

    name: str
    frequencies: Mapping[str, Mapping[str, float]]
    counted: Mapping[str, int]

    def least(self, name: str) -> float:
        """The least frequency of an allele at a locus."""
        counted = self.counted.get(name)
        return min(LEAST_COUNT / counted, 0.5) if counted else LEAST_UNCOUNTED

    def of_alleles(
        self, name: str, named: Collection[str] = (), also: Collection[str] = ()
    ) -> dict[str, float]:
        """The frequencies at a locus where somebody shows the `named` alleles.

        Those have their own frequency, or the least if that is more; what is left of one is shared by the other alleles
        of the table as they are frequent, with half a count for alleles of others that are listed (`also`) and the table
        lacks. Where the named alone sum to more than one, they are brought to one.

        Raises:
            BadFrequencies: the table has not this locus.
        """
        known = self.frequencies.get(name)
        if known is None:
            raise BadFrequencies(
                f"The table of {self.name} has no {name}.",
                advice="Leave the locus out, or use another table.",
                field="frequencies",
            )
        least = self.least(name)
        shown = {a: max(known.get(a, 0.0), least) for a in sorted(named)}
        hardly = least / (2 * LEAST_COUNT)
        others = {**dict.fromkeys((a for a in sorted(also) if a not in shown), hardly), **known}
        others = {a: f for a, f in others.items() if a not in shown}
        left = 1.0 - math.fsum(shown.values())
        rest = math.fsum(others.values())
        if left <= _LITTLE or not others:
            total = math.fsum(shown.values()) / (1.0 - _LITTLE if others else 1.0)
            shown, left = {a: f / total for a, f in shown.items()}, _LITTLE
        return shown | {a: left * f / rest for a, f in others.items()}

    def marker(
        self,
        name: str,
        named: Collection[str],
        settings: Settings,
        *,
        also: Collection[str] = (),
        x_linked: bool = False,
    ) -> Marker:
        """The locus as it is computed with, as `of_alleles`.

        Raises:
            BadFrequencies: the table has not this locus.
        """
        return Marker.of(
            self.of_alleles(name, named, also),
            mutation=settings.mutation,
            theta=settings.theta,
            silent=settings.silent,
            x_linked=x_linked,
        )


@dataclass(frozen=True, slots=True)
class Frequencies:
    """A table: several populations, where it comes from, and under which licence."""

    name: str
    title: str
    source: str
    licence: str
    populations: tuple[Population, ...]

    def choose(self, names: Iterable[str]) -> Frequencies:
        """The table with some of its populations.

        Raises:
            BadFrequencies: there is none of that name.
        """
        known = {p.name.casefold(): p for p in self.populations}
        wanted = [one.casefold() for one in names]
        missing = [one for one in wanted if one not in known]
        if missing or not wanted:
            raise BadFrequencies(
                f"{self.title} has no such population.",
                advice=f"There are: {', '.join(p.name for p in self.populations)}.",
                field="population",
            )
        return Frequencies(
            self.name, self.title, self.source, self.licence, tuple(known[one] for one in wanted)
        )

    def loci(self) -> frozenset[str]:
        """The loci that every population has."""
        return frozenset.intersection(*(frozenset(p.frequencies) for p in self.populations))


@cache
def shipped(name: str) -> Frequencies:
    """A table that ships with Kith: fbi2015, nist1036 or ukdna17.

    Raises:
        BadFrequencies: there is no such table.
    """
    if name not in SHIPPED:
        raise BadFrequencies(
            f"There is no table {name[:40]!r}.",
            advice=f"There are: {', '.join(SHIPPED)}; or give a file.",
            field="frequencies",
        )
    text = files("kith.evidence.dna").joinpath("tables", f"{name}.json").read_text(encoding="utf-8")
    return read(text.encode(), name=name)


def read(data: bytes, *, name: str = "user") -> Frequencies:
    """A table from JSON: our own layout with `counts` or `frequencies`; or populations with `frequencies` and `N_alleles`.

    The plainest layout is population, locus, allele, frequency.

    Raises:
        BadFrequencies: it is none of these, or a number in it cannot be.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise BadFrequencies(
            "This is no table of frequencies.", advice=ADVICE, field="frequencies"
        ) from wrong
    if not isinstance(content, dict):
        raise BadFrequencies("This is no table of frequencies.", advice=ADVICE, field="frequencies")
    by_population = content.get("counts") or content.get("frequencies") or content
    try:
        populations = tuple(
            _population(str(one)[:120], body) for one, body in by_population.items() if isinstance(body, dict)
        )
    except (TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise BadFrequencies(
            "This is no table of frequencies.", advice=ADVICE, field="frequencies"
        ) from wrong
    if not populations:
        raise BadFrequencies("The table has no population.", advice=ADVICE, field="frequencies")
    title, source, licence = (
        str(content.get(key) or "not stated")[:600] for key in ("title", "source", "licence")
    )
    return Frequencies(name, title, source, licence, populations)


def _population(name: str, body: Mapping[str, Any]) -> Population:
    nested = isinstance(body.get("frequencies"), dict)
    tables = body["frequencies"] if nested else body
    stated = body.get("N_alleles") or {} if nested else {}
    frequencies: dict[str, Mapping[str, float]] = {}
    counted: dict[str, int] = {}
    for key, table in tables.items():
        place = _locus_or_own(key)
        values = {_allele_or_own(place, str(a)): float(f) for a, f in table.items()}
        total = math.fsum(values.values())
        if (
            not 0 < len(values) <= _MOST_ALLELES
            or not all(math.isfinite(f) and f >= 0.0 for f in values.values())
            or not total > 0.0
        ):
            raise BadFrequencies(f"{name}, {place}: a frequency is none.", advice=ADVICE, field="frequencies")
        whole = total > 2.0 and all(f == int(f) for f in values.values())
        if not whole and not 0.98 < total < 1.02:
            raise BadFrequencies(
                f"{name}, {place}: the frequencies sum to {total:.3f}, not to 1.",
                advice=ADVICE,
                field="frequencies",
            )
        frequencies[place] = MappingProxyType({a: f / total for a, f in values.items() if f > 0.0})
        size = int(total) if whole else int(stated.get(key) or 0)
        if size > 0:
            counted[place] = size
    return Population(name, MappingProxyType(frequencies), MappingProxyType(counted))


def _locus_or_own(name: str) -> str:
    """The locus by its one name; a table may hold loci that the list does not know."""
    try:
        return locus(name).name
    except UnknownLocus:
        return name[:60]


def _allele_or_own(name: str, text: str) -> str:
    try:
        return allele(name, text)
    except BadProfile:
        return text[:20]
