"""Pure rules of missing episodes.

Always holds: nobody is found before they were last seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.errors import BadAnswer

if TYPE_CHECKING:
    from datetime import datetime


def check_last_seen(last_seen: datetime, now: datetime) -> None:
    """Nobody was last seen in the future.

    Raises:
        BadAnswer: the time is in the future.
    """
    if last_seen > now:
        raise BadAnswer(
            "This time is in the future.", advice="Write when the child was last seen.", field="last_seen_at"
        )


def check_found(last_seen: datetime, found: datetime, now: datetime) -> None:
    """A child is found after they were last seen, and not in the future.

    Raises:
        BadAnswer: the time cannot be.
    """
    if found < last_seen or found > now:
        raise BadAnswer(
            "The child cannot have been found at that time.",
            advice="Write a time between last seen and now.",
            field="found_at",
        )
