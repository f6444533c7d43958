"""The loci of human identification: their names, their other names, and the chromosome that says how they are inherited.

Always holds: one locus has one name here, as NIST STRBase writes it; an unknown name is refused, because without the
chromosome nothing can be said of a relative. Sources: NIST STRBase (core loci, Y and X loci); the makers' kit manuals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kith.errors import UnknownLocus

if TYPE_CHECKING:
    from collections.abc import Mapping


class Chromosome(StrEnum):
    """Where a locus lies, or what else a kit's marker is for."""

    AUTOSOMAL = "autosomal"
    X = "X"
    Y = "Y"
    SEX = "sex"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Locus:
    """A locus by its one name; `copies`: how many alleles one man shows of those that lie several times on Y."""

    name: str
    chromosome: Chromosome
    copies: int = 1


AMELOGENIN = "AMEL"
UNKNOWN: Final = "-"
"""How an allele that was not seen is written: 12/-."""
Y_INDEL = "Yindel"

_AUTOSOMAL = """
    CSF1PO D10S1248 D12S391 D13S317 D16S539 D18S51 D19S433 D1S1656 D21S11 D22S1045 D2S1338 D2S441 D3S1358
    D5S818 D7S820 D8S1179 FGA PentaD PentaE SE33 TH01 TPOX vWA PentaC D6S1043 F13A01 F13B FESFPS LPL
    D1GATA113 D1S1627 D1S1677 D2S1360 D2S1776 D3S1744 D3S3053 D3S4529 D4S2364 D4S2366 D4S2408 D5S2500 D5S2800
    D6S474 D6S1017 D7S1517 D7S3048 D8S1115 D8S1132 D9S1122 D9S2157 D10S1435 D10S2325 D11S2368 D11S4463
    D12ATA63 D13S325 D14S1434 D15S659 D17S974 D17S1301 D18S853 D18S1364 D19S253 D20S482 D20S1082 D21S2055
    D22GATA198B05
"""
_ON_X = """
    DXS6789 DXS6795 DXS6800 DXS6801 DXS6803 DXS6807 DXS6809 DXS6810 DXS7130 DXS7132 DXS7133 DXS7423 DXS7424
    DXS8377 DXS8378 DXS9895 DXS9898 DXS9902 DXS9907 DXS10074 DXS10079 DXS10101 DXS10103 DXS10134 DXS10135
    DXS10146 DXS10148 DXS10159 DXS10162 DXS10164 DXS101 GATA31E08 GATA165B12 GATA172D05 HPRTB
"""
_ON_Y = """
    DYS19 DYS388 DYS389I DYS389II DYS390 DYS391 DYS392 DYS393 DYS426 DYS437 DYS438 DYS439 DYS443 DYS444
    DYS447 DYS448 DYS449 DYS456 DYS458 DYS460 DYS461 DYS481 DYS505 DYS508 DYS510 DYS518 DYS522 DYS533 DYS549
    DYS552 DYS557 DYS570 DYS576 DYS593 DYS596 DYS612 DYS626 DYS627 DYS635 DYS643 DYS645 YGATAH4
"""
_OFTEN_ON_Y = {
    "DYS385": 2, "DYS387S1": 2, "DYS459": 2, "DYS464": 4, "DYS526": 2,
    "DYF387S1": 2, "DYF399S1": 3, "DYF403S1": 4, "DYF404S1": 2,
}  # fmt: skip
_WRITTEN = {"PentaC": "Penta C", "PentaD": "Penta D", "PentaE": "Penta E"}

LOCI: Mapping[str, Locus] = MappingProxyType(
    {
        one.name: one
        for one in (
            *(Locus(_WRITTEN.get(n, n), Chromosome.AUTOSOMAL) for n in _AUTOSOMAL.split()),
            *(Locus(n, Chromosome.X) for n in _ON_X.split()),
            *(Locus(n, Chromosome.Y) for n in _ON_Y.split()),
            *(Locus(n, Chromosome.Y, copies) for n, copies in _OFTEN_ON_Y.items()),
            Locus(Y_INDEL, Chromosome.Y),
            Locus(AMELOGENIN, Chromosome.SEX),
            *(Locus(n, Chromosome.QUALITY) for n in ("QS1", "QS2")),
        )
    }
)
"""Every locus by its name."""

_ALIASES = {
    "THO1": "TH01", "HUMTH01": "TH01", "TC11": "TH01",
    "VWA31": "vWA", "HUMVWA": "vWA", "HUMVWFA31": "vWA", "VWF": "vWA", "VWFA31": "vWA",
    "FIBRA": "FGA", "HUMFIBRA": "FGA", "HUMFGA": "FGA",
    "ACTBP2": "SE33", "HUMACTBP2": "SE33",
    "CSF1P0": "CSF1PO", "CSFIPO": "CSF1PO", "CSF": "CSF1PO", "HUMCSF1PO": "CSF1PO",
    "TPO": "TPOX", "HUMTPOX": "TPOX", "FES": "FESFPS", "FESFPS": "FESFPS", "F13A1": "F13A01",
    "AM": AMELOGENIN, "AMELOGENIN": AMELOGENIN, "AMELO": AMELOGENIN, "AMELX": AMELOGENIN,
    "YINDEL": Y_INDEL, "RS2032678": Y_INDEL, "M175": Y_INDEL,
    "DYS385AB": "DYS385", "DYS385A/B": "DYS385", "DYS389B": "DYS389II", "DYS38911": "DYS389II", "DYS394": "DYS19",
    "DYS387S1AB": "DYS387S1", "DYF387S1AB": "DYF387S1",
    "GATAH4": "YGATAH4", "YGATAH4.1": "YGATAH4", "DYSGATAH4": "YGATAH4", "GATAC4": "DYS635", "YGATAC4": "DYS635",
    "HPRT": "HPRTB", "HUMHPRTB": "HPRTB",
}  # fmt: skip


def _key(name: str) -> str:
    """How two spellings of one name are made alike: capitals, without spaces, hyphens and underscores."""
    return re.sub(r"[\s_\-]+", "", name).upper()


_BY_KEY = {_key(name): name for name in LOCI} | {
    _key(alias): name for alias, name in _ALIASES.items() if name in LOCI
}


def locus(name: str) -> Locus:
    """The locus of that name or other name.

    Raises:
        UnknownLocus: there is none in the list.
    """
    found = _BY_KEY.get(_key(name[:60]))
    if found is None:
        raise UnknownLocus(
            f"There is no locus {name[:40]!r} in the list.",
            advice="Correct its name, or leave it out.",
            field="locus",
        )
    return LOCI[found]
