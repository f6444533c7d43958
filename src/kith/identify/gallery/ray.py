"""The gallery spread over Ray: each shard is an actor, in a process of its own here or on another machine.

Always holds: a child lies in one shard, chosen by its name alone; put and drop have taken effect when they return; an
answer is the one that a single gallery would give, as far as part.py says; a shard that is lost is filled again from the
register, and until then every answer is incomplete and says how many children could not be searched; once closed nothing is
begun again. Evidence lies in the memory of the shards in clear, as it does in the memory gallery, nowhere at rest (see
cluster.py) and in no log.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from kith.errors import KithError
from kith.identify.gallery import EVEN
from kith.identify.gallery.cluster import connect
from kith.identify.gallery.part import join
from kith.identify.gallery.shard import FAILED, LATE, LOST, Failed, Keeper, Now, Shard, why_missed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kith.identify.answer import Answer, Prior
    from kith.identify.evidence import Evidence
    from kith.identify.gallery.part import Part

    # Asked with "is this subject wanted?", it gives every wanted subject that the register holds, with its evidence.
    Restore = Callable[[Callable[[str], bool]], Iterable[tuple[str, Evidence]]]

logger = logging.getLogger(__name__)

# each in threads of its own, so that a write, or the question whether it lives, never waits behind slow searches
AT_ONCE = {"searches": 8, "writes": 1}
# Ray itself notices within half a minute that a machine is gone; a shard that takes longer than this is stuck
ANSWERS_WITHIN = 60.0
# a shard whose search is late is asked whether it lives, and has so long to say so: it may only be busy
STIRS_WITHIN = 5.0


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
        # what says that a shard is lost; anything else that Ray says is of this one call
        self._gone = (self._ray.exceptions.RayActorError, self._ray.exceptions.GetTimeoutError)
        self._restore = restore
        self._answers_within = answers_within
        self._keepers = [Keeper(i, Now(self._actor(), up=True, whole=True)) for i in range(shards)]

    def _actor(self) -> Any:
        remote = self._ray.remote(concurrency_groups=AT_ONCE)(Shard)
        return remote.options(num_cpus=0, max_restarts=0, scheduling_strategy="SPREAD").remote()

    def _keeper_of(self, subject: str) -> Keeper:
        digest = hashlib.blake2b(subject.encode(), digest_size=8).digest()
        return self._keepers[int.from_bytes(digest, "big") % len(self._keepers)]

    def put(self, subject: str, evidence: Evidence) -> None:
        """Hold this evidence for the subject, in place of what was held before.

        Raises:
            BadInput: a template or a name that no comparison can use.
        """
        keeper = self._keeper_of(subject)
        with keeper.lock:
            actor, told = keeper.now.actor, keeper.now.up
            if told:
                outcome = self._tell(keeper, "put", subject, evidence)
                if isinstance(outcome, KithError):
                    raise outcome
            if told and keeper.is_kept(actor):
                keeper.touched.add(subject)
                keeper.took(subject, outcome)
            else:
                # a shard that is only starting, or takes the place of a lost one, is filled from the register
                # afterwards, with this in it
                keeper.touched.discard(subject)
            keeper.subjects.add(subject)

    def drop(self, subject: str) -> None:
        """Forget the subject; the next search cannot find it."""
        keeper = self._keeper_of(subject)
        with keeper.lock:
            if keeper.now.up:
                actor = keeper.now.actor
                if self._tell(keeper, "drop", subject) is not None:
                    self._lose(keeper, actor)  # nobody knows whether it holds the subject still
            # also where an empty one takes its place: what the register said earlier does not bring it back
            keeper.touched.add(subject)
            keeper.subjects.discard(subject)
            keeper.missing.discard(subject)

    def _tell(self, keeper: Keeper, what: str, *words: Any) -> Any:
        """Have the shard write something, with its lock held: None, or why it did not.

        Where it is lost, so is what it held, and it is restored.
        """
        actor = keeper.now.actor
        try:
            answer = getattr(actor, what).options(concurrency_group="writes").remote(*words)
            return self._ray.get(answer, timeout=self._answers_within)
        except self._gone as gone:
            self._lose(keeper, actor)
            return Failed(type(gone).__name__)
        except self._ray.exceptions.RayError as failure:
            return Failed(type(failure).__name__)

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
            keeper.number: now.actor.part.options(concurrency_group="searches").remote(probe, limit, exclude)
            for keeper, now in asked
            if now.up
        }
        in_time = self._waited(answers.values(), self._answers_within)
        self._watch([one for one in asked if one[1].up and answers[one[0].number] not in in_time])
        parts: list[Part] = []
        missed: Counter[str] = Counter()
        for keeper, now in asked:
            answer = answers.get(keeper.number)
            part = self._part(keeper, now, answer) if answer in in_time else LATE if now.up else LOST
            if not isinstance(part, str):
                parts.append(part)
            if isinstance(part, str) or not now.whole or keeper.missing - exclude:
                why = part if isinstance(part, str) else FAILED if now.whole else LOST
                here = len(keeper.subjects - exclude) - (0 if isinstance(part, str) else part.size)
                missed[why] += max(here, 0)
            self._see_to(keeper)
        return join(parts, prior, limit, unreached=missed.total(), problems=why_missed(missed))

    def _waited(self, answers: Collection[Any], seconds: float) -> set[Any]:
        """Those of the answers that came in time."""
        if not answers:
            return set()
        return set(self._ray.wait(list(answers), num_returns=len(answers), timeout=seconds)[0])

    def _watch(self, late: list[tuple[Keeper, Now]]) -> None:
        """Lose those of the shards that were late which do not stir at all; the others are only busy."""
        asked = [(keeper, now.actor, now.actor.process.remote()) for keeper, now in late]
        stirred = self._waited([answer for _, _, answer in asked], min(STIRS_WITHIN, self._answers_within))
        for keeper, actor, answer in asked:
            # who holds the lock of a stuck shard waits to write to it, and will lose it
            if answer not in stirred and keeper.lock.acquire(blocking=False):
                try:
                    self._lose(keeper, actor)
                finally:
                    keeper.lock.release()

    def _part(self, keeper: Keeper, now: Now, answer: Any) -> Part | str:
        """What one shard found; or why it found nothing, one of the texts.

        Raises:
            BadInput: the probe holds what no comparison can use.
        """
        try:
            found: Part | KithError | Failed = self._ray.get(answer)
        except self._gone:
            with keeper.lock:
                self._lose(keeper, now.actor)
            return LOST
        except self._ray.exceptions.RayError as failure:
            found = Failed(type(failure).__name__)
        if isinstance(found, KithError):
            raise found
        if isinstance(found, Failed):
            logger.error("shard %d of the gallery failed in a search: %s", keeper.number, found.name)
            return FAILED
        return found

    def _lose(self, keeper: Keeper, actor: Any) -> None:
        """Put an empty actor in the place of one that is lost, and begin to fill it; with the shard's lock held."""
        if not keeper.is_kept(actor):
            return  # somebody else has seen it first, or it was closed
        logger.warning("shard %d of the gallery was lost; searches are incomplete", keeper.number)
        self._ray.kill(actor)  # where it is only stuck: nothing of it may answer any more
        keeper.now = Now(self._actor(), up=False, whole=False)
        keeper.touched, keeper.missing, keeper.restoring = set(), set(), False
        self._see_to(keeper)

    def _see_to(self, keeper: Keeper) -> None:
        """Begin to restore a shard that is not whole, unless that is going on; nobody waits for it."""
        if keeper.now.whole or keeper.restoring or not keeper.lock.acquire(blocking=False):
            return
        try:
            if not (keeper.now.whole or keeper.restoring or keeper.closed):
                keeper.restoring = True
                threading.Thread(
                    target=self._fill, args=(keeper, keeper.now.actor), name="kith-restoring", daemon=True
                ).start()
        finally:
            keeper.lock.release()

    def _fill(self, keeper: Keeper, actor: Any) -> None:
        """Fill a shard again from the register; where that fails, the next search begins anew."""
        try:
            filled = self._filled(keeper, actor)
        except Exception as failure:  # noqa: BLE001  # whatever is wanting, answers stay incomplete and say so
            # not what it says, which may be evidence
            name = type(failure).__name__
            logger.error("shard %d of the gallery could not be restored yet: %s", keeper.number, name)  # noqa: TRY400
            filled = None
        with keeper.lock:
            if not keeper.is_kept(actor):
                return
            keeper.restoring = False
            if filled is not None:
                keeper.subjects = filled | (keeper.touched & keeper.subjects)
                keeper.now = Now(actor, up=True, whole=True)
                logger.warning("shard %d of the gallery is restored", keeper.number)

    def _filled(self, keeper: Keeper, actor: Any) -> set[str] | None:
        """Put everything of the register into a shard that belongs there: who was put; None where it was lost again."""
        if not self._comes_up(keeper, actor):
            return None
        filled: set[str] = set()
        for subject, evidence in self._restore(lambda name: self._keeper_of(name) is keeper):
            with keeper.lock:
                if not keeper.is_kept(actor):
                    return None
                if subject in keeper.touched:
                    continue
                outcome = self._tell(keeper, "put", subject, evidence)
                if not keeper.is_kept(actor):
                    return None
                keeper.took(subject, outcome)
                filled.add(subject)
        return filled

    def _comes_up(self, keeper: Keeper, actor: Any) -> bool:
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
            if keeper.is_kept(actor):
                keeper.now = Now(actor, up=True, whole=False)
            return keeper.is_kept(actor)

    def close(self) -> None:
        """End the shards; what they held is gone, and nothing fills them again. For a process that goes on without a gallery."""
        for keeper in self._keepers:
            with keeper.lock:
                keeper.closed = True
                self._ray.kill(keeper.now.actor)
                keeper.now = Now(keeper.now.actor, up=False, whole=False)
