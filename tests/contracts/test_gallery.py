"""The contract of every gallery: one suite, each engine. An engine that is added stands in ENGINES."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from tests.made_evidence import again, child, face

from kith.evidence.biography import Biography
from kith.evidence.weight import Kind, total
from kith.identify import Answer, Evidence, Gallery, Prior, Verdict, of_answer
from kith.identify.gallery.memory import MemoryGallery
from kith.identify.gallery.null import NullGallery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kith.identify.gallery.ray import RayGallery

ENGINES = ("memory", "ray")


@pytest.fixture(scope="module")
def over_ray() -> Iterator[RayGallery]:
    """A gallery over two actors on this machine, started once for all tests here."""
    from tests.on_ray import started

    with started(lambda _wanted: ()) as gallery:
        yield gallery


@pytest.fixture(params=ENGINES)
def gallery(request: pytest.FixtureRequest) -> Gallery:
    """An empty gallery of each engine."""
    if request.param == "memory":
        return MemoryGallery()
    shards: RayGallery = request.getfixturevalue("over_ray")
    for keeper in shards._keepers:
        for subject in list(keeper.subjects):
            shards.drop(subject)
    return shards


@pytest.fixture
def full(gallery: Gallery) -> Gallery:
    """The same with twelve children, "0" to "11"."""
    for seed in range(12):
        gallery.put(str(seed), child(seed))
    return gallery


def subjects(answer: Answer) -> list[str]:
    """Who is offered, best first."""
    return [candidate.subject for candidate in answer.candidates]


def test_meets_the_protocol(gallery):
    """Every engine is a Gallery, and the null one too."""
    assert isinstance(gallery, Gallery)
    with pytest.warns(UserWarning, match="no gallery"):
        assert isinstance(NullGallery(), Gallery)


def test_empty_gallery_offers_nobody(gallery):
    """A gallery without children answers with no candidate and a size of none."""
    answer = gallery.search(child(1))
    assert answer.candidates == ()
    assert answer.size == len(gallery) == 0


def test_counts_its_children(full):
    """The length is the number of children; putting one again does not count twice; dropping one counts down."""
    assert len(full) == 12
    full.put("3", child(3))
    assert len(full) == 12
    full.drop("3")
    full.drop("nobody")
    assert len(full) == 11


def test_finds_a_child_by_one_finger(full):
    """Another impression of one finger puts its child first, probable."""
    answer = full.search(Evidence(fingers=(again(child(4).fingers[0]),)))
    assert subjects(answer)[0] == "4"
    assert of_answer(answer) is Verdict.PROBABLE
    assert answer.complete


def test_finds_a_finger_whose_position_is_not_known(full):
    """A finger of an unknown position is searched over all positions, at a stated cost."""
    known = full.search(Evidence(fingers=(again(child(4).fingers[0]),)))
    unknown = full.search(Evidence(fingers=(again(child(4).fingers[0], position=0),)))
    assert subjects(unknown)[0] == "4"
    assert unknown.candidates[0].log10 < known.candidates[0].log10


def test_two_fingers_add_up(full):
    """Two fingers of a child weigh more than one, each with a weight of its own."""
    one = full.search(Evidence(fingers=(again(child(4).fingers[0]),)))
    two = full.search(Evidence(fingers=tuple(again(finger) for finger in child(4).fingers)))
    assert two.candidates[0].log10 > one.candidates[0].log10
    assert [weight.kind for weight in two.candidates[0].weights] == [Kind.FINGERPRINT] * 2


def test_finds_a_child_by_face(full):
    """The face of a child puts it before all others."""
    assert subjects(full.search(Evidence(faces=(face(5, noise=0.2),))))[0] == "5"


def test_finds_a_child_by_name_and_document(full):
    """A name in another script, or the document's number, puts its child first."""
    by_name = full.search(Evidence(biography=Biography(("Tesfalem Hayle",))))
    assert set(subjects(by_name)[:2]) == {"4", "10"}  # both bear this name
    assert subjects(full.search(Evidence(documents=child(7).documents)))[0] == "7"


def test_what_was_told_is_never_probable(full):
    """A name, a document or a nationality, or all of them, cannot make a match probable, whatever the prior."""
    told = Evidence(documents=child(7).documents, biography=child(7).biography)
    answer = full.search(told, prior=Prior(1e-6))
    assert subjects(answer)[0] == "7"
    assert answer.candidates[0].posterior > 0.95
    assert of_answer(answer) is Verdict.POSSIBLE


def test_weights_add_up_to_the_candidate(full):
    """A candidate's total is the sum of its weights, and weights that were not compared say so."""
    answer = full.search(
        Evidence(faces=child(2).faces, fingers=(again(child(2).fingers[0]),), biography=child(2).biography)
    )
    best = answer.candidates[0]
    assert best.log10 == pytest.approx(total(best.weights))
    assert best.subject == "2"


def test_posteriors_leave_room_for_nobody(full):
    """The posteriors are between 0 and 1, and their sum stays below 1."""
    answer = full.search(Evidence(biography=child(0).biography), limit=12)
    assert all(0 < candidate.posterior < 1 for candidate in answer.candidates)
    assert sum(candidate.posterior for candidate in answer.candidates) < 1


