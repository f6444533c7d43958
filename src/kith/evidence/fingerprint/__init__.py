"""Fingerprints: an image becomes a template of minutiae, two templates become a weight.

Always holds: only a Weight leaves this room, never a raw score; nothing patented (no Minutia Cylinder-Code) is used.
"""

from kith.evidence.fingerprint import ansi, drawing, iso
from kith.evidence.fingerprint.compare import Comparison, Transform, compare
from kith.evidence.fingerprint.extract import examine, extract
from kith.evidence.fingerprint.image import FingerImage, decode, decode_all, decode_raw
from kith.evidence.fingerprint.packed import Packed, joined, pack
from kith.evidence.fingerprint.packed_files import open_packed, save
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.quality import Quality, quality
from kith.evidence.fingerprint.search import Scan, search
from kith.evidence.fingerprint.several import search_together
from kith.evidence.fingerprint.structures import Prepared, prepare
from kith.evidence.fingerprint.template import Template

__all__ = [
    "Comparison",
    "FingerImage",
    "Packed",
    "Position",
    "Prepared",
    "Quality",
    "Scan",
    "Template",
    "Transform",
    "ansi",
    "compare",
    "decode",
    "decode_all",
    "decode_raw",
    "drawing",
    "examine",
    "extract",
    "iso",
    "joined",
    "open_packed",
    "pack",
    "prepare",
    "quality",
    "save",
    "search",
    "search_together",
]
