"""Two travel documents become a weight: whether they are one document, read twice.

Always holds: symmetric; never above +2.5, because documents are forged, lent and sold, so that one alone can carry no
match; different numbers weigh next to nothing, because people have several documents. The probabilities below are
assumed starting values, not measured; `docs/methods/document.md` says what they mean and where they come from.
Names, dates and nationality are weighed by `biography`, so only what makes two readings one document is looked at here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from kith.evidence.document.travel_document import TravelDocument

BOUND = 2.5
CALIBRATION = "assumed starting values, not calibrated"

SHOWN_AGAIN = (
    0.3  # P(the same document is shown again | same child): most come back with another one, or none
)
SHARED = (
    0.0005  # P(the same number is shown | another child): lent, sold, copied, or a forger's favourite number
)
MISREAD = {1: 0.03, 2: 0.003}  # P(so many signs confused with a look-alike | shown again)
NEARBY = {1: 0.001, 2: 0.0003}  # P(a number that differs only so | another child)
UNKNOWN_ISSUER = -0.5  # a number without its state: other states may have it too
CONTRADICTED = -1.0  # the same number with another birth or sex: a page was changed, or a number made up
SHORT = 5  # a number of fewer signs is met by chance
SHORT_AT_MOST = 1.0

# Signs that readers and people take for one another in OCR-B and in handwriting
_LOOK_ALIKES = ("0OQDU", "1IJLT7", "2Z7", "5S", "6G", "8B3", "4A", "UV", "VY", "MN", "EF", "CG", "KX", "PR")


def compare(a: TravelDocument, b: TravelDocument) -> Weight:
    """How much two documents speak for the same child: log10 likelihood ratio of at most +2.5, with reasons."""
    one, other = _sign_only(a.number), _sign_only(b.number)
    if not one or not other:
        return Weight.not_compared(Kind.DOCUMENT, "a document number is missing")
    states = {_sign_only(a.issuing_state), _sign_only(b.issuing_state)}
    issuer_known, same_issuer = "" not in states, len(states) == 1
    if issuer_known and not same_issuer:
        reason = _apart("the documents were issued by different states ({one}, {other})", *_in_order(a, b))
        return Weight(Kind.DOCUMENT, reason.log10, (reason,), CALIBRATION)
    reasons = [_of_numbers(one, other)]
    if reasons[0].log10 > 0:
        if not issuer_known:
            reasons.append(Reason("the issuing state of a document is not known", {}, UNKNOWN_ISSUER))
        reasons += _contradictions(a, b)
    weight = Weight(Kind.DOCUMENT, math.fsum(reason.log10 for reason in reasons), tuple(reasons), CALIBRATION)
    if reasons[0].log10 > 0 and min(len(one), len(other)) < SHORT:
        weight = _held(weight, SHORT_AT_MOST, "so short a number may be met by chance")
    return _held(weight, BOUND, "documents are forged and shared, so one alone can carry no match")


def _held(weight: Weight, high: float, why: str) -> Weight:
    """The weight at most `high`, with the reason where that took something away."""
    if weight.log10 <= high:
        return weight
    return weight.bounded(-math.inf, high, Reason(why, {}, high - weight.log10))


def _of_numbers(one: str, other: str) -> Reason:
    """What the numbers alone say: the same, the same but for look-alikes, or different."""
    if one == other:
        return Reason("the same document number", {}, math.log10(SHOWN_AGAIN / SHARED))
    confused = _confused(one, other)
    if confused in MISREAD:
        text = (
            "the document numbers differ in one sign, by characters easily confused ({signs})"
            if confused == 1
            else "the document numbers differ in two signs, by characters easily confused ({signs})"
        )
        signs = ", ".join(
            "/".join(sorted(pair)) for pair in zip(one, other, strict=True) if pair[0] != pair[1]
        )
        return Reason(text, {"signs": signs}, math.log10(SHOWN_AGAIN * MISREAD[confused] / NEARBY[confused]))
    return _apart("different document numbers, which says little: people have several documents")


def _apart(text: str, *issuers: str) -> Reason:
    """The small weight of not being shown the same document again: what the assumptions above leave for it."""
    values = dict(zip(("one", "other"), issuers, strict=False))
    return Reason(text, values, math.log10((1 - SHOWN_AGAIN) / (1 - SHARED)))


def _in_order(a: TravelDocument, b: TravelDocument) -> list[str]:
    return sorted((a.issuing_state, b.issuing_state))


def _contradictions(a: TravelDocument, b: TravelDocument) -> list[Reason]:
    """Whether what is called one document states two births or two sexes; counted once."""
    reasons = []
    if _born_apart(a, b) or _born_apart(b, a):
        reasons.append("the same number stands with another date of birth: one was changed, or misread")
    if {a.sex, b.sex} == {"M", "F"}:
        reasons.append("the same number stands with another sex: one was changed, or misread")
    return [Reason(text, {}, 0.0 if at else CONTRADICTED) for at, text in enumerate(reasons)]


def _born_apart(a: TravelDocument, b: TravelDocument) -> bool:
    """Whether every day of birth that `a` allows lies before every one that `b` allows."""
    return a.birth_latest is not None and b.birth_earliest is not None and a.birth_latest < b.birth_earliest


def _confused(one: str, other: str) -> int:
    """How many places differ, all by look-alikes; -1 where any does otherwise."""
    if len(one) != len(other):
        return -1
    pairs = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    alike = all(any(x in group and y in group for group in _LOOK_ALIKES) for x, y in pairs)
    return len(pairs) if alike else -1


def _sign_only(text: str) -> str:
    """Letters and digits of any script in upper case, without what people put between them."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
