"""CODIS Common Message Format 3.2 (XML): specimens of missing persons, unidentified persons and relatives.

Always holds: a document type or an entity is refused before it is read; only categories of missing persons are taken, none of
offenders, arrestees or suspects, because this register is for the protection of children alone. Structure: FBI, CODIS CMF
3.2 interface, as NCBI's OSIRIS writes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers import expat

from kith.errors import BadProfile, PoisonedFile
from kith.evidence.dna.loci import UNKNOWN
from kith.evidence.dna.profile import Blank, Category, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMESPACE: Final = "urn:CODISImportFile-schema"
_DEEPEST: Final = 12
_MOST_TEXT: Final = 4_000
_MOST_SPECIMENS: Final = 20_000
_ADVICE: Final = "Export it again as CMF 3.2."
CATEGORIES: Final = {
    "Missing Person": Category.MISSING_PERSON,
    "Deduced Missing Person": Category.MISSING_PERSON,
    "Unidentified Person": Category.UNIDENTIFIED,
    "Biological Mother": Category.MOTHER,
    "Biological Father": Category.FATHER,
    "Alleged Mother": Category.ALLEGED_MOTHER,
    "Alleged Father": Category.ALLEGED_FATHER,
    "Biological Sibling": Category.SIBLING,
    "Biological Child": Category.CHILD,
    "Maternal Relative": Category.MATERNAL_RELATIVE,
    "Paternal Relative": Category.PATERNAL_RELATIVE,
    "Spouse": Category.SPOUSE,
}
_WRITTEN: Final = {category: name for name, category in reversed(CATEGORIES.items())}


@dataclass
class _Specimen:
    name: str = ""
    category: str = ""
    partial: bool = False
    loci: dict[str, list[str]] = field(default_factory=dict)


class _Reader:
    """Collects specimens while the parser goes through the file."""

    def __init__(self) -> None:
        self.specimens: list[_Specimen] = []
        self.kit = ""
        self._path: list[str] = []
        self._text = ""
        self._locus = ""
        self._alleles: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(tag.rpartition(" ")[2].upper())
        if len(self._path) > _DEEPEST:
            raise BadProfile("The file is nested too deeply.", advice=_ADVICE, field="file")
        self._text = ""
        if self._path[-1] == "SPECIMEN":
            if len(self.specimens) >= _MOST_SPECIMENS:
                raise BadProfile("The file holds too many specimens.", advice="Divide it.", field="file")
            partial = {k.upper(): v for k, v in attributes.items()}.get("PARTIAL", "")
            self.specimens.append(_Specimen(partial=partial.lower() in {"true", "1", "yes"}))
        elif self._path[-1] == "LOCUS":
            self._locus, self._alleles = "", []

    def text(self, data: str) -> None:
        """Text of an element, perhaps a part of it."""
        if len(self._text) < _MOST_TEXT:
            self._text += data

    def end(self, _tag: str) -> None:
        """An element ends."""
        tag, value = self._path.pop(), self._text.strip()
        self._text = ""
        specimen = self.specimens[-1] if self.specimens else None
        if tag == "KIT" and specimen is None:
            self.kit = value
        elif specimen is None:
            return
        elif tag == "SPECIMENID":
            specimen.name = value
        elif tag == "SPECIMENCATEGORY":
            specimen.category = value
        elif tag == "LOCUSNAME":
            self._locus = value
        elif tag == "ALLELEVALUE":
            self._alleles.append(value)
        elif tag == "LOCUS":
            if not self._locus or self._locus in specimen.loci:
                raise BadProfile("A locus has no name, or stands twice.", advice=_ADVICE, field="file")
            specimen.loci[self._locus] = self._alleles


def _refused(*_: object) -> NoReturn:
    raise PoisonedFile(
        "The file declares a document type or entities.",
        advice="Do not use it; ask where it comes from.",
        field="file",
    )


def read(data: bytes, *, blank: Blank = Blank.REFUSE) -> list[Profile]:
    """The profiles in a CMF file. One allele stands for two alike, as in CODIS, unless the specimen is marked PARTIAL.

    Raises:
        PoisonedFile: it declares a document type or entities.
        BadProfile: of the class that says what is wrong.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refused
    parser.EntityDeclHandler = _refused
    parser.ExternalEntityRefHandler = _refused
    parser.UnparsedEntityDeclHandler = _refused
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as wrong:
        raise BadProfile("This is no XML.", advice=_ADVICE, field="file") from wrong
    if not reader.specimens:
        raise BadProfile("The file holds no specimen.", advice=_ADVICE, field="file")
    return [_profile(one, reader.kit, blank) for one in reader.specimens]


def _profile(specimen: _Specimen, kit: str, blank: Blank) -> Profile:
    category = CATEGORIES.get(specimen.category)
    if category is None:
        raise BadProfile(
            f"The specimen category “{specimen.category[:60]}” is none of missing persons and their relatives.",
            advice="This register takes no profiles of offenders, arrestees or suspects.",
            field="category",
        )
    means = blank if specimen.partial else Blank.HOMOZYGOUS
    return Profile.of(specimen.name, specimen.loci, blank=means, category=category, kit=kit)


def write(profiles: Sequence[Profile]) -> bytes:
    """A CMF file. A profile with an allele that was not seen is marked PARTIAL; one without a category is written as unidentified.

    CMF has no sign for an allele that was not seen: who reads a PARTIAL specimen has to say that a blank is unknown, as with
    any other; then it is read as it was.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<CODISImportFile xmlns="{_NAMESPACE}">',
        " <HEADERVERSION>3.2</HEADERVERSION>",
        " <MESSAGETYPE>Import</MESSAGETYPE>",
    ]
    for one in profiles:
        partial = any(UNKNOWN in alleles for alleles in one.alleles.values())
        lines += [
            f' <SPECIMEN PARTIAL="{str(partial).lower()}">',
            f"  <SPECIMENID>{escape(_clean(one.sample))}</SPECIMENID>",
            f"  <SPECIMENCATEGORY>{_WRITTEN.get(one.category, 'Unidentified Person')}</SPECIMENCATEGORY>",
        ]
        for name, alleles in one.alleles.items():
            # marked PARTIAL, one allele alone would be read as one of two
            shown = [a for a in (one.written(name) if partial else dict.fromkeys(alleles)) if a != UNKNOWN]
            values = "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in shown)
            lines.append(f"  <LOCUS><LOCUSNAME>{name}</LOCUSNAME>{values}</LOCUS>")
        lines.append(" </SPECIMEN>")
    lines.append("</CODISImportFile>")
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


def _clean(text: str) -> str:
    """The text without signs that XML does not allow."""
    return "".join(c if c.isprintable() else " " for c in text)
