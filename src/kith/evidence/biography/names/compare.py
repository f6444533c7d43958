"""Two names, or two lists of names, become a weight with its reasons.

Always holds: symmetric; the order of the words does not matter; the weight lies between -1.5 and +2.5; the shares of the
reasons add up to the weight; a name that is missing, or that no reading is known of, is not compared.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kith.evidence.biography.names import model
from kith.evidence.biography.names.align import align
from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kith.evidence.biography.names.align import Alignment, Pair
    from kith.evidence.biography.names.model import Measures
    from kith.evidence.biography.names.tokens import PreparedName, Token

# The words of one name that are written differently are each explained, up to so many.
MOST_EXPLAINED = 4


def name_log10(a: PreparedName, b: PreparedName) -> float:
    """The weight of one pair of names in log10, without reasons; 0 where one of them cannot be read."""
    if not a.tokens or not b.tokens:
        return 0.0
    measures = model.measure(a, b, align(a, b))
    return model.held(model.log10_of(measures, model.shipped()), measures)


def best_log10(a: Sequence[PreparedName], b: Sequence[PreparedName]) -> float | None:
    """The weight that `compare_names` gives, without reasons; None where nothing can be compared.

    Two names that share no key are taken for different without being compared (how often that is wrong is measured by
    bench/biography.py).
    """
    tried = [(x, y) for x in a for y in b if x.tokens and y.tokens]
    if not tried:
        return None
    near = [(x, y) for x, y in tried if not x.keys.isdisjoint(y.keys)]
    best = max((name_log10(x, y) for x, y in near), default=model.LOW)
    return best - cost_of_tries(best, len(tried))


def cost_of_tries(log10: float, tries: int) -> float:
    """What the best of several pairs loses: log10 of how many were tried (Bonferroni's bound), never more than itself."""
    return min(math.log10(tries), max(log10, 0.0)) if tries > 1 else 0.0


def compare_names(a: Sequence[PreparedName], b: Sequence[PreparedName]) -> Weight:
    """The claim tested: these are names of one child. The best pair counts, less log10 of the pairs that were tried."""
    if not a or not b:
        return Weight.not_compared(Kind.NAME, "a name is missing on one side")
    tried = [(x, y) for x in a for y in b if x.tokens and y.tokens]
    if not tried:
        return Weight.not_compared(Kind.NAME, "no reading of the name is known")
    log10, one, two = max(
        ((name_log10(x, y), x, y) for x, y in tried), key=lambda t: (t[0], t[1].text, t[2].text)
    )
    reasons = list(_reasons(one, two))
    cost = cost_of_tries(log10, len(tried))
    if cost:
        reasons.append(Reason("the best of {n} pairs of names was taken", {"n": len(tried)}, -cost))
    return Weight(Kind.NAME, log10 - cost, tuple(reasons), model.shipped().calibration)


def _reasons(a: PreparedName, b: PreparedName) -> Iterator[Reason]:
    """Why one pair of names weighs what it weighs: shares first, then what is behind them."""
    alignment = align(a, b)
    measures, fitted = model.measure(a, b, alignment), model.shipped()
    shares = model.Measures(*(x * factor for x, factor in zip(measures, fitted.factors, strict=True)))
    names = {"a": a.text, "b": b.text}
    agreeing = shares.agreeing + shares.share + shares.least + fitted.start
    yield Reason("{a} and {b} are the same" if a.text == b.text else _headline(measures), names, agreeing)
    if measures.missing:
        words = {"words": ", ".join(token.text for token in (*alignment.left_a, *alignment.left_b))}
        yield Reason("not in both names: {words}", words, shares.missing)
    raw = model.log10_of(measures, fitted)
    held = model.held(raw, measures)
    if held != raw:
        yield Reason("the weight of a name is held within bounds", {}, held - raw)
    different = [pair for pair in alignment.pairs if pair.a.text.lower() != pair.b.text.lower()]
    yield from (_difference(pair) for pair in different[:MOST_EXPLAINED])
    yield from _notes(a, b, alignment)


def _headline(measures: Measures) -> str:
    """The sentence for how far two names agree."""
    if measures.share > 0.9 and measures.least > 0.9:
        return "{a} and {b} are ways of writing one name"
    return "{a} and {b} agree in part" if measures.agreeing else "{a} and {b} have no word in common"


def _difference(pair: Pair) -> Reason:
    """In what two words that go together differ. Explains, and carries no share."""
    words = {"a": pair.a.text, "b": pair.b.text}
    if pair.a.plain == pair.b.plain:
        return Reason("{a} and {b} are read alike", words)
    if pair.a.group and pair.a.group == pair.b.group:
        return Reason("{a} and {b} are forms of one name", words)
    if pair.likeness.sound >= 1.0:
        return Reason("{a} and {b} sound alike", words)
    if _is_short_form(pair.a, pair.b):
        return Reason(
            "{a} may be short for {b}"
            if len(pair.a.plain) < len(pair.b.plain)
            else "{b} may be short for {a}",
            words,
        )
    return Reason("{a} is spelt {b}" if pair.likeness.whole >= 0.8 else "{a} is somewhat like {b}", words)


def _is_short_form(a: Token, b: Token) -> bool:
    """One word begins or ends the other."""
    short, long = sorted((a.plain, b.plain), key=len)
    return len(short) >= 3 and (long.startswith(short) or long.endswith(short))


def _notes(a: PreparedName, b: PreparedName, alignment: Alignment) -> Iterator[Reason]:
    """What differs in the whole: order, script. Explains, and carries no share."""
    if alignment.reordered:
        yield Reason("the order differs")
    if a.scripts.isdisjoint(b.scripts):
        yield Reason("written in another script")
