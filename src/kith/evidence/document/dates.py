"""Dates of a machine-readable zone: six characters without a century, of which parts may be unknown.

Always holds: a date that is partly unknown becomes the range of days that it may mean, never a guess of one day.
Source: ICAO Doc 9303 part 3, section 4.8: YYMMDD, unknown parts filled with ``<``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kith.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATE = re.compile(r"(\d\d)(\d\d|<<)(\d\d|<<)")
_YEARS_AHEAD = 50


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The days that a date may mean, from `earliest` to `latest`; both the same where it is exact."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        """The range is not inside out.

        Raises:
            BadDate: it is.
        """
        if self.earliest > self.latest:
            raise BadDate("The range of dates ends before it begins.", advice="Give the earlier date first.")

    @property
    def exact(self) -> bool:
        """Whether one day is meant."""
        return self.earliest == self.latest

    def as_six(self) -> str:
        """YYMMDD with ``<<`` for a month or day that is not one; a range over years keeps the first year."""
        first, last = self.earliest, self.latest
        month = f"{first.month:02}" if (first.year, first.month) == (last.year, last.month) else "<<"
        day = f"{first.day:02}" if self.exact else "<<"
        return f"{first.year % 100:02}{month}{day}"


def read_birth(six: str, reference: date, expiry: PartialDate | None) -> PartialDate | None:
    """A date of birth: the latest century in which it is neither after `reference` nor after the document's expiry.

    None where it is wholly unknown.

    Raises:
        ValueError: no such date.
    """
    limit = min(reference, expiry.latest) if expiry else reference
    return _first_fitting(six, (reference.year // 100 * 100, reference.year // 100 * 100 - 100), limit)


def read_expiry(six: str, reference: date) -> PartialDate | None:
    """A date of expiry: the century that brings it within 50 years of `reference`; None where it has none.

    Raises:
        ValueError: no such date.
    """
    century = reference.year // 100 * 100
    limit = _years_on(reference, _YEARS_AHEAD)
    return _first_fitting(six, (century + 100, century, century - 100), limit)


def _first_fitting(six: str, centuries: Iterable[int], limit: date) -> PartialDate | None:
    """The date in the first of the centuries (latest first) in which it begins no later than `limit`."""
    if not six.strip("<"):
        return None
    found = _DATE.fullmatch(six)
    if found is None:
        raise ValueError("a year of two digits, then month and day, each two digits or <<")
    problem: ValueError | None = None
    for century in centuries:
        if not 1 <= century + int(found[1]) <= date.max.year:
            continue
        try:
            days = _days(century + int(found[1]), found[2], found[3])
        except ValueError as no_such_day:  # the 29th of February of a year of another century may exist
            problem = no_such_day
            continue
        if days.earliest <= limit:
            return PartialDate(days.earliest, max(days.earliest, min(days.latest, limit)))
    raise problem or ValueError("it lies after every day it may be")


def _days(year: int, month: str, day: str) -> PartialDate:
    if month == "<<":
        return PartialDate(date(year, 1, 1), date(year, 12, 31))
    first = date(year, int(month), 1)
    if day == "<<":
        return PartialDate(first, date(year, first.month, calendar.monthrange(year, first.month)[1]))
    return PartialDate(*[date(year, first.month, int(day))] * 2)


def _years_on(start: date, years: int) -> date:
    try:
        return start + timedelta(days=round(years * 365.25))
    except OverflowError:
        return date.max
