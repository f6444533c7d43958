"""The gallery over Ray when a part of it dies, hangs, is overloaded or fails: no child vanishes unsaid, no healthy shard is lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.identify.test_ray import CHILDREN, Register, finger_of, process_of, restored
from tests.made_evidence import child
from tests.on_ray import started

from kith.evidence.biography import Biography
from kith.identify import Evidence
from kith.identify.gallery import shard as shards
from kith.identify.gallery.shard import Failed, Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kith.identify.gallery.ray import RayGallery

SECRET = "Ardit Hoxha"


def failing_shard() -> type[Shard]:
    """A shard that is slow to search for a document, and fails over a name; made here, so that Ray takes it along."""

    class Failing(Shard):
        def put(self, subject, evidence):
            if evidence.biography.names == ("Ardit Hoxha",) and not evidence.faces:
                raise RuntimeError("Ardit Hoxha")
            return super().put(subject, evidence)

        def part(self, probe, limit, exclude):
            if probe.documents:
                time.sleep(4)
            if probe.biography.names:
                raise RuntimeError("Ardit Hoxha")
            return super().part(probe, limit, exclude)

    return Failing


@pytest.fixture
def register() -> Register:
    """A register of thirty children."""
    return Register()


@pytest.fixture(scope="module")
def _on_ray() -> Iterator[None]:
    """Ray on this machine, for all tests here."""
    with started(lambda _wanted: ()):
        yield


@pytest.fixture
def gallery(_on_ray: None, register: Register, monkeypatch: pytest.MonkeyPatch) -> Iterator[RayGallery]:
    """Two shards that hold them, and fail as above."""
    from kith.identify.gallery import ray as over_ray

    monkeypatch.setattr(over_ray, "Shard", failing_shard())
    made = over_ray.RayGallery(register.read)
    for subject, evidence in register.rows.items():
        made.put(subject, evidence)
    yield made
    register.gate.set()
    made.close()


def kill(gallery: RayGallery, subject: str) -> None:
    """Kill the process that holds a child, and tell the gallery nothing of it."""
    import ray

    actor = gallery._keeper_of(subject).now.actor
    os.kill(process_of(gallery, subject), signal.SIGKILL)
    with pytest.raises(ray.exceptions.RayActorError):
        ray.get(actor.process.remote())


def beside(gallery: RayGallery, subject: str) -> str:
    """The name of a new child that lies in the same shard."""
    names = (f"new {n}" for n in range(100))
    return next(name for name in names if gallery._keeper_of(name) is gallery._keeper_of(subject))


def test_a_child_put_into_a_shard_that_has_died_is_found(gallery, register):
    """A put that is the first to see that a shard has died loses nothing: once the shard is whole, the child is found."""
    new = beside(gallery, "4")
    register.gate.set()
    kill(gallery, "4")
    register.rows[new] = child(77)
    gallery.put(new, child(77))
    restored(gallery)
    answer = gallery.search(finger_of(77))
    assert answer.complete
    assert (answer.candidates[0].subject, answer.size) == (new, CHILDREN + 1)


def test_a_child_dropped_from_a_shard_that_has_died_stays_away(gallery, register):
    """A drop that is the first to see that a shard has died stands, also against what the register said earlier."""
    kill(gallery, "4")
    gallery.drop("4")
    assert register.asked.wait(60)
    register.gate.set()  # its rows still hold the child
    restored(gallery)
    answer = gallery.search(finger_of(4), limit=CHILDREN)
    assert answer.complete
    assert "4" not in {candidate.subject for candidate in answer.candidates}
    assert answer.size == len(gallery) == CHILDREN - 1


def test_a_stuck_shard_is_begun_anew(gallery, register):
    """A shard that does not stir is replaced by the search that waited in vain, and its process, with what it held, is gone."""
    keeper, process = gallery._keeper_of("4"), process_of(gallery, "4")
    stuck = keeper.now.actor
    os.kill(process, signal.SIGSTOP)
    gallery._answers_within = 1.0
    answer = gallery.search(finger_of(4))
    gallery._answers_within = 60.0
    assert not answer.complete
    assert "did not answer in time" in str(answer.problems[0])
    assert keeper.now.actor is not stuck
    register.gate.set()
    while not gallery.search(finger_of(4)).complete:
        time.sleep(0.05)
    assert gallery.search(finger_of(4)).candidates[0].subject == "4"
    while Path(f"/proc/{process}").exists():
        time.sleep(0.05)


def test_a_busy_shard_is_not_lost(gallery):
    """Behind as many slow searches as run at once a write waits for nothing, and a late search is incomplete and kills nothing."""
    new = beside(gallery, "4")
    keeper = gallery._keeper_of("4")
    busy = keeper.now.actor
    gallery._answers_within = 1.5
    slow = Evidence(documents=child(4).documents)
    running = [busy.part.options(concurrency_group="searches").remote(slow, 5, frozenset()) for _ in range(8)]
    gallery.put(new, child(77))
    answer = gallery.search(finger_of(77))
    gallery._answers_within = 60.0
    assert "did not answer in time" in str(answer.problems[0])
    gallery._ray.get(running)
    answer = gallery.search(finger_of(77))
    assert keeper.now.actor is busy
    assert answer.complete
    assert answer.candidates[0].subject == new


def ends(gallery, actor):
    """Wait until an actor that was killed answers no more; Ray ends it a moment after it was told to."""
    while True:
        try:
            gallery._ray.get(actor.process.remote(), timeout=30)
        except gallery._ray.exceptions.RayActorError:
            return
        time.sleep(0.05)


def test_nothing_is_begun_after_the_end(gallery, register, monkeypatch):
    """Closed while a shard is being restored, the gallery fills nothing and starts nothing again, whoever still uses it."""
    kill(gallery, "4")
    gallery.search(finger_of(4))
    assert register.asked.wait(60), "the register is being read"
    begun = []
    monkeypatch.setattr(gallery, "_actor", lambda: begun.append("an actor"))
    gallery.close()
    register.gate.set()
    for thread in threading.enumerate():
        if thread.name == "kith-restoring":
            thread.join()
    gallery.put("4", child(4))
    gallery.drop("5")
    assert not gallery.search(finger_of(4)).complete
    for keeper in gallery._keepers:
        with keeper.lock:
            gallery._lose(keeper, keeper.now.actor)
        ends(gallery, keeper.now.actor)
    assert not [thread for thread in threading.enumerate() if thread.name == "kith-restoring"]
    assert begun == []


def test_a_search_that_fails_kills_no_shard(gallery, caplog):
    """Whatever else a search raises in a shard, the answer is incomplete, the shards go on, and no log repeats what was said."""
    before = [keeper.now for keeper in gallery._keepers]
    answer = gallery.search(Evidence(biography=Biography((SECRET,))))
    assert (
        str(answer.problems[0]) == f"{CHILDREN} children could not be searched: a part of the gallery failed"
    )
    assert (answer.complete, answer.size) == (False, CHILDREN)
    assert [keeper.now for keeper in gallery._keepers] == before
    assert gallery.search(finger_of(4)).complete
    assert SECRET not in caplog.text


def test_a_child_that_a_shard_fails_to_take_is_counted(gallery):
    """A put that fails for another reason than a refusal makes answers incomplete by one child, until the child is put or dropped."""
    before = [keeper.now for keeper in gallery._keepers]
    gallery.put("bad", Evidence(biography=Biography((SECRET,))))
    answer = gallery.search(finger_of(4))
    assert str(answer.problems[0]) == "One child could not be searched: a part of the gallery failed"
    assert answer.size == len(gallery) == CHILDREN + 1
    assert gallery.search(finger_of(4), exclude=frozenset({"bad"})).complete
    gallery.put("bad", child(77))
    assert gallery.search(finger_of(4)).complete
    gallery.put("bad again", Evidence(biography=Biography((SECRET,))))
    gallery.drop("bad again")
    assert gallery.search(finger_of(4)).complete
    assert [keeper.now for keeper in gallery._keepers] == before


def test_a_failure_in_a_shard_is_handed_back_by_name(monkeypatch):
    """A shard raises nothing: a failure is handed back as the name of its class, and the child is not held in part or of old."""
    shard = Shard()
    shard.put("4", child(4))

    def fail(*_words: Any, **_choices: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(shards.MemoryGallery, "part", fail)
    monkeypatch.setattr(shards.MemoryGallery, "put", fail)
    assert shard.part(child(4), 5, frozenset()) == Failed("RuntimeError")
    assert shard.put("4", child(5)) == Failed("RuntimeError")
    assert len(shard._held) == 0
