"""A DNA profile of one person: what was seen at each locus, checked before anything is kept.

Always holds: at most two alleles a locus, on Y as many as it has copies; loci and alleles by their one name; the sex marker agrees with X and Y. Whatever
does not is refused by a named error, and nothing of it is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kith.errors import BadProfile, MixedProfile, ThirdAllele, UnclearAllele, WrongSexMarker
from kith.evidence.dna.loci import AMELOGENIN, LOCI, UNKNOWN, Chromosome, locus
from kith.evidence.dna.marker import Seen
from kith.evidence.dna.pedigree import Sex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kith.evidence.dna.lineage import Haplotype

MOST_LOCI: Final = 200
LONGEST_NAME: Final = 120
_ALLELE: Final = re.compile(r"^(\d{1,3})(?:\.(\d))?$", re.ASCII)
_LARGEST: Final = 100
_NOTHING: Final = frozenset({"", "?", "-", "0", "NA", "N/A", "NR", "INC"})

Alleles = tuple[str, ...]


class Blank(StrEnum):
    """What a blank second allele means: somebody who knows the laboratory has to choose."""

    REFUSE = "refuse"
    HOMOZYGOUS = "homozygous"
    UNKNOWN = "unknown"


class Category(StrEnum):
    """Whose profile it is, in the words of CODIS for missing persons and their relatives."""

    MISSING_PERSON = "missing person"
    UNIDENTIFIED = "unidentified person"
    MOTHER = "biological mother"
    FATHER = "biological father"
    ALLEGED_MOTHER = "alleged mother"
    ALLEGED_FATHER = "alleged father"
    SIBLING = "biological sibling"
    CHILD = "biological child"
    MATERNAL_RELATIVE = "maternal relative"
    PATERNAL_RELATIVE = "paternal relative"
    SPOUSE = "spouse"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Profile:
    """What was seen of one person.

    `alleles`: by locus, in order of length; (a, a) where one peak stands for both, (a, "-") where the other was not seen; one
    for a man on X or Y (several where the locus lies several times on Y); ("X", "X") or ("X", "Y") for the sex marker. Made by `of`.
    """

    sample: str
    alleles: Mapping[str, Alleles]
    mtdna: Haplotype | None = None
    category: Category = Category.NOT_STATED
    kit: str = ""
    sex: Sex = field(default=Sex.UNKNOWN)

    @classmethod
    def of(
        cls,
        sample: str,
        calls: Mapping[str, Sequence[str | None]],
        *,
        blank: Blank = Blank.REFUSE,
        mtdna: Haplotype | None = None,
        category: Category = Category.NOT_STATED,
        kit: str = "",
        sex: Sex = Sex.UNKNOWN,
    ) -> Profile:
        """A profile from what a file or a person says, checked.

        `calls`: the alleles by locus, in any spelling; None or an empty text is a blank, "-" an allele that is known not
        to have been seen. `sex`: as stated, where it was.

        Raises:
            BadProfile: of the class that says what is wrong.
        """
        name = sample.strip()
        if not name or not name.isprintable() or len(name) > LONGEST_NAME or len(calls) > MOST_LOCI:
            raise BadProfile(
                "A profile needs a name of at most 120 printable letters, and at most 200 loci.",
                advice="Correct the file.",
                field="sample",
            )
        found: dict[str, Alleles] = {}
        shown = _without_mixture(calls)
        man = sex is Sex.MALE or "Y" in shown.get(AMELOGENIN, ([], False))[0]
        for key, (given, dashed) in shown.items():
            if given:
                found[key] = _kept(key, given, dashed=dashed, blank=blank, man=man)
        known = _checked_sex(found, sex)
        return cls(name, MappingProxyType(found), mtdna, category, kit.strip()[:LONGEST_NAME], known)

    def on(self, chromosome: Chromosome) -> dict[str, Alleles]:
        """The alleles of the loci on one chromosome."""
        return {name: a for name, a in self.alleles.items() if LOCI[name].chromosome is chromosome}

    def written(self, name: str) -> Alleles:
        """The alleles at a locus as a file holds them: one peak that stands for all copies on Y stands twice.

        Otherwise a reader who takes a blank for an allele not seen would lose that it was.
        """
        alleles = self.alleles[name]
        return alleles * 2 if len(alleles) == 1 and LOCI[name].copies > 1 else alleles

    def seen(self, name: str, *, dropout: float = 0.0) -> Seen | None:
        """What is seen at an autosomal locus or one on X, for the likelihood; None where nothing is."""
        alleles = self.alleles.get(name)
        if alleles is None:
            return None
        second = alleles[-1]
        return Seen(alleles[0], None if second == UNKNOWN else second, dropout)


def _without_mixture(calls: Mapping[str, Sequence[str | None]]) -> dict[str, tuple[list[str], bool]]:
    """Alleles by canonical locus, and whether one was said not to have been seen.

    Raises:
        ThirdAllele: one locus shows three.
        MixedProfile: several do, or one shows more.
        BadProfile: a locus stands twice with different alleles, or an allele is none.
    """
    out: dict[str, tuple[list[str], bool]] = {}
    for name, values in calls.items():
        place = locus(name)
        if place.chromosome is Chromosome.QUALITY:
            continue
        texts = [(v or "").strip() for v in values]
        alleles = [allele(place.name, t) for t in texts if t.upper() not in _NOTHING]
        one = (alleles, UNKNOWN in texts)
        if place.name in out and out[place.name] != one:
            raise BadProfile(
                f"{place.name} stands twice, with different alleles.", advice="Keep one.", field="locus"
            )
        out[place.name] = one
    many = {
        name: sorted(set(a), key=by_length)
        for name, (a, _) in out.items()
        if len(set(a)) > max(2, LOCI[name].copies)
    }
    if len(many) > 1 or any(len(a) > 3 for a in many.values()):
        raise MixedProfile(
            f"More than two alleles at {', '.join(sorted(many))}: more than one person.",
            advice="Have the mixture taken apart, and hand in the profile of one person.",
            field="locus",
        )
    if many:
        name, three = next(iter(many.items()))
        raise ThirdAllele(
            f"{name} shows three alleles: {', '.join(three)}.",
            advice="Leave this locus out if the laboratory confirms a rare variant.",
            field="locus",
        )
    return out


def allele(name: str, text: str) -> str:
    """An allele by its one name: 12, 9.3, X.

    Raises:
        WrongSexMarker: a sex marker that is neither X nor Y.
        BadProfile: no number of repeats, such as one off the ladder (OL).
    """
    if name == AMELOGENIN:
        if text.upper() not in {"X", "Y"}:
            raise WrongSexMarker(
                f"The sex marker shows {text[:20]!r}, which is neither X nor Y.",
                advice="Correct the file.",
                field="locus",
            )
        return text.upper()
    found = _ALLELE.match(text)
    if found is None or not 0 < int(found[1]) < _LARGEST:
        raise BadProfile(
            f"{name} shows {text[:20]!r}, which is no number of repeats.",
            advice="Write it like 12 or 9.3; leave out what is off the ladder.",
            field="locus",
        )
    part = found[2] or "0"
    return str(int(found[1])) + (f".{part}" if part != "0" else "")


def _kept(name: str, given: list[str], *, dashed: bool, blank: Blank, man: bool) -> Alleles:
    """One or two alleles as they are kept.

    Raises:
        UnclearAllele: one allele and a blank, and nobody said what that means.
    """
    place = LOCI[name]
    different = tuple(sorted(set(given), key=by_length))
    if place.chromosome is Chromosome.Y:
        if len(different) > place.copies:
            raise BadProfile(
                f"{name} shows two alleles of one man.", advice="Correct the file.", field="locus"
            )
        unseen = dashed or (blank is Blank.UNKNOWN and len(given) == 1)
        return (
            (*different, UNKNOWN)
            if unseen and len(different) < place.copies and place.copies > 1
            else different
        )
    if len(different) == 2 or (man and place.chromosome is Chromosome.X):
        return different
    if len(given) >= 2 or (not dashed and (blank is Blank.HOMOZYGOUS or name == AMELOGENIN)):
        return different * 2
    if dashed or blank is Blank.UNKNOWN:
        return (different[0], UNKNOWN)
    raise UnclearAllele(
        f"{name} shows {different[0]} and a blank.",
        advice="Choose what a blank second allele means: the same allele twice (homozygous), or one not seen (unknown).",
        field="blank",
    )


def _checked_sex(found: Mapping[str, Alleles], stated: Sex) -> Sex:
    """The sex that the markers show, or that was stated.

    Raises:
        WrongSexMarker: they contradict each other.
    """
    marker = found.get(AMELOGENIN)
    shown = Sex.UNKNOWN if marker is None or UNKNOWN in marker else Sex.MALE if "Y" in marker else Sex.FEMALE
    if stated is not Sex.UNKNOWN and shown not in {Sex.UNKNOWN, stated}:
        raise _contradiction("The sex marker is not that of the sex that is stated.")
    known = shown or stated
    on_y = [n for n in found if LOCI[n].chromosome is Chromosome.Y]
    if known is Sex.FEMALE and on_y:
        raise _contradiction(
            f"The sex marker shows a woman, and {on_y[0]} on the Y chromosome shows an allele."
        )
    two = [
        n
        for n, a in found.items()
        if LOCI[n].chromosome is Chromosome.X and len(set(a)) > 1 and UNKNOWN not in a
    ]
    if known is Sex.MALE and two:
        raise _contradiction(
            f"The sex marker shows a man, and {two[0]} on the X chromosome shows two alleles."
        )
    if marker == ("Y", "Y"):
        raise _contradiction("The sex marker shows Y without X.")
    return Sex.MALE if known is Sex.UNKNOWN and on_y else known


def _contradiction(says: str) -> WrongSexMarker:
    return WrongSexMarker(
        says, advice="Have the laboratory check it; if the sex marker is at fault, leave it out.", field="sex"
    )


def by_length(text: str) -> tuple[float, str]:
    """How alleles are put in order: by their number of repeats."""
    return (float(text), text) if _ALLELE.match(text) else (0.0, text)
