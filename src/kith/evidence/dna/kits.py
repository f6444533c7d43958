"""Which loci each kit and each national set types.

Always holds: autosomal loci stand in `loci`, others that the kit shows in `also`. Checked against the panels that
EuroForMix ships (read from the makers' files), NIST STRBase's core loci and the makers' descriptions; the sources and what
differed stand in docs/methods/dna.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from kith.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kit:
    """A set of loci that is typed together; `required`: a set that a law or a database asks for, not a maker's kit."""

    name: str
    loci: tuple[str, ...]
    also: tuple[str, ...] = ()
    required: bool = False


_CODIS13 = ("CSF1PO", "FGA", "TH01", "TPOX", "vWA", "D3S1358", "D5S818", "D7S820", "D8S1179", "D13S317", "D16S539", "D18S51", "D21S11")  # fmt: skip
_CODIS20 = (*_CODIS13, "D1S1656", "D2S441", "D2S1338", "D10S1248", "D12S391", "D19S433", "D22S1045")
_ESS12 = ("FGA", "TH01", "vWA", "D1S1656", "D2S441", "D3S1358", "D8S1179", "D10S1248", "D12S391", "D18S51", "D21S11", "D22S1045")  # fmt: skip
_ESS15 = (*_ESS12, "D2S1338", "D16S539", "D19S433")
_SGM = ("FGA", "TH01", "vWA", "D2S1338", "D3S1358", "D8S1179", "D16S539", "D18S51", "D19S433", "D21S11")
_IDENTIFILER = (*_CODIS13, "D2S1338", "D19S433")
_PENTAS = ("Penta D", "Penta E")
_SEX = ("AMEL",)

KITS: Mapping[str, Kit] = MappingProxyType(
    {
        one.name: one
        for one in (
            Kit("ESS 12", _ESS12, required=True),
            Kit("ESS 17", (*_ESS15, "SE33"), _SEX, required=True),
            Kit("DNA-17", (*_ESS15, "SE33"), _SEX, required=True),
            Kit("CODIS 13", _CODIS13, required=True),
            Kit("CODIS 20", _CODIS20, required=True),
            Kit("SGM Plus", _SGM, _SEX),
            Kit("NGM", _ESS15, _SEX),
            Kit("NGM SElect", (*_ESS15, "SE33"), _SEX),
            Kit("NGM Detect", (*_ESS15, "SE33"), (*_SEX, "Yindel")),
            Kit("PowerPlex ESX 16", _ESS15, _SEX),
            Kit("PowerPlex ESX 17", (*_ESS15, "SE33"), _SEX),
            Kit("PowerPlex ESI 17", (*_ESS15, "SE33"), _SEX),
            Kit("PowerPlex 16", (*_CODIS13, *_PENTAS), _SEX),
            Kit("PowerPlex 21", (*_IDENTIFILER, *_PENTAS, "D1S1656", "D12S391", "D6S1043"), _SEX),
            Kit("PowerPlex Fusion", (*_CODIS20, *_PENTAS), (*_SEX, "DYS391")),
            Kit("PowerPlex Fusion 6C", (*_CODIS20, *_PENTAS, "SE33"), (*_SEX, "DYS391", "DYS570", "DYS576")),
            Kit("GlobalFiler", (*_CODIS20, "SE33"), (*_SEX, "Yindel", "DYS391")),
            Kit("VeriFiler Plus", (*_CODIS20, *_PENTAS, "D6S1043"), (*_SEX, "Yindel")),
            Kit("Identifiler Plus", _IDENTIFILER, _SEX),
            Kit("Investigator 24plex", (*_CODIS20, "SE33"), (*_SEX, "DYS391", "QS1", "QS2")),
            Kit("Investigator ESSplex Plus", _ESS15, _SEX),
            Kit("Investigator ESSplex SE Plus", (*_ESS15, "SE33"), _SEX),
            Kit(
                "MiniFiler",
                ("D13S317", "D7S820", "D2S1338", "D21S11", "D16S539", "D18S51", "CSF1PO", "FGA"),
                _SEX,
            ),
        )
    }
)
"""Every kit by its name."""


def kit(name: str) -> Kit:
    """The kit of that name, however it is spaced and capitalised.

    Raises:
        BadInput: there is none.
    """
    wanted = re.sub(r"[\W_]+", "", name).lower()
    for one in KITS.values():
        if re.sub(r"[\W_]+", "", one.name).lower() == wanted:
            return one
    raise BadInput(f"There is no kit {name[:40]!r}.", advice=f"There are: {', '.join(KITS)}.", field="kit")
