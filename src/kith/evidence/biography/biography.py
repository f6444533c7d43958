"""What was told of a child: names, births, nationalities, languages. Each may have several values, none is preferred.

Always holds: a biography holds only names that can be compared; what is missing is missing and is never a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.evidence.biography import belonging, births
from kith.evidence.biography.names import compare as names
from kith.evidence.biography.names.script import clean_name
from kith.evidence.biography.names.tokens import PreparedName, prepare_name

if TYPE_CHECKING:
    from kith.evidence.biography.births import BirthRange
    from kith.evidence.weight import Weight


@dataclass(frozen=True, slots=True)
class Biography:
    """What was told of a child, in any number of versions.

    `names` in any script; `births` as ranges; `nationalities` as ISO 3166-1 alpha-3 or ICAO codes; `languages` as
    ISO 639 codes. The names are cleaned as they come in.

    Raises:
        BadName: a name is empty or longer than any name.
    """

    names: tuple[str, ...] = ()
    births: tuple[BirthRange, ...] = ()
    nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Every name is one that can be compared, and stands there once."""
        object.__setattr__(self, "names", tuple(dict.fromkeys(clean_name(n) for n in self.names)))

    def __bool__(self) -> bool:
        """Anything at all was told."""
        return bool(self.names or self.births or self.nationalities or self.languages)


@dataclass(frozen=True, slots=True)
class PreparedBiography:
    """A biography whose names are folded and split, once, for quick comparison with many others."""

    biography: Biography
    names: tuple[PreparedName, ...]

    @property
    def keys(self) -> frozenset[str]:
        """What a name of the same child nearly always shares one of: for finding candidates without comparing all."""
        return frozenset(key for name in self.names for key in name.keys)


def prepare(biography: Biography) -> PreparedBiography:
    """The biography ready for many comparisons: about 100 µs a name, once."""
    return PreparedBiography(biography, tuple(prepare_name(name) for name in biography.names))


def compare(a: Biography, b: Biography) -> tuple[Weight, ...]:
    """One weight a kind (name, birth, nationality, language), in this order; what is missing on a side weighs nothing."""
    return compare_prepared(prepare(a), prepare(b))


def compare_prepared(a: PreparedBiography, b: PreparedBiography) -> tuple[Weight, ...]:
    """The same as `compare`, for biographies prepared once."""
    one, two = a.biography, b.biography
    return (
        names.compare_names(a.names, b.names),
        births.compare(one.births, two.births),
        belonging.compare_nationalities(one.nationalities, two.nationalities),
        belonging.compare_languages(one.languages, two.languages),
    )


def quick(a: PreparedBiography, b: PreparedBiography) -> tuple[float, tuple[bool, bool, bool, bool]]:
    """The sum of the four weights in log10 and which could be compared, without reasons: for one probe against many."""
    one, two = a.biography, b.biography
    name = names.best_log10(a.names, b.names)
    rest = (
        births.compare(one.births, two.births),
        belonging.compare_nationalities(one.nationalities, two.nationalities),
        belonging.compare_languages(one.languages, two.languages),
    )
    log10 = (name or 0.0) + sum(weight.log10 for weight in rest)
    return log10, (name is not None, rest[0].compared, rest[1].compared, rest[2].compared)
