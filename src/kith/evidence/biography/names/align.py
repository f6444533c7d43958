"""The words of two names put side by side: which goes with which, how alike they are, and what is left over.

Always holds: the same for (a, b) and (b, a); order does not matter; two neighbours written as one word count as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA, Indel, JaroWinkler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kith.evidence.biography.names.tokens import PreparedName, Token

    _Possible = tuple[float, tuple[str, ...], "Pair"]

# How much each view of a word counts in how alike two words are.
SPELLING, SOUND, BONES = 0.30, 0.45, 0.25
# A short form stands for the whole: Seun for Oluwaseun, Temi for Temitope.
SHORT_FORM, SHORTEST_FORM = 0.8, 4
VOWELS, SOFT = frozenset("aiu"), frozenset("h")
VOWEL_COST, LONG_VOWEL_COST, UNWRITTEN_COST, SOFT_COST = 0.45, 0.8, 0.12, 0.6
# Below this two words have nothing to do with each other and are not put side by side.
LEAST = 0.5
ANOTHER_READING = 0.97
MISSPELT = 0.95
# Two names of one group: George and Gjergj.
SAME_NAME = 0.85
# Two neighbours stand for one word only where they sound nearly the same; then they gain a little over a word alone.
JOINED_LEAST, JOINED_GAIN = 0.86, 1.12


class Likeness(NamedTuple):
    """How alike two words are, from 0 to 1: together, and by spelling, sound and bones."""

    whole: float
    spelling: float
    sound: float
    bones: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of one name beside a word of the other, which may be two neighbours joined."""

    a: Token
    b: Token
    a_places: tuple[int, ...]
    b_places: tuple[int, ...]
    likeness: Likeness

    @property
    def rarity(self) -> float:
        """How much the words tell children apart: the commoner of the two decides."""
        return min(self.a.rarity, self.b.rarity)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, best first, and the words of each name that no word goes with."""

    pairs: tuple[Pair, ...]
    left_a: tuple[Token, ...]
    left_b: tuple[Token, ...]

    @property
    def reordered(self) -> bool:
        """The words stand in another order."""
        places = [pair.b_places[0] for pair in sorted(self.pairs, key=lambda p: p.a_places[0])]
        return places != sorted(places)


def alike(a: Token, b: Token) -> Likeness:
    """How alike two words are in their best readings; 1 where the plain reading is the same."""
    if a is b or a.plain == b.plain:
        return Likeness(1.0, 1.0, 1.0, 1.0)
    return _best(a, b) if (a.text, a.views) <= (b.text, b.views) else _best(b, a)


@lru_cache(maxsize=262144)
def _best(a: Token, b: Token) -> Likeness:
    """The best of all readings of one word with all of the other."""
    ways = (_views(x, y, a_abjad=a.abjad, b_abjad=b.abjad) for x in a.views for y in b.views)
    best = max(ways, key=lambda likeness: likeness.whole)
    if a.group and a.group == b.group and best.whole < SAME_NAME:
        return Likeness(SAME_NAME, *best[1:])
    return Likeness(min(best.whole, ANOTHER_READING), *best[1:])


def _views(a: tuple[str, str, str], b: tuple[str, str, str], *, a_abjad: bool, b_abjad: bool) -> Likeness:
    """How alike two readings are; a reading without vowels is not compared by its spelling with one that has them."""
    if a[0] == b[0]:
        return Likeness(1.0, 1.0, 1.0, 1.0)
    sound = 1.0 if a[1] == b[1] else _sounds(a[1], b[1], a_abjad=a_abjad, b_abjad=b_abjad)
    bones = 1.0 if a[2] == b[2] else Indel.normalized_similarity(a[2], b[2])
    if min(len(a[2]), len(b[2])) < 2:
        bones *= 0.8
    if a_abjad or b_abjad:
        return Likeness((SPELLING + SOUND) * sound + BONES * bones, sound, sound, bones)
    spelling = JaroWinkler.similarity(a[0], b[0])
    whole = max(
        SPELLING * spelling + SOUND * sound + BONES * bones,
        MISSPELT * OSA.normalized_similarity(a[0], b[0]),
        _short_form(a[1], b[1]),
    )
    return Likeness(whole, spelling, sound, bones)


def _sounds(a: str, b: str, *, a_abjad: bool, b_abjad: bool) -> float:
    """One less the cost of turning one sound into the other, over their mean length.

    Vowels cost little, except that a vowel that Arabic script does write is long and must be heard, while one that only
    the other side writes costs next to nothing.
    """
    cost = 0.0
    for operation in Indel.editops(a, b):
        of_a = operation.tag == "delete"
        letter = a[operation.src_pos] if of_a else b[operation.dest_pos]
        if letter not in VOWELS:
            cost += SOFT_COST if letter in SOFT else 1.0
        elif a_abjad or b_abjad:
            cost += LONG_VOWEL_COST if (a_abjad if of_a else b_abjad) else UNWRITTEN_COST
        else:
            cost += VOWEL_COST
    return max(0.0, 1.0 - 2.0 * cost / (len(a) + len(b)))


def _short_form(a: str, b: str) -> float:
    """What a word that begins or ends another counts as, at least four letters long."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) >= SHORTEST_FORM and (long.endswith(short) or long.startswith(short)):
        return SHORT_FORM
    return 0.0


