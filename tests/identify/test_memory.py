"""The memory gallery's own promise: what was written lately and what was packed long ago are one register."""

from __future__ import annotations

import numpy as np
from tests.made_evidence import child, face

from kith.evidence.biography import Biography
from kith.identify import Evidence, Verdict, of_answer
from kith.identify.gallery.memory import FEW, MANY, MemoryGallery
from kith.identify.gallery.snapshot import Record, Snapshot


def named(name: str) -> Evidence:
    """Evidence of a name only."""
    return Evidence(biography=Biography((name,)))


def test_found_whether_packed_or_recent():
    """Around the number of writes at which all is packed anew, every child is found, once, with the same weight."""
    gallery = MemoryGallery()
    answers = []
    for n in range(2 * FEW + 3):
        gallery.put(f"{n:03}", named("Blessing Osagie" if n == 3 else f"Xavier Marchand {'abcdefgh'[n % 8]}"))
        if n >= 3:
            answers.append(gallery.search(named("Blessing Osagie")))
    assert [answer.size for answer in answers] == list(range(4, 2 * FEW + 4))
    assert {answer.candidates[0].subject for answer in answers} == {"003"}
    assert {answer.candidates[0].log10 for answer in answers} == {answers[0].candidates[0].log10}
    assert {len(answer.candidates) for answer in answers} == {1}


def test_a_packed_child_can_be_replaced_and_dropped():
    """A child that was packed long ago is found by new evidence only, and after a drop by none."""
    gallery = MemoryGallery()
    for n in range(FEW + 5):
        gallery.put(str(n), named("Xavier Marchand"))
    gallery.search(named("Blessing"))
    gallery.put("7", named("Blessing Osagie"))
    assert [c.subject for c in gallery.search(named("Blessing Osagie")).candidates] == ["7"]
    assert "7" not in {c.subject for c in gallery.search(named("Xavier Marchand"), limit=100).candidates}
    gallery.drop("7")
    answer = gallery.search(named("Blessing Osagie"))
    assert answer.candidates == ()
    assert answer.size == len(gallery) == FEW + 4


def test_fingers_are_kept_packed_alone():
    """What was loaded without a search is packed on the way, no template is kept beside that, and whoever is asked for is found."""
    gallery = MemoryGallery()
    for n in range(MANY + 20):
        gallery.put(str(n), child(n) if n in {3, MANY + 10} else named("Xavier Marchand"))
        assert len(gallery._recent) <= MANY
    assert len(gallery._packed.packed) == len(child(3).fingers)
    assert not any(record.fingers for record in gallery._packed.records)
    for n in (3, MANY + 10):
        assert gallery.search(Evidence(fingers=child(n).fingers)).candidates[0].subject == str(n)
    assert len(gallery) == MANY + 20


def test_a_child_comes_out_of_the_packed_part_as_it_went_in():
    """A record given back whole has the fingers that were put in, in their order, and weighs the same."""
    records = [Record.of(str(n), child(n)) for n in range(3)]
    snapshot = Snapshot.of(records).without({"1"}, Snapshot.of([Record.of("1", child(5))]))
    asked = Record.of("", child(5))
    for i, record in enumerate((records[0], records[2], Record.of("1", child(5)))):
        again = snapshot.record(i)
        assert again.subject == record.subject
        assert [f.position for f in again.fingers] == [f.position for f in record.fingers]
        assert asked.weigh(again) == asked.weigh(record)


def test_photographs_of_two_engines_in_one_probe_are_a_problem():
    """A probe whose photographs cannot be taken together is searched by the rest, and the answer says so."""
    from dataclasses import replace

    gallery = MemoryGallery()
    gallery.put("a", child(1))
    probe = Evidence(faces=(face(1), replace(face(1), engine="other")), biography=child(1).biography)
    answer = gallery.search(probe)
    assert not answer.complete
    assert answer.candidates[0].subject == "a"
    assert of_answer(answer) is Verdict.POSSIBLE
    assert says_that_the_face_was_not_searched(answer)


def says_that_the_face_was_not_searched(answer) -> bool:
    """One of the problems names the face."""
    return any("face was not searched" in str(problem) for problem in answer.problems)


def test_a_dropped_child_is_overwritten_at_once():
    """After a drop nothing of the child's templates, face or claims is left in the packed part, and the others are found."""
    gallery = MemoryGallery()
    for seed in range(4):
        gallery.put(str(seed), child(seed))
    gallery._pack()  # as after many writes
    gallery.search(child(2))
    snapshot = gallery._packed
    numbers = range(int(snapshot.first[1]), int(snapshot.first[2]))
    assert [one.subject for one in snapshot.records][1] == "1"
    gallery.drop("1")
    assert len(numbers) > 0
    assert all(snapshot.packed.erased[k] and not snapshot.packed.reference(k).points.any() for k in numbers)
    blank = snapshot.records[1]
    assert (blank.faces, blank.documents, bool(blank.biography.biography)) == ((), (), False)
    mine = child(1).faces[0].vector
    assert not any(np.array_equal(row, mine) for row in snapshot._face_matrix[1])
    assert all(one.subject != "1" for one in gallery.search(child(1)).candidates)
    assert gallery.search(child(2)).candidates[0].subject == "2"


def test_a_child_dropped_while_a_search_runs_is_not_offered(monkeypatch):
    """A search that began before the drop and ends after it does not offer the child."""
    gallery = MemoryGallery()
    for seed in range(4):
        gallery.put(str(seed), child(seed))
    looked_at = Snapshot._told

    def dropped_meanwhile(self, asked):
        found = looked_at(self, asked)
        gallery.drop("2")
        return found

    monkeypatch.setattr(Snapshot, "_told", dropped_meanwhile)
    assert all(one.subject != "2" for one in gallery.search(child(2)).candidates)
