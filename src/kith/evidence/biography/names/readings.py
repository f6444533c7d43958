"""How a word sounds, in Latin letters: one plain reading of any script, and others where the writing leaves it open.

Always holds: readings are made of a to z only; the first is the plainest; a word that cannot be read has none.
Latin, Cyrillic, Ethiopic, Han (Pinyin) and all other scripts go through anyascii; Arabic script has a table of its own,
because anyascii drops its vowel letters, and Latin letters with marks have a second reading of how they sound.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from kith.evidence.biography.names.chinese import character_readings
from kith.evidence.biography.names.script import script_of, without_look_alikes

# Scripts that leave most vowels unwritten.
ABJADS = frozenset({"ARABIC", "HEBREW", "SYRIAC"})
HAN = "CJK"

# Arabic, Persian, Dari, Pashto, Kurdish (Sorani), Urdu: consonants as they are usually written in passports; the
# vowel letters as a, w, y, whose sound the folding leaves open.
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ټ": "t", "ث": "th",
    "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "ځ": "dz", "څ": "ts", "د": "d", "ڈ": "d", "ډ": "d", "ذ": "dh", "ر": "r",
    "ڕ": "r", "ڑ": "r", "ړ": "r", "ز": "z", "ژ": "zh", "ږ": "g", "س": "s", "ش": "sh", "ښ": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ګ": "g",
    "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ں": "n", "ڼ": "n", "ه": "h", "ھ": "h", "ہ": "h", "ة": "a", "ۃ": "a",
    "و": "w", "ۆ": "o", "ؤ": "w", "ی": "y", "ي": "y", "ى": "a", "ې": "e", "ێ": "e", "ے": "e", "ۍ": "y", "ئ": "y",
    "ء": "", "ە": "e", "ـ": "",
}  # fmt: skip

# How letters with marks sound, where that is not the bare letter: Turkish, Kurdish, Romanian, Albanian, Yoruba, Slavic,
# German, Nordic, Spanish.
_SOUNDS = {
    "ș": "sh", "ş": "sh", "ṣ": "sh", "š": "sh", "ś": "sh", "ț": "ts", "ţ": "ts", "ç": "ch", "č": "ch", "ć": "ch",
    "ž": "zh", "ź": "zh", "ğ": "", "đ": "dj", "ñ": "ny", "ń": "ny", "ö": "oe", "ø": "oe", "ü": "ue", "ä": "ae",
    "å": "aa", "ł": "w", "ř": "rzh",
}  # fmt: skip
_NOT_A_LETTER = re.compile(r"[^a-z]+")


@lru_cache(maxsize=65536)
def readings(word: str) -> tuple[str, ...]:
    """The readings of one word without spaces, at most four, the plainest first; () where it has no letters."""
    word = without_look_alikes(word)
    script = script_of(word)
    found: tuple[str, ...]
    if script == "ARABIC":
        found = _open_vowels(word, _letters(_arabic(word)))
    elif script == HAN:
        found = character_readings(word, _letters(anyascii(word)))
    else:
        plain = _letters(anyascii(word))
        sounded = _letters(anyascii("".join(_SOUNDS.get(char, char) for char in word.lower())))
        found = (plain, sounded, *_open_letters(plain))
    return tuple(dict.fromkeys(reading for reading in found if reading))


def _letters(text: str) -> str:
    """The letters a to z of the text, in small."""
    return _NOT_A_LETTER.sub("", text.lower())


_TWO_LETTERS = re.compile(r"(?<=[zskgdtc])(?=h\0)")


def _open_letters(plain: str) -> tuple[str, ...]:
    """The readings of Latin letters that sound otherwise elsewhere: French ch, Albanian and Kurdish and Somali x."""
    french = plain.replace("ch", "sh")
    if "x" not in plain:
        return (french,)
    bare = plain.replace("xh", "x")
    return (french, bare.replace("x", "xh"), bare.replace("x", "h"))


def _open_vowels(word: str, plain: str) -> tuple[str, ...]:
    """The readings of a word in Arabic script: a first letter that carries any vowel, a last one read a or i."""
    if len(plain) < 2:
        return (plain,)
    firsts = ("a", "u", "i") if word[0] in "عأاإآ" and plain[0] in {"a", "i"} else (plain[0],)
    lasts: tuple[str, ...] = (plain[-1],)
    if word[-1] == "ة":
        lasts = ("a", "t")
    elif word[-1] in "ىيی" and len(plain) > 2:
        lasts = ("a", "y")
    return (plain, *(first + plain[1:-1] + last for first in firsts for last in lasts))


def _arabic(word: str) -> str:
    """The consonants and long vowels of a word in Arabic script."""
    bare = (char for char in word if not unicodedata.combining(char))
    letters = "".join(_ARABIC.get(char, anyascii(char)) + ("\0" if char in "هحھہ" else "") for char in bare)
    # z and h are two letters in Zahra: a vowel stands between them, lest they be read as zh
    return _TWO_LETTERS.sub("a", letters)


# From the plain reading to the sound that many spellings share. Rules run in this order; each is written for
# spellings met across the communities (French, English, German, Italian, Albanian, Romanian, Turkish ways of writing).
_FOLD = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tsch|tch|tsh|dzh|cz|xch", "ch"),
        (r"sch|sj|hs(?=[aeiou])", "sh"),
        (r"ph", "f"),
        (r"kh|gh(?=[aeou])", "h"),
        (r"(?<=[ln])j(?=[aeiou])", "i"),
        (r"gi(?=[aou])", "j"),
        (r"gh", "g"),
        (r"xh|dj|gj|zh|dz(?=[aeiou])", "j"),
        (r"ch(?=[rlt])", "k"),
        (r"c(?=[eiy])", "ch"),
        (r"ck|q|c(?!h)", "k"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"tz|ts", "c"),
        (r"ks|x", "s"),
        (r"sh", "s"),
        (r"ch", "c"),
        (r"ou|oo|w|v(?=[aeiou]?$)", "u"),
        (r"ee|ey|ei|ai|ay|ae|iy|y|ie|ia(?=h)", "i"),
        (r"z", "s"),
        (r"p(?=h)|ff", "f"),
        (r"e", "i"),
        (r"o", "u"),
        (r"(?<=[aiu])h$", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65536)
def folded(reading: str) -> str:
    """The sound of a reading, with three vowels and one letter for each group of consonants that are confused."""
    sound = reading
    for pattern, by in _FOLD:
        sound = pattern.sub(by, sound)
    return sound or reading


_BONE_OF = str.maketrans({"c": "J", "j": "J", "g": "J", "d": "t", "k": "k", "b": "b", "v": "b", "p": "b"})
_SOFT = re.compile(r"[aiuh]|(?<=.)u")


@lru_cache(maxsize=65536)
def skeleton(sound: str) -> str:
    """The consonants of a folded word, the voiced with the unvoiced; a vowel alone stays."""
    bones = _SOFT.sub("", sound).translate(_BONE_OF)
    bones = re.sub(r"(.)\1+", r"\1", bones)
    return bones or sound[:1]
