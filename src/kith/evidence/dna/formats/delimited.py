"""Tables of alleles as text: GeneMapper's export (tabs) and EuroForMix's references (commas), one row a sample and locus.

Always holds: a row whose columns cannot be told is refused; a blank second allele needs a choice. Layouts: GeneMapper ID-X
table export (Sample Name, Marker, Allele 1 …); EuroForMix manual (SampleName, Marker, Allele1, Allele2 …).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from kith.errors import BadProfile
from kith.evidence.dna.profile import Blank, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAMPLE: Final = frozenset({"samplename", "sample", "sampleid"})
_MARKER: Final = frozenset({"marker", "locus", "markername"})
_ALLELE: Final = re.compile(r"^allele(\d{1,2})$")
_MOST_ROWS: Final = 200_000
_ADVICE: Final = "Export a table with the columns Sample Name, Marker, Allele 1 and Allele 2."


def read(data: bytes, *, blank: Blank = Blank.REFUSE) -> list[Profile]:
    """The profiles in a table, in the order in which their samples first stand there.

    Raises:
        BadProfile: of the class that says what is wrong.
    """
    text = _text(data)
    head = text.split("\n", 1)[0]
    delimiter = max("\t,;", key=head.count)
    try:
        # quotes mean nothing beside tabs; beside commas one that is left open would swallow the rows after it
        lines = io.StringIO(text)
        table = (
            csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
            if delimiter == "\t"
            else csv.reader(lines, delimiter=delimiter, strict=True)
        )
        rows = [[cell.strip() for cell in row] for row in table]
    except csv.Error as wrong:
        raise BadProfile("This is no table of alleles.", advice=_ADVICE, field="file") from wrong
    if any("\n" in cell for row in rows for cell in row):
        raise BadProfile(
            "A cell of the table goes over several rows.", advice="Close its quotes.", field="file"
        )
    rows = [row for row in rows if any(row)]
    if len(rows) > _MOST_ROWS:
        raise BadProfile("The table is too long.", advice="Divide it.", field="file")
    sample, marker, alleles = _columns(rows[0] if rows else [])
    calls: dict[str, dict[str, list[str]]] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) <= max(sample, marker) or not row[sample] or not row[marker]:
            raise BadProfile(f"Row {number} has no sample or no marker.", advice=_ADVICE, field="file")
        of_sample = calls.setdefault(row[sample], {})
        if row[marker] in of_sample:
            raise BadProfile(
                f"Row {number}: {row[marker][:40]} stands twice for one sample.",
                advice="Keep one.",
                field="file",
            )
        of_sample[row[marker]] = [row[i] for i in alleles if i < len(row) and row[i]]
    if not calls:
        raise BadProfile("The table holds no profile.", advice=_ADVICE, field="file")
    return [Profile.of(name, one, blank=blank) for name, one in calls.items()]


def _columns(head: Sequence[str]) -> tuple[int, int, list[int]]:
    names = [re.sub(r"[\s._]+", "", cell).lower() for cell in head]
    sample = next((i for i, name in enumerate(names) if name in _SAMPLE), -1)
    marker = next((i for i, name in enumerate(names) if name in _MARKER), -1)
    alleles = [i for i, name in enumerate(names) if _ALLELE.match(name)]
    if sample < 0 or marker < 0 or not alleles:
        raise BadProfile("This is no table of alleles.", advice=_ADVICE, field="file")
    return sample, marker, alleles


def _text(data: bytes) -> str:
    """The text, in the encodings that these programs write.

    Raises:
        BadProfile: it is none.
    """
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise BadProfile("This is not text.", advice=_ADVICE, field="file")


def write(profiles: Sequence[Profile], *, tabs: bool) -> bytes:
    """A table of the alleles: for GeneMapper with tabs, for EuroForMix with commas."""
    out = io.StringIO()
    if tabs:
        table = csv.writer(out, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_NONE, quotechar=None)
    else:
        table = csv.writer(out, lineterminator="\n")
    most = max((len(a) for one in profiles for a in one.alleles.values()), default=2)
    head = ("Sample Name", "Marker", *(f"Allele {i + 1}" for i in range(max(2, most))))
    table.writerow(head if tabs else [one.replace(" ", "") for one in head])
    for profile in profiles:
        for name in profile.alleles:
            alleles = profile.written(name)
            table.writerow([profile.sample, name, *alleles, *[""] * (len(head) - 2 - len(alleles))])
    return out.getvalue().encode("utf-8")
