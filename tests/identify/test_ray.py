"""The gallery over Ray: equal to one gallery, and honest while a part of it is lost."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.made_evidence import again, child
from tests.on_ray import started

from kith.errors import BadInput, ConfigError
from kith.identify import Evidence, Verdict, of_answer
from kith.identify.gallery import cluster
from kith.identify.gallery.memory import MemoryGallery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kith.identify import Answer
    from kith.identify.gallery.ray import RayGallery

CHILDREN = 30


class Register:
    """What a lost shard is restored from: rows, and a gate that holds the reading of them."""

    def __init__(self) -> None:
        self.rows = {str(seed): child(seed) for seed in range(CHILDREN)}
        self.gate = threading.Event()
        self.asked = threading.Event()

    def read(self, wanted):
        """Every wanted child, once the gate is open."""
        self.asked.set()
        self.gate.wait()
        yield from [(subject, evidence) for subject, evidence in self.rows.items() if wanted(subject)]


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
def gallery(_on_ray: None, register: Register) -> Iterator[RayGallery]:
    """Two shards that hold them."""
    from kith.identify.gallery.ray import RayGallery

    shards = RayGallery(register.read)
    for subject, evidence in register.rows.items():
        shards.put(subject, evidence)
    yield shards
    register.gate.set()
    shards.close()


def finger_of(seed: int) -> Evidence:
    """Another impression of one finger of a child."""
    return Evidence(fingers=(again(child(seed).fingers[0]),))


def process_of(gallery: RayGallery, subject: str) -> int:
    """The process of the shard that holds a child."""
    import ray

    number: int = ray.get(gallery._keeper_of(subject).now.actor.process.remote())
    return number


def killed_in_mid_search(gallery: RayGallery, subject: str, probe: Evidence) -> Answer:
    """The answer to a search during which the process that holds a child is killed: it is halted first, so that it cannot be done."""
    process = process_of(gallery, subject)
    os.kill(process, signal.SIGSTOP)
    answers: list[Answer] = []
    search = threading.Thread(target=lambda: answers.append(gallery.search(probe)))
    search.start()
    search.join(0.5)
    assert search.is_alive(), "the search waits for the shard that does not answer"
    os.kill(process, signal.SIGKILL)
    search.join()
    return answers[0]


def restored(gallery: RayGallery) -> None:
    """Wait until no shard is being restored."""
    while not all(keeper.now.whole for keeper in gallery._keepers):
        time.sleep(0.05)


def test_a_shard_killed_in_mid_search_is_restored(gallery, register):
    """Until the lost shard is restored every answer is incomplete and counts the children; then the child is found again."""
    lost = len(gallery._keeper_of("4").subjects)
    assert 0 < lost < CHILDREN
    answer = killed_in_mid_search(gallery, "4", finger_of(4))
    assert of_answer(answer) is Verdict.INCOMPLETE
    assert str(answer.problems[0]).startswith(f"{lost} children could not be searched: a part of the gallery")
    assert answer.size == len(gallery) == CHILDREN
    # still incomplete while the register is read, and what the other shard holds is found all the same
    assert register.asked.wait(60)
    elsewhere = next(s for s in register.rows if gallery._keeper_of(s) is not gallery._keeper_of("4"))
    answer = gallery.search(finger_of(int(elsewhere)))
    assert not answer.complete
    assert answer.candidates[0].subject == elsewhere
    register.gate.set()
    restored(gallery)
    answer = gallery.search(finger_of(4))
    assert answer.complete
    assert (answer.candidates[0].subject, answer.size) == ("4", CHILDREN)


def test_what_is_written_while_a_shard_is_restored_stands(gallery, register):
    """A child dropped, and one put anew, while an older state of the register is being read, are as they were last written."""
    mine = [s for s in register.rows if gallery._keeper_of(s) is gallery._keeper_of("4")]
    gone, anew = mine[0], mine[1]
    killed_in_mid_search(gallery, "4", finger_of(4))
    assert register.asked.wait(60), "the register is being read"
    gallery.drop(gone)
    gallery.put(anew, child(77))
    register.gate.set()  # its rows still are the old ones
    restored(gallery)
    found = {c.subject for c in gallery.search(finger_of(int(gone)), limit=CHILDREN).candidates}
    assert gone not in found
    assert gallery.search(finger_of(77)).candidates[0].subject == anew
    assert len(gallery) == CHILDREN - 1


def test_what_is_written_before_a_shard_is_up_comes_from_the_register(gallery, register):
    """A put and a drop that find a shard only starting wait for nothing; the register, read afterwards, has them."""
    mine = [s for s in register.rows if gallery._keeper_of(s) is gallery._keeper_of("4")]
    keeper = gallery._keeper_of("4")
    with keeper.lock:  # as if its machine were long in coming
        gallery._lose(keeper, keeper.now.actor)
        assert not keeper.now.up
        del register.rows[mine[0]]
        gallery.drop(mine[0])
        register.rows[mine[1]] = child(77)
        gallery.put(mine[1], child(77))
        answer = gallery.search(finger_of(4))
        assert not answer.complete
        assert answer.size == CHILDREN - 1
    register.gate.set()
    while not gallery.search(finger_of(4)).complete:
        time.sleep(0.05)
    assert gallery.search(finger_of(77)).candidates[0].subject == mine[1]
    assert len(gallery) == CHILDREN - 1


def test_a_restoring_that_fails_is_tried_again(gallery, register):
    """While the register does not answer, searches stay incomplete; when it does again, the next search begins to restore."""
    rows, register.rows = register.rows, None  # reading it raises
    register.gate.set()
    killed_in_mid_search(gallery, "4", finger_of(4))
    while gallery._keeper_of("4").restoring:
        time.sleep(0.05)
    assert not gallery.search(finger_of(4)).complete
    register.rows = rows
    while not gallery.search(finger_of(4)).complete:
        time.sleep(0.05)
    assert gallery.search(finger_of(4)).candidates[0].subject == "4"


def test_answers_as_one_gallery(gallery, register):
    """Two shards give the candidates, weights and posteriors that one gallery in memory gives."""
    from tests.identify.test_part import PROBES, near

    whole = MemoryGallery()
    for subject, evidence in register.rows.items():
        whole.put(subject, evidence)
    for probe in PROBES.values():
        near(whole.search(probe, limit=3), gallery.search(probe, limit=3))


def test_what_cannot_be_compared_is_handed_back(monkeypatch):
    """A shard hands back what a memory gallery refuses, since what an actor raises comes out as another error."""
    from kith.identify.gallery import memory
    from kith.identify.gallery.shard import Shard

    def refuse(_subject, _evidence):
        raise BadInput("This cannot be compared.", advice="Capture it again.", field="fingers")

    monkeypatch.setattr(memory.Record, "of", refuse)
    shard = Shard()
    for refusal in (shard.put("bad", child(1)), shard.part(child(1), 5, frozenset())):
        assert isinstance(refusal, BadInput)
        same = pickle.loads(pickle.dumps(refusal))
        assert (same.says, same.advice, same.field) == (refusal.says, refusal.advice, refusal.field)


def test_nothing_of_it_reaches_a_disk_another_machine_or_the_key(gallery, monkeypatch):
    """Ray's folder is the owner's and in memory, every door is on the loopback address, and no shard is given a setting of Kith."""
    import ray

    folder = Path(ray._private.worker._global_node.get_temp_dir_path())
    assert folder.is_relative_to(cluster.IN_MEMORY)
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert {node["NodeManagerAddress"] for node in ray.nodes()} == {"127.0.0.1"}
    assert ray.util.get_node_ip_address() == "127.0.0.1"
    inherited = Path(f"/proc/{process_of(gallery, '4')}/environ").read_bytes()
    assert b"RAY_USAGE_STATS_ENABLED=0" in inherited
    assert b"KITH_" not in inherited
    assert b"KITH_" in subprocess.run(["env"], capture_output=True, check=True).stdout


def test_what_a_killed_process_left_is_removed(tmp_path, monkeypatch):
    """A folder that no living process holds is removed at the next start; one that is held stays, and so does what is not ours."""
    monkeypatch.setattr(cluster, "IN_MEMORY", tmp_path)
    held = Path(cluster._folder())
    left = tmp_path / f"{cluster.FOLDER}left"
    left.mkdir()
    (left / cluster.HELD).touch()
    (left / "log").write_text("a log")
    (tmp_path / "another").mkdir()
    new = Path(cluster._folder())
    assert {one.name for one in tmp_path.iterdir()} == {held.name, new.name, "another"}
    assert new.stat().st_mode & 0o777 == 0o700


def test_another_machine_is_reached_over_tls_only(monkeypatch):
    """An address that is not this machine's own is refused where TLS is not switched on."""
    monkeypatch.delenv("RAY_USE_TLS", raising=False)
    for address in ("192.0.2.7:6379", "ray.example:6379", "auto"):
        with pytest.raises(ConfigError, match="TLS"):
            cluster.connect(address)
