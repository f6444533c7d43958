"""The two years of one invented child: where the child lived, when the child was missing, in that order of time.

Always holds: placements do not overlap; a missing episode starts after the child was placed and ends before the next
starts; only the last can be open; nothing happens after the end of the population or the child's 18th birthday.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from kith.synthetic.invented import Birth, InventedEpisode, InventedPlacement, Kind, Precision
from kith.synthetic.places import AGENCIES, PLACEMENTS, PROVIDERS, TOWNS, Agency, address, agencies

if TYPE_CHECKING:
    from random import Random

YEARS_KEPT = 730  # days of encounters before the end
LONG = timedelta(days=10)  # an absence after which the bed is given away
FOUND_DOING = (
    "watering plants in a cannabis grow",
    "washing cars",
    "asleep in a vehicle",
    "working in a nail bar",
    "in a flat raided for drugs",
    "came back without saying where from",
    "stopped for not having a ticket",
    "in a house used for sexual exploitation",
)


Episodes = tuple[InventedEpisode, ...]


@dataclass(frozen=True)
class _Life:
    """The last moment anything can happen, whether that is the 18th birthday, who is responsible, and absences."""

    horizon: datetime
    grown_up: bool
    council: Agency
    episodes: Episodes = ()

    def present(self, when: datetime) -> datetime:
        """A moment, or the end of the absence it falls into: nobody is moved while missing."""
        away = (e.found for e in self.episodes if e.found and e.last_seen <= when < e.found)
        return next(away, when)


@dataclass(frozen=True)
class Course:
    """The course of a child: birth, first contact, the last moment anything can happen, who is responsible, and what happened."""

    birth: Birth
    first: datetime
    horizon: datetime
    council: Agency
    placements: tuple[InventedPlacement, ...]
    episodes: Episodes


def moment(day: date) -> datetime:
    """The start of a day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def minutes(rng: Random, low: float, high: float) -> timedelta:
    """A span between `low` and `high` days, in whole minutes."""
    return timedelta(minutes=rng.randint(round(low * 1440), round(high * 1440)))


