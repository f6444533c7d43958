"""Weights, reasons and chances in words and drawings, for the pages of a result, a comparison and a match.

Always holds: no chance is ever said to be none or certain; a number never stands without words; a reason that cannot be
said in the language of the page is said in English.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kith.errors import BadInput
from kith.evidence.weight import Kind, in_words
from kith.identify import Answer, Prior
from kith.web.components import WeightRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from kith.evidence.weight import Reason, Weight
    from kith.identify import Candidate

KINDS: dict[Kind, StrOrPromise] = {
    Kind.FINGERPRINT: _("Fingerprint"),
    Kind.FACE: _("Face"),
    Kind.DNA: _("DNA"),
    Kind.DOCUMENT: _("Travel document"),
    Kind.NAME: _("Name"),
    Kind.BIRTH: _("Birth"),
    Kind.NATIONALITY: _("Nationality"),
    Kind.LANGUAGE: _("Language"),
}
# the values of reasons that are words of ours; all others were said, shown or measured, and stay as they are
OUR_WORDS = frozenset({"finger", "other", "probe", "reference", "kind", "why", "refusal", "problem"})
SPEAKS_FROM = math.log10(2.0)  # below it, the verbal scale has no word (ENFSI 2015)
CERTAIN_FROM = 0.999


def filled(text: str, values: Mapping[str, Any]) -> str:
    """A template in the language of the page, filled in; in English where its translation does not fit the values."""
    said = {
        name: gettext(value) if name in OUR_WORDS and isinstance(value, str) and value else value
        for name, value in values.items()
    }
    try:
        return gettext(text).format(**said)
    except (KeyError, IndexError, ValueError):
        return text.format(**values)


def sentence(reason: Reason) -> str:
    """A reason as a sentence."""
    said = filled(reason.text, reason.values).strip()
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "!", "?")) else ".")


def named(weight: Weight) -> str:
    """What was compared: the kind of evidence, and of fingerprints which finger."""
    label = str(KINDS[weight.kind])
    finger = next((one.values["finger"] for one in weight.reasons if "finger" in one.values), "")
    return f"{label}: {gettext(str(finger))}" if finger else label


def words_of(log10: float) -> str:
    """A weight in words (ENFSI 2015, Appendix A), in the language of the page."""
    return gettext(in_words(log10))


def number(log10: float) -> str:
    """A weight as a number with its sign, such as +4.6, or −0.5 with a true minus."""
    return f"{log10:+.1f}".replace("-", "−")


def top_reasons(weights: Iterable[Weight], limit: int = 3) -> list[str]:
    """What speaks most for one child, and what against, in plain sentences: at most `limit` each, without numbers."""
    spoken = sorted((one for one in weights if abs(one.log10) >= SPEAKS_FROM), key=lambda one: -one.log10)
    chosen = [one for one in spoken if one.log10 > 0][:limit] + [one for one in spoken if one.log10 < 0][
        -limit:
    ]
    return [f"{named(one)}: {words_of(one.log10)}. {_why(one)}".strip() for one in chosen]


def _why(weight: Weight) -> str:
    """The first reason that carries a part of the weight or says what is alike; "which against which" says neither."""
    told = [one for one in weight.reasons if "finger" not in one.values]
    return sentence(told[0]) if told else ""


def rows(weights: Sequence[Weight], total: float) -> list[WeightRow]:
    """Each piece of evidence that was compared, with its words, number, reasons and calibration, and the total."""
    compared = [one for one in weights if one.compared]
    told = [
        WeightRow(
            named(one),
            f"{words_of(one.log10)} ({number(one.log10)})",
            one.log10,
            [*map(sentence, one.reasons)],
            rests_on=_calibrated(one),
        )
        for one in sorted(compared, key=lambda one: -one.log10)
    ]
    together = gettext("All together")
    return [*told, WeightRow(together, f"{words_of(total)} ({number(total)})", total, total=True)]


def _calibrated(weight: Weight) -> str:
    """On what the weight rests; of a finger, that nobody has measured what it weighs for a child."""
    said = gettext("Calibration: %(data)s.") % {
        "data": gettext(weight.calibration) if weight.calibration else "–"
    }
    if weight.kind == Kind.FINGERPRINT and "adult" in weight.calibration:
        return f"{gettext('Calibrated on fingers of adults, and on no finger of a child.')} {said}"
    return said


def not_compared(weights: Iterable[Weight]) -> list[tuple[str, str]]:
    """What could not be compared, and why."""
    return [(named(one), " ".join(map(sentence, one.reasons))) for one in weights if not one.compared]


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: from where to where, in the units of the drawing, and what it says."""

    label: str
    value: str
    x: float
    width: float
    end: float
    y: int
    against: bool
    total: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How the weights add up, one below the other: each bar begins where the one before it ended."""

    steps: tuple[Step, ...]
    zero: float
    height: int
    says: str


WIDE, MARGIN, ROW = 360.0, 8.0, 42


def waterfall(weights: Sequence[Weight], total: float) -> Waterfall:
    """The drawing: 360 wide; zero is where nothing speaks either way."""
    compared = sorted((one for one in weights if one.compared), key=lambda one: -one.log10)
    ends = list(accumulate(one.log10 for one in compared)) or [0.0]
    low, high = min(0.0, total, *ends), max(0.0, total, *ends)
    scale = (WIDE - 2 * MARGIN) / max(high - low, 1.0)

    def at(log10: float) -> float:
        return round(MARGIN + (log10 - low) * scale, 1)

    def step(n: int, label: str, begin: float, end: float, *, whole: bool = False) -> Step:
        left, right = sorted((at(begin), at(end)))
        return Step(
            label, number(end - begin), left, max(right - left, 1.5), at(end), n * ROW, end < begin, whole
        )

    starts = [0.0, *ends]
    drawn = [step(n, named(one), starts[n], ends[n]) for n, one in enumerate(compared)]
    drawn.append(step(len(compared), gettext("All together"), 0.0, total, whole=True))
    says = "; ".join(f"{one.label} {one.value}" for one in drawn)
    return Waterfall(tuple(drawn), at(0.0), len(drawn) * ROW + 4, says)


def how_long(since: datetime) -> str:
    """How long something lasts in words; nothing within the first minute."""
    return timesince(since, depth=1) if timezone.now() - since >= timedelta(minutes=1) else ""


def stored(evidence: Mapping[str, Any]) -> Candidate | None:
    """The evidence as it was kept with a match; None where it was written by a version that cannot be read."""
    whole = {
        "candidates": [evidence],
        "size": 0,
        "searched": {},
        "not_in_register": 0.5,
        "problems": [],
        "complete": True,
    }
    try:
        return Answer.from_json(whole).candidates[0]
    except BadInput:
        return None


def chance(posterior: float) -> str:
    """A posterior as a share, never none and never certain."""
    if posterior > CERTAIN_FROM:
        return gettext("more than 99.9 %")
    if posterior < 1 - CERTAIN_FROM:
        return gettext("less than 0.1 %")
    return gettext("about %(share)s %%") % {"share": f"{posterior * 100:.1f}"}


def shared() -> str:
    """What is said of a chance that another lead, who may be the same young person, has a part of."""
    return gettext("The chance is shared with another meeting that may be of the same young person.")


def prior_in_words(size: int, not_in_register: float) -> str:
    """What was held likely before any evidence, as the search holds it."""
    prior = Prior(not_in_register)
    return gettext(
        "Before any evidence, it was held %(known)s %% likely that this young person is on the register at all; "
        "shared among %(size)s children and young people, that is 1 in %(each)s for each."
    ) % {
        "known": f"{(1 - prior.not_in_register) * 100:.0f}",
        "size": size,
        "each": f"{1 / prior.of_each(size):.0f}" if size else "–",
    }
