"""Dates of birth as ranges of days, and what two of them say about one child.

Always holds: a birth is an interval of days, never one number; two births that cannot both be true weigh against the
same child but never rule it out, because children are told to lie about their age and officials guess it.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kith.errors import BadDate
from kith.evidence.weight import Kind, Reason, Weight

CALIBRATION = "stated model of births, not fitted"
LOW, HIGH = -1.5, 2.5

# The model (docs/methods/biography.md). Of two births told for the same child at two encounters: this share means the
# same day of birth, this share is the same with day and month swapped, this share has one digit wrong; in the
# rest, another birth was told, most often within the spread below.
SAME, SWAPPED, SLIPPED = 0.55, 0.03, 0.05
TOLD_OTHERWISE = 1.0 - SAME - SWAPPED - SLIPPED
# The births of the children on a register spread over about this many days.
SPREAD = 6 * 365
# A birth told otherwise lies within this many days of the first, nearly always: 13 becomes 18.
LIE = 5 * 365

ADVICE = "Check the day, the month and the year, or give the year only."
OLDEST = 120


@dataclass(frozen=True, slots=True)
class BirthRange:
    """A birth between two days, both included, and how that is known ("said", "document", "age", "estimate").

    Raises:
        BadDate: the end lies before the start.
    """

    earliest: date
    latest: date
    known_by: str = "said"

    def __post_init__(self) -> None:
        """The end is not before the start."""
        if self.latest < self.earliest:
            raise BadDate(
                "The birth range ends before it starts.", advice="Swap the two dates.", field="birth"
            )

    @classmethod
    def exact(cls, day: date, known_by: str = "said") -> BirthRange:
        """Born on this day."""
        return cls(day, day, known_by)

    @classmethod
    def year(cls, year: int, known_by: str = "said") -> BirthRange:
        """Born in this year, no more is known.

        Raises:
            BadDate: no calendar has this year.
        """
        return cls(_day(year, 1, 1), _day(year, 12, 31), known_by)

    @classmethod
    def month(cls, year: int, month: int, known_by: str = "said") -> BirthRange:
        """Born in this month of this year.

        Raises:
            BadDate: there is no such month.
        """
        first = _day(year, month, 1)
        return cls(first, first.replace(day=calendar.monthrange(year, month)[1]), known_by)

    @classmethod
    def about_age(cls, age: int, on: date, *, give_or_take: int = 1, known_by: str = "age") -> BirthRange:
        """About `age` years old on the day `on`, more or less `give_or_take` years.

        Raises:
            BadDate: the age is below 0 or above 120.
        """
        if not 0 <= age <= OLDEST or give_or_take < 0:
            raise BadDate(
                f"An age of {age} cannot be.", advice="Give the age in years, from 0 to 120.", field="age"
            )
        first = _years_before(on, age + give_or_take + 1) + timedelta(days=1)
        last = _years_before(on, max(age - give_or_take, 0))
        return cls(first, last, known_by)

    @property
    def days(self) -> int:
        """How many days the range spans; 1 where the day is known."""
        return (self.latest - self.earliest).days + 1

    @property
    def is_exact(self) -> bool:
        """The day is known. The first of January is not taken for a day: it stands where only the year is known."""
        return self.earliest == self.latest and (self.earliest.month, self.earliest.day) != (1, 1)

    def as_meant(self) -> BirthRange:
        """The range that is meant: the whole year where the first of January is given."""
        if self.earliest == self.latest and not self.is_exact:
            return BirthRange.year(self.earliest.year, self.known_by)
        return self

    def __str__(self) -> str:
        """The day, the year, or "from to"."""
        if self.earliest == self.latest:
            return self.earliest.isoformat()
        if self == BirthRange(
            date(self.earliest.year, 1, 1), date(self.earliest.year, 12, 31), self.known_by
        ):
            return f"{self.earliest.year:04d}"
        return f"{self.earliest.isoformat()} to {self.latest.isoformat()}"


def _day(year: int, month: int, day: int) -> date:
    """The date, or the sentence that there is none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as wrong:
        raise BadDate(f"There is no day {year}-{month}-{day}.", advice=ADVICE, field="birth") from wrong


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes 28 February where it must.

    Raises:
        BadDate: that lies before the year 1.
    """
    earlier = day.year - years
    last = calendar.monthrange(earlier, day.month)[1] if earlier >= 1 else 1
    return _day(earlier, day.month, min(day.day, last))


@lru_cache(maxsize=65536)
def compare(a: tuple[BirthRange, ...], b: tuple[BirthRange, ...]) -> Weight:
    """The claim tested: these births are told of one child. The best pair counts, less log10 of the tries.

    Method: a stated generative model; the ratio of the chance that one child was told of twice to the chance that two
    children of the register were (see docs/methods/biography.md). Held to -1.5 … +2.5: never a veto.
    """
    if not a or not b:
        return Weight.not_compared(Kind.BIRTH, "a date of birth is missing on one side")
    log10, reason = max((_pair(x, y) for x in a for y in b), key=lambda pair: pair[0])
    reasons = [Reason(reason.text, reason.values, log10)]
    tries = len(set(a)) * len(set(b))
    if tries > 1 and log10 > 0:
        cost = min(math.log10(tries), log10)
        reasons.append(Reason("the best of {n} pairs of birth dates was taken", {"n": tries}, -cost))
        log10 -= cost
    return Weight(Kind.BIRTH, min(max(log10, LOW), HIGH), tuple(reasons), CALIBRATION)


def _pair(a: BirthRange, b: BirthRange) -> tuple[float, Reason]:
    """The weight of one pair, in log10 and held to the bounds, with its reason."""
    meant_a, meant_b = a.as_meant(), b.as_meant()
    values = {"a": str(a), "b": str(b)}
    agreement = SAME * _overlap(meant_a, meant_b)
    otherwise = TOLD_OTHERWISE * _near(_gap(meant_a, meant_b))
    text = _in_words(a, b, overlap=agreement > 0)
    if agreement == 0 and meant_a.is_exact and meant_b.is_exact:
        if _swapped(a.earliest, b.earliest):
            agreement, text = SWAPPED * SPREAD, "born {a} and {b}: day and month are swapped"
        elif _one_slip(a.earliest, b.earliest):
            # One digit of eight may be wrong in about nine ways each; about forty of them give a day of the spread.
            agreement, text = SLIPPED * SPREAD / 40, "born {a} and {b}: one digit differs"
    log10 = min(max(math.log10(max(agreement + otherwise, 1e-9)), LOW), HIGH)
    return log10, Reason(text, values)


def _in_words(a: BirthRange, b: BirthRange, *, overlap: bool) -> str:
    """The sentence for two births that agree, or do not."""
    if not overlap:
        return "born {a} and {b}: these cannot both be right"
    if a.earliest == b.earliest and a.latest == b.latest:
        return (
            "born {a} both times"
            if a.as_meant() == a
            else "born {a} both times, but 1 January often means only the year"
        )
    return "born {a} and {b}: these agree"


def _overlap(a: BirthRange, b: BirthRange) -> float:
    """How much more often two ranges meet when they are of one child: the spread times the overlap, over both lengths."""
    shared = (min(a.latest, b.latest) - max(a.earliest, b.earliest)).days + 1
    return max(SPREAD, a.days, b.days) * max(shared, 0) / (a.days * b.days)


def _gap(a: BirthRange, b: BirthRange) -> int:
    """The days between two ranges; 0 where they meet."""
    return max((max(a.earliest, b.earliest) - min(a.latest, b.latest)).days, 0)


def _near(gap: int) -> float:
    """How much likelier than among strangers a birth told otherwise lies so many days away."""
    return SPREAD / (2 * LIE) + 0.4 if gap <= LIE else 0.01


def _swapped(a: date, b: date) -> bool:
    """The same year, with day and month the other way round."""
    return a.year == b.year and a.day == b.month and a.month == b.day


def _one_slip(a: date, b: date) -> bool:
    """The two dates differ in one digit or in two neighbours that changed places."""
    one, two = a.isoformat(), b.isoformat()
    wrong = [i for i, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(one) == sorted(two)