def birthday(day: date, years: int) -> date:
    """The birthday `years` later; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def course_of(rng: Random, until: date, *, ever_missing: bool, missing_now: bool) -> Course:
    """A child's course over the two years before `until`, with a birth that makes it a child's throughout."""
    end = moment(until)
    last_seen = end - minutes(rng, 0.3, 12) if rng.random() < 0.25 else end - minutes(rng, 12, 380)
    if missing_now:
        first = last_seen - (minutes(rng, 0.9, 4) if rng.random() < 0.6 else minutes(rng, 8, 200))
    else:
        first = end - minutes(rng, 20 if ever_missing else 3, YEARS_KEPT - 5)
    birth = _birth(rng, first.date(), end.date() if missing_now else first.date() + timedelta(days=60))
    eighteen = moment(birthday(birth.earliest, 18))
    life = _Life(min(end, eighteen), eighteen <= end, rng.choice(agencies(Kind.SOCIAL_WORK)))
    placed = first + minutes(rng, 0.12, 0.8)
    if missing_now:
        episodes = _open(rng, placed, last_seen)
    else:
        episodes = _closed(rng, placed, life.horizon) if ever_missing else ()
    placements = _placements(rng, placed, replace(life, episodes=episodes))
    return Course(birth, first, life.horizon, life.council, placements, episodes)


def _birth(rng: Random, first: date, child_until: date) -> Birth:
    """Mostly of fifteen to seventeen years at first contact, some much younger, all under eighteen on `child_until`."""
    age = rng.triangular(13.5, 17.9, 17.0) if rng.random() < 0.88 else rng.uniform(4.0, 13.5)
    earliest = first - timedelta(days=round(age * 365.25))
    earliest = max(earliest, birthday(child_until, -18) + timedelta(days=20))
    precision = rng.choices(list(Precision), (0.62, 0.2, 0.18))[0]
    if precision is Precision.YEAR:
        earliest = date(earliest.year + 1, 1, 1)
        return Birth(precision, earliest, date(earliest.year, 12, 31))
    latest = earliest if precision is Precision.EXACT else earliest + timedelta(days=730)
    return Birth(precision, earliest, latest)


def _episode(rng: Random, last_seen: datetime, found: datetime | None) -> InventedEpisode:
    place = f"{rng.choice(('the placement', 'school', 'the railway station', 'a shop'))}, {rng.choice(TOWNS)}"
    if found is None:
        return InventedEpisode(last_seen, place, None, "", "")
    return InventedEpisode(last_seen, place, found, rng.choice(TOWNS), rng.choice(FOUND_DOING))


def _open(rng: Random, placed: datetime, last_seen: datetime) -> tuple[InventedEpisode, ...]:
    """An episode that is open still, perhaps after an earlier one."""
    span = last_seen - placed
    if span > timedelta(days=8) and rng.random() < 0.5:
        before = placed + span * 0.2
        return (_episode(rng, before, before + minutes(rng, 0.4, 2)), _episode(rng, last_seen, None))
    return (_episode(rng, last_seen, None),)


def _closed(rng: Random, placed: datetime, horizon: datetime) -> tuple[InventedEpisode, ...]:
    """One to three episodes, all ended; the first often within two days, as in life."""
    episodes: list[InventedEpisode] = []
    free = placed
    for _ in range(rng.choices((1, 2, 3), (0.6, 0.27, 0.13))[0]):
        gap = minutes(rng, 0.5, 2.5) if not episodes and rng.random() < 0.5 else minutes(rng, 4, 120)
        length = minutes(rng, 0.4, 6) if rng.random() < 0.62 else minutes(rng, 10, 90)
        room = horizon - free - timedelta(days=1)
        if gap + length > room:
            if episodes:
                break
            gap, length = minutes(rng, 0.5, 2), min(length, minutes(rng, 0.5, 5))
        episodes.append(_episode(rng, free + gap, free + gap + length))
        free += gap + length
    return tuple(episodes)


def _placements(rng: Random, placed: datetime, life: _Life) -> tuple[InventedPlacement, ...]:
    """One placement after another; one ends when the child is long away or moves, and at the 18th birthday."""
    stays: list[InventedPlacement] = []
    start = placed
    for episode in life.episodes:
        if episode.found is None or episode.found - episode.last_seen >= LONG:
            stays += _moves(rng, start, episode.last_seen, life, ended=True)
            start = life.horizon if episode.found is None else episode.found + minutes(rng, 0.1, 0.6)
    if start < life.horizon:
        stays += _moves(rng, start, life.horizon, life, ended=life.grown_up)
    return tuple(stays)


def _moves(
    rng: Random, start: datetime, until: datetime, life: _Life, *, ended: bool
) -> list[InventedPlacement]:
    """A stay cut into one or more placements; the last ends at `until` if it has `ended`, else it lasts."""
    cuts = [start]
    while rng.random() < 0.45 and until - cuts[-1] > timedelta(days=90):
        cuts.append(life.present(cuts[-1] + minutes(rng, 20, 85)))
    ends = [*cuts[1:], until if ended else None]
    return [_placement(rng, a, b, life.council) for a, b in zip(cuts, ends, strict=True)]


def _placement(rng: Random, start: datetime, end: datetime | None, council: Agency) -> InventedPlacement:
    kind, _, suitable = rng.choices(PLACEMENTS, [p[1] for p in PLACEMENTS])[0]
    town = council.town if rng.random() < 0.6 else rng.choice(AGENCIES).town
    return InventedPlacement(
        start=start,
        end=end,
        type=kind,
        provider=rng.choice(PROVIDERS[kind]),
        address=address(rng, town),
        area=town,
        suitable=suitable,
        decided_by="team manager" if suitable else "head of service, no other bed that night",
    )
