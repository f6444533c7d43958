"""Travel documents: the machine-readable zone is parsed and checked field by field; two documents become a weight.

Always holds: no text raises anything but `BadMrz`; a wrong check digit is named and never silently mended; a document
alone can carry no match, because documents are forged and shared. Rules, sources and the origin of the weights:
`docs/methods/document.md`.
"""

from __future__ import annotations

from kith.evidence.document.build import build_mrz
from kith.evidence.document.codes import Code, code_of, known_codes
from kith.evidence.document.compare import BOUND, CALIBRATION, compare
from kith.evidence.document.dates import PartialDate
from kith.evidence.document.layout import Format, check_digit
from kith.evidence.document.mrz import FieldError, Mrz, parse_mrz
from kith.evidence.document.travel_document import TravelDocument

__all__ = [
    "BOUND",
    "CALIBRATION",
    "Code",
    "FieldError",
    "Format",
    "Mrz",
    "PartialDate",
    "TravelDocument",
    "build_mrz",
    "check_digit",
    "code_of",
    "compare",
    "known_codes",
    "parse_mrz",
]
