"""A name prepared once: its words as tokens, each with its readings, its sound, its bones and how common it is.

Always holds: every token of a name carries what is needed to compare it, so that comparing two prepared names reads no
script again; a common token (Nguyen, Thi, Muhammad, al-) weighs little, missing or matched.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kith.evidence.biography.names.chinese import is_chinese, other_spellings
from kith.evidence.biography.names.forms import group_of
from kith.evidence.biography.names.readings import ABJADS, HAN, folded, readings, skeleton
from kith.evidence.biography.names.script import clean_name, script_of

# Longer names than this are not a child's; the rest is not compared.
MOST_TOKENS = 10
MOST_LETTERS = 40
# More ways to read a word than this make every word like every other.
MOST_VIEWS = 10

# Words that belong to the grammar of a name rather than to the child.
_PARTICLES = """abd abdul abdel al el ul ad ar as az an at ash bin ben ibn bint binti bt ould wald walad abu abou umm um oum bou mc de da do dos di du von van der
mr mrs miss ms dr hajji haji sheikh thi o"""
PARTICLES = frozenset(_PARTICLES.split())
ARTICLES = frozenset({"al", "el", "ul"})
# The article written as one with its noun, also where it took its sound (ess, ezz, an-n …).
ARTICLE = re.compile(r"^(?:al|el|ul)-?(?=[^eiou][a-z]{2,})|^[ae](?=ss|sh|zz|dd|nn|rr|tt)")
# Abd al-, Abdul-, Abdel-, Abdur-: "servant of", written in as many ways as there are officials.
SERVANT = re.compile(r"^abd[aeiou]?l?(?=[a-z]{2,})")

# Names that very many children of a community carry; own short list from general knowledge, by sound. A table of counts
# from public lists, or from the register itself, takes its place later.
_COMMON = """nguyen tran pham hoang le van minh thanh hong phuong thu muhammad mohammed mohamed ahmad ahmed ali hassan hussein khan singh kaur
abdullah abdul allah ibrahim yusuf omar umar mustafa fatima aisha maria marija ion hoxha shehu wang li zhang chen liu wong chan lee
lin adebayo okonkwo tesfay haile gebre islam begum akter hossain popescu popa ivanov ivan mehmet yilmaz kaya demir"""
COMMON = frozenset(_COMMON.split())
RARITY_PARTICLE, RARITY_COMMON, RARITY_ORDINARY = 0.15, 0.6, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One word of a name, or two neighbours written as one; the same object wherever it stands again.

    `text` is how it is written; `views` are (reading, sound, bones) for each way of reading it, the plainest first;
    `rarity` is from 0 (says nothing) to 1; `abjad` where vowels are unwritten;
    `group` is the name it is a form of, or "".
    """

    text: str
    views: tuple[tuple[str, str, str], ...]
    rarity: float
    abjad: bool
    group: str

    @property
    def plain(self) -> str:
        """The plainest reading."""
        return self.views[0][0]


@dataclass(frozen=True, slots=True)
class PreparedName:
    """A name as cleaned, its tokens, and each token joined with the next (Xiao Ming, Abd al-Rahman)."""

    text: str
    tokens: tuple[Token, ...]
    joined: tuple[Token, ...]
    keys: frozenset[str]
    scripts: frozenset[str]


@lru_cache(maxsize=16384)
def prepare_name(text: str) -> PreparedName:
    """The name, cleaned, read and split.

    Raises:
        BadName: as `clean_name`.
    """
    clean = clean_name(text)
    words, after_article = _without_articles(_words(clean))
    singles: list[_Read] = []
    for word, article in zip(words, after_article, strict=True):
        found = readings(word[:MOST_LETTERS])
        if found:
            singles.append(_Read(word, found, article))
    singles = singles[:MOST_TOKENS]
    chinese = len(singles) > 1 and all(_maybe_chinese(read) for read in singles)
    tokens = tuple(
        _token(read.word, read.found, abjad=_is_abjad(read.word), chinese=chinese) for read in singles
    )
    joined = tuple(_join(one, two, chinese=chinese) for one, two in pairwise(singles))
    keys = frozenset(key for token in (*tokens, *joined) for key in _keys(token))
    return PreparedName(clean, tokens, joined, keys, frozenset(script_of(word) for word in words) - {""})


