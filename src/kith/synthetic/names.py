"""Invented names of eleven communities, in the script of home and in Latin, and the ways others write them down.

Always holds: a name is drawn from everyday names at random and belongs to nobody on purpose; the same generator state
gives the same name. Other spellings of a name keep enough of it that a person would say "that may be the same".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kith.synthetic.name_lists import GROUPS, Community, Group, Order

if TYPE_CHECKING:
    from random import Random

__all__ = ["Community", "InventedName", "Word", "invent", "respell"]

# Of names said again later, how many are given in the script of home, turned round, or with a word left out.
IN_NATIVE, TURNED, SHORTENED = 0.2, 0.25, 0.3
MOST_VARIANTS = 6


@dataclass(frozen=True)
class Word:
    """One word of a name: as written at home, in Latin letters, and other spellings met in files."""

    native: str
    latin: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class InventedName:
    """A whole name: `native` and `latin` in the order of home, `variants` as others wrote it; and its words."""

    native: str
    latin: str
    variants: tuple[str, ...]
    community: Community
    given: str
    family: str
    sex: str
    nationality: str
    languages: tuple[str, ...]
    words: tuple[Word, ...]


def invent(rng: Random, *, sex: str = "", community: Community | None = None) -> InventedName:
    """An invented name; of a boy ("M") or a girl ("F") and of a community, drawn where not said."""
    sex = sex or rng.choice("MF")
    wanted = community or rng.choice(list(Community))
    group = rng.choice([g for g in GROUPS if g.community is wanted])
    words, given, family = _put_together(rng, group, sex)
    latin = " ".join(w.latin for w in words)
    native = ("" if group.order is Order.FAMILY_GIVEN else " ").join(w.native for w in words)
    turned = " ".join(w.latin for w in (words[-1], *words[:-1]))
    written = (_reordered(rng, _respelt(rng, words, 0.6)) for _ in range(MOST_VARIANTS))
    return InventedName(
        native=native,
        latin=latin,
        variants=tuple(v for v in dict.fromkeys((*written, turned)) if v not in {native, latin}),
        community=group.community,
        given=given.latin,
        family=family,
        sex=sex,
        nationality=rng.choice(group.nationalities),
        languages=group.languages if rng.random() < 0.5 else group.languages[:1],
        words=words,
    )


def respell(rng: Random, name: InventedName) -> str:
    """The name as said or written at another encounter: another spelling, order or script, perhaps shortened."""
    if rng.random() < IN_NATIVE:
        return name.native
    words = _respelt(rng, name.words, 0.55)
    if len(words) > 2 and rng.random() < SHORTENED:
        del words[rng.randrange(1, len(words))]
    return _reordered(rng, words)


def _put_together(rng: Random, group: Group, sex: str) -> tuple[tuple[Word, ...], Word, str]:
    """The words in the order of home, the given name, and the family name in Latin (its father's where it has none)."""
    given = rng.choice(words_of(group.boys if sex == "M" else group.girls))
    if group.order is Order.GIVEN_FATHER_GRANDFATHER:
        father, grandfather = rng.sample([w for w in words_of(group.boys) if w != given], 2)
        return (given, father, grandfather), given, f"{father.latin} {grandfather.latin}"
    family = rng.choice(words_of(group.families))
    if group.order is Order.FAMILY_MIDDLE_GIVEN:
        middle = rng.choice([w for w in words_of(group.middles) if w != given])
        return (family, middle, given), given, family.latin
    words = (family, given) if group.order is Order.FAMILY_GIVEN else (given, family)
    return words, given, family.latin


def _respelt(rng: Random, words: tuple[Word, ...], chance: float) -> list[str]:
    return [rng.choice(w.others) if w.others and rng.random() < chance else w.latin for w in words]


def _reordered(rng: Random, words: list[str]) -> str:
    """The words joined, now and then with the last one first, as forms that ask for the family name make of it."""
    if len(words) > 1 and rng.random() < TURNED:
        words = [words[-1], *words[:-1]]
    return " ".join(words)


@cache
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a list as `name_lists` writes them."""
    parts = (entry.replace("_", " ").split("|") for entry in text.split())
    return tuple(Word(native, latin, tuple(others)) for native, latin, *others in parts)
