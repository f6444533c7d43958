"""Writing the chain and proving it.

Always holds: each entry's MAC is HMAC-SHA256, under a key that only the application has, over the entry's fields and
the MAC of the entry before; writers take turns on the head row, so numbers have no gaps and follow the order of commits.
What the chain cannot show by itself is that its newest entries were cut off together with the head: note the
head that `verify` prints elsewhere, and hand it in at the next verification.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kith.errors import BadAnswer, LogBroken
from kith.trust.log.models import GENESIS, Entry, Head, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kith.trust.who import Who


_ADVICE = "Keep the store as it is, and compare it with a backup from before."
HEAD: Final = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{64})")
_local = threading.local()


def written() -> int:
    """How many entries this thread has written since it began: the gate compares it before and after."""
    return int(getattr(_local, "written", 0))


def _mac(entry: Entry) -> str:
    """The keyed hash of one entry over all its fields and the entry before it, hexadecimal."""
    body = json.dumps(
        [
            entry.seq,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(entry.account_id or ""),
            entry.name,
            entry.role,
            str(entry.team_id or ""),
            entry.purpose,
            entry.act,
            entry.subjects,
            entry.details,
            entry.touches_evidence,
            entry.previous,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(settings.KITH_LOG_KEY, body.encode(), hashlib.sha256).hexdigest()


def write(
    who: Who, act: str, *, subjects: Iterable[str] = (), touches_evidence: bool = False, **details: Any
) -> Entry:
    """Append one entry, in the transaction that is open (or in its own).

    `subjects` are names such as ``child:<uuid>``; `details` are small JSON values that name no person and no
    address: the log outlives what it speaks of.
    """
    named = sorted(set(subjects))
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        entry = Entry(
            seq=head.seq + 1,
            at=timezone.now(),
            account_id=who.account_id,
            name=who.name,
            role=who.role.value,
            team_id=who.team_id,
            purpose=who.purpose.value if who.purpose else "",
            act=act,
            subjects=named,
            details=json.loads(json.dumps(details, default=str)),
            touches_evidence=touches_evidence,
            previous=head.mac,
        )
        entry.mac = _mac(entry)
        entry.save(force_insert=True)
        Subject.objects.bulk_create(Subject(entry=entry, subject=name) for name in named)
        Head.objects.filter(pk=1).update(seq=entry.seq, mac=entry.mac)
    _local.written = written() + 1
    return entry


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification found: how many entries hold, and the head to be noted elsewhere."""

    entries: int
    head: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.head}"


def verify(*, expected: str = "", progress: Callable[[int, int], None] | None = None) -> Proof:
    """Walk the whole chain from the first entry.

    Args:
        expected: a head noted at an earlier verification, as printed (``number:hash``); the chain must contain it.
        progress: called with (entries checked, entries in all) from time to time.

    Raises:
        LogBroken: names the first entry that does not hold, and how.
        BadAnswer: `expected` is no head as it is printed.
    """
    noted = _read_head(expected)
    # the newest number first: whoever writes between the two reads makes the head newer, never an entry beyond it
    newest = Entry.objects.aggregate(newest=Max("seq"))["newest"] or 0
    head = Head.objects.get(pk=1)
    previous, count = GENESIS, 0
    # what others write meanwhile is left for the next time
    entries = Entry.objects.filter(seq__lte=head.seq).order_by("seq").prefetch_related("subject_rows")
    for entry in entries.iterator(chunk_size=500):
        count += 1
        _check(entry, count, previous)
        previous = entry.mac
        if noted and noted[0] == count:
            _check_noted(noted, previous)
        if progress and count % 500 == 0:
            progress(count, head.seq)
    if (head.seq, head.mac) != (count, previous if count else GENESIS):
        raise LogBroken(
            f"Entry {count + 1} is missing: the head says {head.seq} entries, there are {count}.",
            advice=_ADVICE,
        )
    if newest > head.seq:
        raise LogBroken(f"Entry {count + 1} stands beyond the head: it was put in.", advice=_ADVICE)
    if noted and noted[0] > count:
        raise LogBroken(
            f"Entry {noted[0]} was noted earlier and is missing: the end of the log was cut off.",
            advice=_ADVICE,
        )
    return Proof(count, previous)


def _read_head(text: str) -> tuple[int, str] | None:
    """Number and hash of a head as `Proof` prints it; None where none was noted.

    Raises:
        BadAnswer: it is anything else.
    """
    if not text:
        return None
    read = HEAD.fullmatch(text)
    noted = (int(read[1]), read[2].lower()) if read else None
    if noted is None or (noted[0] == 0 and noted[1] != GENESIS):
        raise BadAnswer(
            "This is no head of a log.",
            advice="Write it as it was printed: NUMBER:HASH, the hash with all its 64 digits.",
            field="expect",
        )
    return noted


def _check_noted(noted: tuple[int, str], mac: str) -> None:
    """The entry of the noted number against the noted hash.

    Raises:
        LogBroken: it is another entry.
    """
    if not hmac.compare_digest(mac, noted[1]):
        raise LogBroken(
            f"Entry {noted[0]} is not the one that was noted: the log was rewritten before it.",
            advice=_ADVICE,
        )


def _check(entry: Entry, number: int, previous: str) -> None:
    """One entry against its number, the one before, its own MAC and its index.

    Raises:
        LogBroken: names the entry.
    """
    if entry.seq != number:
        raise LogBroken(
            f"Entry {number} is missing: the next that is there is entry {entry.seq}.", advice=_ADVICE
        )
    if entry.previous != previous:
        raise LogBroken(
            f"Entry {number} does not follow entry {number - 1}: one of the two was changed.", advice=_ADVICE
        )
    if not hmac.compare_digest(entry.mac, _mac(entry)):
        raise LogBroken(f"Entry {number} was changed after it was written.", advice=_ADVICE)
    if sorted(row.subject for row in entry.subject_rows.all()) != sorted(entry.subjects):
        raise LogBroken(
            f"Entry {number} is not indexed as it was written: its subjects were changed.", advice=_ADVICE
        )