def test_two_equal_children_share_the_posterior(gallery):
    """A child that is held twice is offered twice with half the posterior, and never twice probable."""
    finger = Evidence(fingers=child(1).fingers)
    gallery.put("a", finger)
    gallery.put("b", finger)
    answer = gallery.search(finger)
    assert [c.posterior for c in answer.candidates] == pytest.approx([answer.candidates[0].posterior] * 2)
    assert answer.candidates[0].posterior <= 0.5


def test_at_most_limit_best_first(full):
    """No more candidates than asked for, each at least as good as the next."""
    answer = full.search(Evidence(biography=Biography(("Ardit Hoxha",))), limit=1)
    assert len(answer.candidates) == 1
    many = full.search(Evidence(biography=child(1).biography), limit=12)
    totals = [candidate.log10 for candidate in many.candidates]
    assert totals == sorted(totals, reverse=True)
    assert full.search(child(1), limit=0).candidates == ()


def test_excluded_children_are_left_out(full):
    """An excluded child is no candidate and is not counted."""
    answer = full.search(child(4), exclude=frozenset({"4", "unknown"}))
    assert "4" not in subjects(answer)
    assert answer.size == 11


def test_dropped_child_is_not_found(full):
    """What was dropped is not found by the next search."""
    full.drop("4")
    assert "4" not in subjects(full.search(child(4), limit=12))


def test_put_again_replaces(full):
    """New evidence for a child takes the place of the old."""
    full.put("4", child(40))
    assert "4" not in subjects(full.search(Evidence(fingers=child(4).fingers)))
    assert subjects(full.search(Evidence(fingers=child(40).fingers)))[0] == "4"


def test_says_with_how_many_it_was_compared(full):
    """The answer counts, kind by kind, the children that had this evidence; children without it are not counted."""
    full.put("name only", Evidence(biography=Biography(("Joy",))))
    answer = full.search(Evidence(faces=(face(1),), biography=Biography(("Joy",))))
    assert answer.searched == {Kind.FACE: 12, Kind.NAME: 13}
    assert answer.size == 13


def test_missing_evidence_is_not_different(gallery):
    """A child without fingerprints loses nothing when a finger is searched."""
    gallery.put("bare", Evidence(biography=child(0).biography))
    with_finger = gallery.search(Evidence(fingers=child(1).fingers, biography=child(0).biography))
    without = gallery.search(Evidence(biography=child(0).biography))
    assert with_finger.candidates[0].log10 == pytest.approx(without.candidates[0].log10)


def test_a_probe_with_nothing_is_incomplete(full):
    """Searching with nothing is an incomplete answer that says why, never "not known"."""
    answer = full.search(Evidence())
    assert of_answer(answer) is Verdict.INCOMPLETE
    assert str(answer.problems[0]) == "there was nothing to search with"


def test_a_finger_that_cannot_be_compared_is_incomplete(full):
    """A finger with too few minutiae was not searched, and the answer says so."""
    from tests.made_evidence import finger

    answer = full.search(Evidence(fingers=(finger(1, 2, minutiae=3),)))
    assert not answer.complete
    assert "right index finger" in str(answer.problems[0])


def test_a_face_of_another_engine_is_incomplete(full):
    """Photographs that another engine encoded were not searched, and the answer says so."""
    from dataclasses import replace

    answer = full.search(Evidence(faces=(replace(face(1), engine="other"),)))
    assert of_answer(answer) is Verdict.INCOMPLETE
    assert answer.searched[Kind.FACE] == 0


def test_an_answer_survives_json(full):
    """What is stored and read again is the same answer."""
    import json

    answer = full.search(child(4))
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_searches_run_beside_writes(full):
    """While others put and drop, every search answers, sees a whole child, and its sizes are those of some moment."""
    stop = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        while not stop.is_set():
            full.put("moving", child(30))
            full.drop("moving")

    def search() -> None:
        try:
            for _ in range(15):
                answer = full.search(child(30))
                assert answer.size in {12, 13}
                found = [c for c in answer.candidates if c.subject == "moving"]
                assert all(c.posterior > 0.9 for c in found)
        except BaseException as failure:  # noqa: BLE001  # carried out of the thread
            failures.append(failure)

    writer = threading.Thread(target=write)
    searchers = [threading.Thread(target=search) for _ in range(2)]
    writer.start()
    for thread in searchers:
        thread.start()
    for thread in searchers:
        thread.join()
    stop.set()
    writer.join()
    assert failures == []


def test_null_answers_honestly():
    """The null gallery warns, holds nothing, and its answer is incomplete and says why: never "not known"."""
    with pytest.warns(UserWarning, match="nothing can be searched"):
        null = NullGallery()
    null.put("a", child(1))
    answer = null.search(child(1))
    assert len(null) == answer.size == 0
    assert of_answer(answer) is Verdict.INCOMPLETE
    assert "nothing was searched" in str(answer.problems[0])
    null.drop("a")