def align(a: PreparedName, b: PreparedName) -> Alignment:
    """The words of two names, best pair first, each word used once.

    Greedy by gain: how alike, times how much the words tell apart; where two gains are equal the texts decide, so that
    the result does not depend on which name stands first.
    """
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs: list[Pair] = []
    for _, _, pair in sorted([*_singles(a, b), *_joins(a, b)], key=lambda item: (-item[0], item[1])):
        if used_a.isdisjoint(pair.a_places) and used_b.isdisjoint(pair.b_places):
            used_a.update(pair.a_places)
            used_b.update(pair.b_places)
            pairs.append(pair)
    left_a = tuple(token for i, token in enumerate(a.tokens) if i not in used_a)
    left_b = tuple(token for i, token in enumerate(b.tokens) if i not in used_b)
    return Alignment(tuple(pairs), left_a, left_b)


def _singles(a: PreparedName, b: PreparedName) -> Iterator[_Possible]:
    """Every word with every word that is alike at all: gain, texts, pair."""
    for i, x in enumerate(a.tokens):
        for j, y in enumerate(b.tokens):
            likeness = alike(x, y)
            if likeness.whole >= LEAST:
                gain = likeness.whole * (min(x.rarity, y.rarity) + 0.1)
                yield gain, tuple(sorted((x.text, y.text))), Pair(x, y, (i,), (j,), likeness)


def _joins(a: PreparedName, b: PreparedName) -> Iterator[_Possible]:
    """Two neighbours with one word, either way round, where they sound nearly the same: gain, texts, pair."""
    for i, x in enumerate(a.joined):
        for j, y in enumerate(b.tokens):
            if (likeness := _as_one(x, y)) is not None:
                yield (
                    likeness.sound * JOINED_GAIN,
                    tuple(sorted((x.text, y.text))),
                    Pair(x, y, (i, i + 1), (j,), likeness),
                )
    for i, x in enumerate(a.tokens):
        for j, y in enumerate(b.joined):
            if (likeness := _as_one(x, y)) is not None:
                yield (
                    likeness.sound * JOINED_GAIN,
                    tuple(sorted((x.text, y.text))),
                    Pair(x, y, (i,), (j, j + 1), likeness),
                )


def _as_one(a: Token, b: Token) -> Likeness | None:
    """How alike two neighbours taken as one are to a word; None where they are not nearly the same."""
    if abs(len(a.views[0][2]) - len(b.views[0][2])) > 1:
        return None
    likeness = alike(a, b)
    return likeness if likeness.sound >= JOINED_LEAST else None
