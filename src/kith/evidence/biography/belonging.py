"""Nationality and language: they help to tell whether it is the same child, and are never a sign of danger.

Always holds: the same speaks a little for the same child; another one says next to nothing, because children are told
what to say; and nothing here is reachable from a rule about risk.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

CALIBRATION = "stated, not fitted"
SAME_NATIONALITY, SAME_LANGUAGE, OTHER = 0.3, 0.2, -0.05

# ICAO Doc 9303 part 3, section 5: codes that passports carry beside ISO 3166-1 alpha-3.
ICAO = {
    "D": "DEU",
    "GBD": "GBR",
    "GBN": "GBR",
    "GBO": "GBR",
    "GBP": "GBR",
    "GBS": "GBR",
    "RKS": "XKX",
    "ROM": "ROU",
}
NOT_A_STATE = frozenset({"XXX", "UNK", "XXA", "XXB", "XXC", "UTO", ""})

# ISO 639-1 to 639-3, and single languages to their macrolanguage (ISO 639-3 macrolanguage mappings), for languages
# that interpreters in Europe are asked for; any other code is compared as it is.
LANGUAGE = {
    "am": "amh", "ar": "ara", "arb": "ara", "arz": "ara", "apc": "ara", "ary": "ara", "acm": "ara", "apd": "ara",
    "az": "aze", "azj": "aze", "bg": "bul", "bn": "ben", "bs": "bos", "ckb": "kur", "kmr": "kur", "sdh": "kur",
    "ku": "kur", "cmn": "zho", "yue": "zho", "nan": "zho", "zh": "zho", "chi": "zho", "cs": "ces", "de": "deu",
    "ger": "deu", "el": "ell", "gre": "ell", "en": "eng", "es": "spa", "fa": "fas", "per": "fas", "prs": "fas",
    "pes": "fas", "fr": "fra", "fre": "fra", "ha": "hau", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "hye", "ig": "ibo", "it": "ita", "ka": "kat", "ln": "lin", "mk": "mkd", "mn": "mon", "my": "mya",
    "ne": "nep", "npi": "nep", "nl": "nld", "dut": "nld", "om": "orm", "gaz": "orm", "pa": "pan", "pl": "pol",
    "ps": "pus", "pbt": "pus", "pbu": "pus", "pst": "pus", "pt": "por", "rmy": "rom", "rmn": "rom", "ro": "ron",
    "rum": "ron", "mo": "ron", "ru": "rus", "si": "sin", "so": "som", "sq": "sqi", "alb": "sqi", "aln": "sqi",
    "als": "sqi", "sr": "srp", "sw": "swa", "swh": "swa", "ta": "tam", "th": "tha", "ti": "tir", "tl": "tgl",
    "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb", "uzn": "uzb", "vi": "vie", "wo": "wol", "yo": "yor",
}  # fmt: skip


def nationality_code(code: str) -> str:
    """The code as it is compared: capitals, ICAO's own codes as ISO 3166-1 alpha-3, "" where it names no state."""
    plain = code.strip().strip("<").upper()
    plain = ICAO.get(plain, plain)
    return "" if plain in NOT_A_STATE else plain


def language_code(code: str) -> str:
    """The code as it is compared: ISO 639-3 of the macrolanguage, without region ("ar-SY" is "ara")."""
    plain = code.strip().lower().replace("_", "-").split("-")[0]
    return LANGUAGE.get(plain, plain)


@lru_cache(maxsize=16384)
def compare_nationalities(a: tuple[str, ...], b: tuple[str, ...]) -> Weight:
    """The claim tested: one child has the nationalities told on both sides. It helps a little, and hardly harms."""
    return _compare(
        Kind.NATIONALITY, [nationality_code(c) for c in a], [nationality_code(c) for c in b], SAME_NATIONALITY
    )


@lru_cache(maxsize=16384)
def compare_languages(a: tuple[str, ...], b: tuple[str, ...]) -> Weight:
    """The claim tested: one child speaks the languages told on both sides. It helps a little, and hardly harms."""
    return _compare(
        Kind.LANGUAGE, [language_code(c) for c in a], [language_code(c) for c in b], SAME_LANGUAGE
    )


SENTENCES = {
    Kind.NATIONALITY: (
        "a nationality is missing on one side",
        "both times {a}",
        "{a} and {b}: this says next to nothing",
    ),
    Kind.LANGUAGE: (
        "a language is missing on one side",
        "speaks {a} both times",
        "speaks {a} and {b}: this says next to nothing",
    ),
}


def _compare(kind: Kind, a: Sequence[str], b: Sequence[str], same: float) -> Weight:
    """A small weight where the two lists share a code, next to none where they do not."""
    missing, agrees, differs = SENTENCES[kind]
    one, two = {c for c in a if c}, {c for c in b if c}
    if not one or not two:
        return Weight.not_compared(kind, missing)
    shared = one & two
    log10 = same if shared else OTHER
    values = {"a": ", ".join(sorted(shared or one)), "b": ", ".join(sorted(two))}
    return Weight(kind, log10, (Reason(agrees if shared else differs, values, log10),), CALIBRATION)
