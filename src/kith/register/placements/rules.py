"""Pure rules of placements: what answers "where is this child tonight?".

Always holds: the answer names a kind of place and an area, never an address; not knowing is an answer, with since when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tonight:
    """Where a child is tonight: in a placement, missing since, or not known since."""

    answer: str  # "placed", "missing" or "not_known"
    since: datetime | None
    kind: str = ""
    provider: str = ""
    area: str = ""
    placement_id: str = ""


def tonight(missing_since: datetime | None, placement: Tonight | None, left_last: datetime | None) -> Tonight:
    """The one answer: an open missing episode comes first, then the open placement, else not known since the last ended."""
    if missing_since is not None:
        return Tonight("missing", missing_since)
    return placement or Tonight("not_known", left_last)
