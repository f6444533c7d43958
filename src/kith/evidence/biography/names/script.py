"""The first step of every comparison: a name as told becomes clean text, and its words know their script.

Always holds: what comes out has no control, bidirectional, zero-width or private characters, a bounded length and at
least one letter; letters that only look like those around them are put right.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kith.errors import BadName

LONGEST = 300
# Vietnamese and Yoruba write two marks on a letter, pointed Hebrew three; more is decoration that hides a name.
MARKS_A_LETTER = 3

ADVICE_LENGTH = "Give the name only, up to 300 characters; put the rest into the notes."
ADVICE_EMPTY = "Write the name as it was said, in any script."

# Letters that look alike and are typed, read or forged for one another: (Latin, Cyrillic, Greek). Own selection from
# what Unicode Technical Standard 39 calls confusable, the letters of names only.
_ALIKE = (
    ("A", "А", "Α"), ("B", "В", "Β"), ("C", "С", ""), ("E", "Е", "Ε"), ("H", "Н", "Η"), ("I", "І", "Ι"), ("J", "Ј", ""),
    ("K", "К", "Κ"), ("M", "М", "Μ"), ("N", "", "Ν"), ("O", "О", "Ο"), ("P", "Р", "Ρ"), ("S", "Ѕ", ""), ("T", "Т", "Τ"),
    ("X", "Х", "Χ"), ("Y", "У", "Υ"), ("Z", "", "Ζ"), ("a", "а", "α"), ("c", "с", ""), ("e", "е", ""), ("i", "і", "ι"),
    ("j", "ј", ""), ("o", "о", "ο"), ("p", "р", "ρ"), ("s", "ѕ", ""), ("v", "", "ν"), ("x", "х", "χ"), ("y", "у", "γ"),
)  # fmt: skip
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_LOOKS_LIKE = {
    target: {
        row[source]: row[goal]
        for row in _ALIKE
        for source in range(len(_SCRIPTS))
        if source != goal and row[source] and row[goal]
    }
    for goal, target in enumerate(_SCRIPTS)
}
_DIGIT_FOR_LETTER = {"0": "o", "1": "i", "3": "e", "5": "s"}
_SPACES = re.compile(r"\s+")


def clean_name(text: str) -> str:
    """The name in Unicode NFKC, without what cannot be seen, with single spaces.

    Raises:
        BadName: nothing that can be read is left, or it is longer than 300 characters.
    """
    if len(text) > LONGEST:
        raise BadName(
            f"A name of {len(text)} characters is longer than any name.", advice=ADVICE_LENGTH, field="name"
        )
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)):
        category = unicodedata.category(char)
        if category.startswith("M"):
            marks += 1
            if kept and kept[-1] != " " and marks <= MARKS_A_LETTER:
                kept.append(char)
            continue
        marks = 0
        if category in {"Zs", "Zl", "Zp", "Cc"}:
            kept.append(" ")
        elif not category.startswith("C"):
            kept.append(char)
    plain = unicodedata.normalize("NFC", _SPACES.sub(" ", "".join(kept))).strip()
    if not any(char.isalpha() for char in plain):
        raise BadName("There is no letter in the name.", advice=ADVICE_EMPTY, field="name")
    if len(plain) > LONGEST:  # a single sign such as U+FDFA stands for eighteen letters
        raise BadName("The name, written out, is longer than any name.", advice=ADVICE_LENGTH, field="name")
    return plain


@lru_cache(maxsize=4096)
def script_of_letter(char: str) -> str:
    """The first word of the letter's Unicode name: LATIN, ARABIC, ETHIOPIC, CJK …; "" where it is no letter."""
    if not char.isalpha():
        return ""
    return unicodedata.name(char, "").split(" ")[0].removesuffix("-A")


def script_of(word: str) -> str:
    """The script most letters of the word are written in; "" where it has none."""
    scripts = [script for script in map(script_of_letter, word) if script]
    return max(dict.fromkeys(scripts), key=scripts.count, default="")


def without_look_alikes(word: str) -> str:
    """The word with letters of another alphabet, and digits among letters, put back to what they look like."""
    script = script_of(word)
    alike = _LOOKS_LIKE.get(script)
    if alike is None:
        return word
    right = "".join(
        char if script_of_letter(char) in {script, ""} else alike.get(char, char) for char in word
    )
    if script == "LATIN" and any(char.isdigit() for char in right):
        right = "".join(_DIGIT_FOR_LETTER.get(char, char) for char in right)
    return right