class _Read(NamedTuple):
    """A word, its readings, and whether an article stood before it."""

    word: str
    found: tuple[str, ...]
    article: bool


def _without_articles(words: list[str]) -> tuple[list[str], list[bool]]:
    """The words without articles that stand alone, and for each that is left whether one stood before it."""
    kept: list[str] = []
    after: list[bool] = []
    article = False
    for word in words:
        if word.lower() in ARTICLES and len(words) > 1:
            article = True
            continue
        arabic = script_of(word) == "ARABIC" and word.startswith("ال") and len(word) > 4 and word != "الله"
        kept.append(word[2:] if arabic else word)
        after.append(article or arabic)
        article = False
    return (kept, after) if kept else (words, [False] * len(words))


def _is_abjad(word: str) -> bool:
    """The word is in a script that leaves vowels unwritten."""
    return script_of(word) in ABJADS


_INNER_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼʿʾʻ`´](?=\w)")
_BETWEEN = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words(clean: str) -> list[str]:
    """The words of a clean name: at spaces and hyphens; every Han character is a word."""
    words: list[str] = []
    # Marks belong to their letter (\w does not hold all of them), so that they are composed or dropped by the reading.
    for word in _split(_INNER_APOSTROPHE.sub("", clean)):
        if script_of(word) == HAN:
            words.extend(char for char in word if char.isalpha())
        else:
            words.append(word)
    return words


def _split(text: str) -> list[str]:
    """The text cut at what is neither letter, mark nor digit."""
    pieces: list[str] = [""]
    for char in text:
        if char.isalnum() or not _BETWEEN.fullmatch(char) or _is_mark(char):
            pieces[-1] += char
        elif pieces[-1]:
            pieces.append("")
    return [piece for piece in pieces if piece]


def _is_mark(char: str) -> bool:
    """The character is a mark on a letter."""
    return unicodedata.category(char).startswith("M")


def _maybe_chinese(read: _Read) -> bool:
    """The word is of Han characters or made of Chinese syllables."""
    return script_of(read.word) == HAN or is_chinese(read.found[0])


@lru_cache(maxsize=65536)
def _token(
    text: str, found: tuple[str, ...], *, abjad: bool, chinese: bool, rarity: float | None = None
) -> Token:
    """The token with every view of it."""
    ways = [SERVANT.sub("abd", way) for way in found]
    if chinese:
        ways += [spelling for way in found for spelling in other_spellings(way)]
    ways += [ARTICLE.sub("", way) for way in found if len(way) > 4]
    views = tuple(
        (way, sound := folded(way), skeleton(sound)) for way in list(dict.fromkeys(ways))[:MOST_VIEWS]
    )
    return Token(text, views, _rarity(found[0]) if rarity is None else rarity, abjad, group_of(found[0]))


def _join(one: _Read, two: _Read, *, chinese: bool) -> Token:
    """Two neighbours as one word, with and without the article between them."""
    between = ("", "al") if two.article else ("",)
    seconds = [bare for way in two.found[:2] for bare in dict.fromkeys((way, ARTICLE.sub("", way)))]
    found = tuple(a + b + c for a in one.found[:2] for b in between for c in seconds)
    text = one.word + two.word if script_of(one.word) == HAN else f"{one.word} {two.word}"
    abjad = _is_abjad(one.word) or _is_abjad(two.word)
    return _token(text, found, abjad=abjad, chinese=chinese, rarity=RARITY_ORDINARY)


@lru_cache(maxsize=65536)
def _rarity(reading: str) -> float:
    """How much a word of a name tells children apart, from 0 to 1."""
    if reading in PARTICLES:
        return RARITY_PARTICLE
    if reading in COMMON or folded(reading) in _COMMON_SOUNDS:
        return RARITY_COMMON
    return RARITY_ORDINARY


_COMMON_SOUNDS = frozenset(folded(word) for word in COMMON)


def _keys(token: Token) -> set[str]:
    """The bones of a token that is no particle, whole, and of its first three: candidates share one."""
    if token.rarity <= RARITY_PARTICLE:
        return set()
    return {bones for _, _, bones in token.views[:6]} | {f"{sound[:3]}*" for _, sound, _ in token.views[:2]}
