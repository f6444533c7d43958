"""The gallery spread over Ray: each shard is an actor, in a process of its own here or on another machine.

Always holds: a child lies in one shard, chosen by its name alone; put and drop have taken effect when they return; an
answer is the one that a single gallery would give; a shard that is lost is filled again from the register, and until
then every answer is incomplete and says how many children could not be searched. Evidence lies in the memory of the
shards in clear, as it does in the memory gallery, and nowhere at rest (see cluster.py).
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kith.errors import KithError
from kith.evidence.weight import Reason
from kith.identify.gallery import EVEN
from kith.identify.gallery.cluster import connect
from kith.identify.gallery.part import join
from kith.identify.gallery.shard import Shard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kith.identify.answer import Answer, Prior
    from kith.identify.evidence import Evidence
    from kith.identify.gallery.part import Part

    # Asked with "is this subject wanted?", it gives every wanted subject that the register holds, with its evidence.
    Restore = Callable[[Callable[[str], bool]], Iterable[tuple[str, Evidence]]]

logger = logging.getLogger(__name__)

SEARCHES_AT_ONCE = 8
# Ray itself notices within half a minute that a machine is gone; a shard that takes longer than this is stuck
ANSWERS_WITHIN = 60.0

LOST = "{n} children could not be searched: a part of the gallery was lost and is being restored from the register"
LATE = "{n} children could not be searched: a part of the gallery did not answer in time"
ONE = {text: text.replace("{n} children", "One child") for text in (LOST, LATE)}


class _Now(NamedTuple):
    """The actor of a shard, whether it has answered yet, and whether it holds everything that it should; replaced as one."""

    actor: Any
    up: bool
    whole: bool


@dataclass(slots=True)
class _Keeper:
    """What this process knows of one shard.

    `subjects`: whom it should hold; `touched`: whom put and drop have reached since it is being restored, so that what the
    register said earlier does not overwrite them; `restoring`: a thread fills it again.
    """

    number: int
    now: _Now
    subjects: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    restoring: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)


class RayGallery:
    """The children of a register over several shards. Safe for many threads; each process has shards of its own."""

    def __init__(
        self,
        restore: Restore,
        *,
        shards: int = 2,
        address: str = "",
        answers_within: float = ANSWERS_WITHIN,
    ) -> None:
        """Start the shards, empty.

        Args:
            restore: what fills a lost shard again; it must give whatever was committed before it is called, and runs in a
                thread of its own.
            shards: how many; over many machines they are spread evenly.
            address: where Ray runs; empty to start it on this machine.
            answers_within: seconds after which a shard counts as stuck.

        Raises:
            EngineMissing, ConfigError, StoreUnreachable: as `cluster.connect`.
        """
        self._ray = connect(address)
        self._restore = restore
        self._answers_within = answers_within
        self._keepers = [_Keeper(i, _Now(self._actor(), up=True, whole=True)) for i in range(shards)]

    def _actor(self) -> Any:
        remote = self._ray.remote(Shard)
        return remote.options(
            num_cpus=0, max_restarts=0, max_concurrency=SEARCHES_AT_ONCE, scheduling_strategy="SPREAD"
        ).remote()

    def _keeper_of(self, subject: str) -> _Keeper:
        digest = hashlib.blake2b(subject.encode(), digest_size=8).digest()
        return self._keepers[int.from_bytes(digest, "big") % len(self._keepers)]

    def put(self, subject: str, evidence: Evidence) -> None:
        """Hold this evidence for the subject, in place of what was held before.

        Raises:
            BadInput: a template or a name that no comparison can use.
        """
        keeper = self._keeper_of(subject)
        with keeper.lock:
            # a shard that is only starting is filled from the register afterwards, with this in it
            if keeper.now.up:
                refusal = self._tell(keeper, "put", subject, evidence)
                if refusal is not None:
                    raise refusal
                keeper.touched.add(subject)
            keeper.subjects.add(subject)

    def drop(self, subject: str) -> None:
        """Forget the subject; the next search cannot find it."""
        keeper = self._keeper_of(subject)
        with keeper.lock:
            if keeper.now.up:
                self._tell(keeper, "drop", subject)
                keeper.touched.add(subject)
            keeper.subjects.discard(subject)

    def _tell(self, keeper: _Keeper, what: str, *words: Any) -> Any:
        """Have the shard do something, with its lock held; where it is lost, so is what it held, and it is restored."""
        actor = keeper.now.actor
        try:
            return self._ray.get(getattr(actor, what).remote(*words), timeout=self._answers_within)
        except self._ray.exceptions.RayError:
            self._lose(keeper, actor)
            return None

    def __len__(self) -> int:
        """How many subjects are held, or will be once what was lost is restored."""
        return sum(len(keeper.subjects) for keeper in self._keepers)

    def search(
        self,
        probe: Evidence,
        *,
        limit: int = 5,
        exclude: frozenset[str] = frozenset(),
        prior: Prior = EVEN,
    ) -> Answer:
        """The best candidates over all shards, as `MemoryGallery.search`; a shard that is not reached makes it incomplete.

        Raises:
            BadInput: the probe holds what no comparison can use.
        """
        asked = [(keeper, keeper.now) for keeper in self._keepers]
        # one that is only starting may be long in coming, and holds nothing yet
        answers = {
            keeper.number: now.actor.part.remote(probe, limit, exclude) for keeper, now in asked if now.up
        }
        waited = list(answers.values())
        ready, _ = (
            self._ray.wait(waited, num_returns=len(waited), timeout=self._answers_within)
            if waited
            else ([], [])
        )
        in_time = set(ready)
        parts: list[Part] = []
        missed: Counter[str] = Counter()
        for keeper, now in asked:
            answer = answers.get(keeper.number)
            part = self._part(keeper, now, answer) if answer in in_time else None
            parts += [part] if part is not None else []
            if part is None or not now.whole:
                here = len(keeper.subjects - exclude) - (part.size if part else 0)
                missed[LATE if now.up and answer not in in_time else LOST] += max(here, 0)
            self._see_to(keeper)
        return join(
            parts,
            prior,
            limit,
            unreached=missed.total(),
            problems=[Reason(text if n != 1 else ONE[text], {"n": n}) for text, n in missed.items()],
        )

    def _part(self, keeper: _Keeper, now: _Now, answer: Any) -> Part | None:
        """What one shard found; None where it was lost.

        Raises:
            BadInput: the probe holds what no comparison can use.
        """
        try:
            found: Part | KithError = self._ray.get(answer)
        except self._ray.exceptions.RayError:
            with keeper.lock:
                self._lose(keeper, now.actor)
            return None
        if isinstance(found, KithError):
            raise found
        return found

    def _lose(self, keeper: _Keeper, actor: Any) -> None:
        """Put an empty actor in the place of one that is lost, and begin to fill it; with the shard's lock held."""
        if keeper.now.actor is not actor:
            return  # somebody else has seen it first
        logger.warning("shard %d of the gallery was lost; searches are incomplete", keeper.number)
        self._ray.kill(actor)  # where it is only stuck: nothing of it may answer any more
        keeper.now, keeper.touched, keeper.restoring = (
            _Now(self._actor(), up=False, whole=False),
            set(),
            False,
        )
        self._see_to(keeper)

    def _see_to(self, keeper: _Keeper) -> None:
        """Begin to restore a shard that is not whole, unless that is going on; nobody waits for it."""
        if keeper.now.whole or keeper.restoring or not keeper.lock.acquire(blocking=False):
            return
        try:
            if not keeper.now.whole and not keeper.restoring:
                keeper.restoring = True
                threading.Thread(
                    target=self._fill, args=(keeper, keeper.now.actor), name="kith-restoring", daemon=True
                ).start()
        finally:
            keeper.lock.release()

    def _fill(self, keeper: _Keeper, actor: Any) -> None:
        """Fill a shard again from the register; where that fails, the next search begins anew."""
        try:
            filled = self._filled(keeper, actor)
        except Exception:
            # whatever the register or the shard is in want of, answers stay incomplete and say so
            logger.exception("shard %d of the gallery could not be restored yet", keeper.number)
            filled = None
        with keeper.lock:
            if keeper.now.actor is not actor:
                return
            keeper.restoring = False
            if filled is not None:
                keeper.subjects = filled | (keeper.touched & keeper.subjects)
                keeper.now = _Now(actor, up=True, whole=True)
                logger.warning("shard %d of the gallery is restored", keeper.number)

    def _filled(self, keeper: _Keeper, actor: Any) -> set[str] | None:
        """Put everything of the register into a shard that belongs there: who was put; None where it was lost again."""
        if not self._comes_up(keeper, actor):
            return None
        filled: set[str] = set()
        for subject, evidence in self._restore(lambda name: self._keeper_of(name) is keeper):
            with keeper.lock:
                if keeper.now.actor is not actor:
                    return None
                if subject in keeper.touched:
                    continue
                refusal = self._tell(keeper, "put", subject, evidence)
                if keeper.now.actor is not actor:
                    return None
                if refusal is None:
                    filled.add(subject)
        return filled

    def _comes_up(self, keeper: _Keeper, actor: Any) -> bool:
        """Wait until an actor that was begun answers, while others go on; False where it does not, or is replaced."""
        try:
            self._ray.get(actor.process.remote(), timeout=self._answers_within)
        except self._ray.exceptions.GetTimeoutError:
            return False  # there may be no machine for it now, and be one later
        except self._ray.exceptions.RayError:
            with keeper.lock:
                keeper.restoring = False
                self._lose(keeper, actor)
            return False
        with keeper.lock:
            if keeper.now.actor is actor:
                keeper.now = _Now(actor, up=True, whole=False)
            return keeper.now.actor is actor

    def close(self) -> None:
        """End the shards; what they held is gone. For a process that goes on without a gallery."""
        for keeper in self._keepers:
            with keeper.lock:
                self._ray.kill(keeper.now.actor)
