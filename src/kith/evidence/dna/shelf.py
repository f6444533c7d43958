"""The profiles of a register as numbers: one genotype code a locus, in one array that a scan reads in order.

Always holds: putting and erasing take effect at once; a code never changes its meaning, an allele that is new goes to the end of
its ladder; two bytes a locus, so that a million profiles of 24 loci take 48 MB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadProfile
from kith.evidence.dna.loci import UNKNOWN, Chromosome
from kith.evidence.dna.profile import by_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.profile import Profile

UNTYPED: Final = 0
_MOST_ALLELES: Final = 360  # 360 * 361 / 2 codes fit in two bytes
_ROOM: Final = 64


def code(first: int, second: int) -> int:
    """The code of two alleles by their places in the ladder (from 1; 0 is an allele not seen), in either order."""
    low, high = sorted((first, second))
    return high * (high + 1) // 2 + low


class Ladder:
    """The alleles of one locus by their place, from 1, in the order in which they were first met."""

    def __init__(self, alleles: Sequence[str] = ()) -> None:
        """Begin with the alleles of a table."""
        self.places: dict[str, int] = {UNKNOWN: 0}
        for one in alleles:
            self.place(one)

    def place(self, allele: str) -> int:
        """The place of an allele, given to it now if it is new.

        Raises:
            BadProfile: more alleles than any locus has.
        """
        if allele not in self.places and len(self.places) > _MOST_ALLELES:
            raise BadProfile("More alleles than any locus has.", advice="Check the profiles.", field="locus")
        return self.places.setdefault(allele, len(self.places))

    @property
    def alleles(self) -> tuple[str, ...]:
        """The alleles, by their place."""
        return tuple(self.places)[1:]

    @property
    def codes(self) -> int:
        """How many codes there are, untyped and alleles not seen included."""
        return len(self.places) * (len(self.places) + 1) // 2

    def genotypes(self) -> Iterator[tuple[int, int, int]]:
        """Each code with the places of its two alleles, lower first."""
        for high in range(len(self.places)):
            for low in range(high + 1):
                yield code(low, high), low, high


class Shelf:
    """Profiles by subject. `codes` is (N, loci) of two bytes; a row is found by reading the names, which takes milliseconds."""

    def __init__(self, loci: Sequence[str]) -> None:
        """An empty shelf for these autosomal loci."""
        self.loci = tuple(loci)
        self.ladders: Mapping[str, Ladder] = {name: Ladder() for name in self.loci}
        self._size = 0
        self._codes = np.zeros((_ROOM, len(self.loci)), np.uint16)
        self._names = np.zeros(
            _ROOM, "S36"
        )  # as long as an identifier of the register; grows for longer ones

    def __len__(self) -> int:
        return self._size

    def __contains__(self, subject: str) -> bool:
        return self._row(subject) is not None

    @property
    def subjects(self) -> list[str]:
        """Whose the rows are, in their order."""
        return [one.decode() for one in self._names[: self._size].tolist()]

    def subject(self, row: int) -> str:
        """Whose a row is."""
        return bytes(self._names[row]).decode()

    @property
    def codes(self) -> NDArray[np.uint16]:
        """The codes of all profiles, shape (N, loci); not to be written to."""
        return self._codes[: self._size]

    @property
    def bytes_held(self) -> int:
        """The memory of codes and names."""
        return int(self._codes.nbytes + self._names.nbytes)

    def encode(self, profile: Profile) -> NDArray[np.uint16]:
        """The codes of one profile, shape (loci,).

        Raises:
            BadProfile: more alleles than any locus has.
        """
        out = np.zeros(len(self.loci), np.uint16)
        typed = profile.on(Chromosome.AUTOSOMAL)
        for i, name in enumerate(self.loci):
            alleles = typed.get(name)
            if alleles is not None:
                ladder = self.ladders[name]
                out[i] = code(ladder.place(alleles[0]), ladder.place(alleles[-1]))
        return out

    def put(self, subject: str, profile: Profile) -> None:
        """Take in a profile, in place of the one that the subject had.

        Raises:
            BadProfile: as `encode`; then nothing is changed.
        """
        codes = self.encode(profile)
        row = self._row(subject)
        if row is None:
            self.put_codes([subject], codes[None, :])
        else:
            self._codes[row] = codes

    def put_codes(self, subjects: Sequence[str], codes: NDArray[np.uint16]) -> None:
        """Take in many at once, as codes of this shelf's ladders, shape (n, loci); subjects that are new."""
        names = np.array([one.encode() for one in subjects], np.bytes_)
        start, end = self._size, self._size + len(subjects)
        self._grow(end, names.dtype.itemsize)
        self._codes[start:end] = codes
        self._names[start:end] = names
        self._size = end

    def erase(self, subject: str) -> None:
        """Forget a profile; nothing is left of it in the arrays. Nothing happens where there is none."""
        row = self._row(subject)
        if row is None:
            return
        last = self._size - 1
        self._codes[row], self._names[row] = self._codes[last], self._names[last]
        self._codes[last], self._names[last] = UNTYPED, b""
        self._size = last

    def _row(self, subject: str) -> int | None:
        found = np.flatnonzero(self._names[: self._size] == subject.encode())
        return int(found[0]) if found.size else None

    def _grow(self, needed: int, longest: int) -> None:
        if longest > self._names.dtype.itemsize:
            self._names = self._names.astype(f"S{longest}")
        if needed > len(self._codes):
            room = max(needed, len(self._codes) * 3 // 2)
            codes, names = np.zeros((room, len(self.loci)), np.uint16), np.zeros(room, self._names.dtype)
            codes[: self._size], names[: self._size] = self.codes, self._names[: self._size]
            self._codes, self._names = codes, names

    def alleles_of(self, subject: str) -> dict[str, tuple[str, str]]:
        """What is kept of a subject, by locus; (a, "-") where one allele was not seen.

        Raises:
            KeyError: there is no such subject.
        """
        row = self._row(subject)
        if row is None:
            raise KeyError(subject)
        out = {}
        for name, one in zip(self.loci, self._codes[row].tolist(), strict=True):
            if one != UNTYPED:
                high = int((np.sqrt(8.0 * one + 1.0) - 1.0) // 2)
                low = one - high * (high + 1) // 2
                names = (UNKNOWN, *self.ladders[name].alleles)
                shorter, longer = sorted((names[low], names[high]), key=by_length)
                out[name] = (names[high], UNKNOWN) if low == 0 else (shorter, longer)
        return out
