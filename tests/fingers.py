"""Fingers for the tests: invented masters and their impressions, as files and as what is kept of them."""

from __future__ import annotations

import functools

from kith.register.encounters.prepared import Prepared, finger
from kith.synthetic.fingerprints import impression, master, png


@functools.cache
def print_file(finger_seed: int, nth: int = 0) -> bytes:
    """The PNG of one impression of an invented finger."""
    return png(impression(master(finger_seed), nth, degrade=0.2))


@functools.cache
def taken(finger_seed: int, nth: int = 0, position: int = 2) -> Prepared:
    """One impression of an invented finger, looked at."""
    return finger(print_file(finger_seed, nth), position=position)
