"""Templates made again from their originals: resumable, one at a time, never losing the one before."""

from __future__ import annotations

import uuid

import numpy as np
import pytest
from tests.fingers import slap_file, taken

from kith.errors import AlreadyDecided, BadImage, NotFound, NotPermitted
from kith.evidence import face, fingerprint
from kith.evidence.fingerprint.leader import Leader
from kith.register.encounters import actions, prepared, rebuilding
from kith.register.encounters.models import Capture
from kith.register.encounters.prepared import Prepared, engine_of
from kith.register.encounters.words import CaptureKind, EncounterKind
from kith.register.matches import searching
from kith.register.matches.gallery import THE_GALLERY
from kith.trust.log import chain
from kith.trust.log.models import Entry
from kith.trust.vault import seal
from kith.trust.vault.models import Sealed
from kith.trust.who import THE_REGISTER, Purpose

pytestmark = pytest.mark.django_db

NOW = engine_of(CaptureKind.FINGERPRINT)


@pytest.fixture
def met(cast):
    """A recorded encounter with one finger in a file of its own, and four in one file: five captures."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    begun = actions.begin_encounter(port, EncounterKind.PORT)
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    actions.add_capture(port, begun.pk, taken(1, 0, 2))
    actions.add_captures(port, begun.pk, prepared.fingers(slap_file(7, 8, 9, 10), position=14))
    return actions.record_encounter(port, begun.pk)


@pytest.fixture
def old(met):
    """The same, as an older version of the engine has left it: templates of nothing that it would make today."""
    for capture in met.captures.all():
        before = fingerprint.Template.from_bytes(seal.unseal(capture.template))
        few = fingerprint.Template(
            *(getattr(before, name)[:5] for name in ("x", "y", "angle", "quality", "kind")),
            width=before.width, height=before.height, position=before.position, engine=before.engine, version="0",
        )  # fmt: skip
        template = seal.seal(met.subject, few.to_bytes(), kind="template", media_type="x")
        Capture.objects.filter(pk=capture.pk).update(template=template, engine="leader 0", quality=1)
        capture.template.delete()
    return met


def template_of(capture) -> fingerprint.Template:
    """The template that a capture has now."""
    capture = Capture.objects.select_related("template__key").get(pk=capture.pk)
    return fingerprint.Template.from_bytes(seal.unseal(capture.template))


def test_all_are_made_again(old):
    """Every template is what the engine makes today, in its position; nothing else changes, and nothing is left in the vault."""
    before = {one.pk: one for one in old.captures.all()}
    items = Sealed.objects.count()
    heard = []
    done = rebuilding.rebuild(lambda number, of: heard.append((number, of)))
    assert (done.renewed, done.unusable, done.changed, done.failed) == (5, 0, 0, ())
    assert heard == [(n, 5) for n in range(6)]
    assert Sealed.objects.count() == items
    for one in old.captures.all():
        was = before[one.pk]
        assert (one.engine, one.position, one.part, one.shows) == (NOW, was.position, was.part, was.shows)
        assert (one.original_id, one.problem, one.advice) == (was.original_id, was.problem, was.advice)
        assert one.quality > 1
        assert len(template_of(one)) > 8
        assert template_of(one).position == was.position
    first = old.captures.get(position=2)
    np.testing.assert_array_equal(
        template_of(first).x, fingerprint.Template.from_bytes(taken(1, 0, 2).template).x
    )
    assert rebuilding.rebuild().renewed == 0


def test_galleries_and_the_log_hear_of_it(old, cast):
    """The log names each capture, and a search in this process finds by the new template what the old one could not tell."""
    police = cast.who("police", Purpose.RECOGNISE)
    probe = actions.begin_encounter(police, EncounterKind.POLICE)
    actions.describe_encounter(police, probe.pk, {"responsible_adult": "Rosa Interpreter"})
    actions.add_capture(police, probe.pk, taken(1, 1, 2))
    assert not searching.answer_for(probe).candidates
    rebuilding.rebuild()
    assert searching.answer_for(probe).candidates[0].subject == old.subject
    entries = Entry.objects.filter(act="template made again")
    assert {one.details["capture"] for one in entries} == {str(one.pk) for one in old.captures.all()}
    assert all(one.touches_evidence and old.subject in one.subjects for one in entries)
    assert len(THE_GALLERY.current()) == 2


def test_broken_off_it_goes_on_where_it_stopped(old, monkeypatch):
    """After a run is broken off in the middle, the next makes the others again and none twice."""
    made = []
    examine = fingerprint.examine

    def counted(image, *, position):
        made.append(image)
        return examine(image, position=position)

    monkeypatch.setattr(fingerprint, "examine", counted)

    def pull_the_plug(number, _of):
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild(pull_the_plug)
    assert old.captures.filter(engine=NOW).count() == 2
    assert rebuilding.rebuild().renewed == 3
    assert len(made) == 5


def test_an_old_template_stays_until_the_new_one_is_stored(old, monkeypatch):
    """Where anything breaks before the new template is stored and logged, the old one is still there, and opens."""
    capture = old.captures.get(position=2)
    write = chain.write

    def broken(who, act, **rest: object):
        if act == "template made again":
            raise RuntimeError("the disk is full")
        return write(who, act, **rest)

    monkeypatch.setattr(chain, "write", broken)
    with pytest.raises(RuntimeError):
        rebuilding.rebuild()
    assert len(template_of(capture)) == 5


def test_what_was_opened_in_vain_is_in_the_log(old):
    """Where an original was looked at and gave no template, the log says so of its child."""
    damaged = old.captures.get(position=2)
    Sealed.objects.filter(pk=damaged.original_id).update(sealed=b"\x01" * 100)
    rebuilding.rebuild()
    entry = Entry.objects.get(act="template not made again")
    assert old.subject in entry.subjects
    assert entry.details["capture"] == str(damaged.pk)


def test_a_later_version_of_the_engine_is_left_alone():
    """A template of a version that is not installed here yet is not made again by the older one."""
    for kind in (CaptureKind.FINGERPRINT, CaptureKind.PHOTOGRAPH):
        name, _, version = prepared.engine_of(kind).partition(" ")
        assert not rebuilding.outdated(kind, f"{name} {version}9")
        assert rebuilding.outdated(kind, f"{name} 0")


def test_a_damaged_original_is_named_and_the_others_go_on(old):
    """An original that does not open is named with its finger, keeps its old template, and stops nothing."""
    damaged = old.captures.get(position=2)
    Sealed.objects.filter(pk=damaged.original_id).update(sealed=b"\x01" * 100)
    done = rebuilding.rebuild()
    assert done.renewed == 4
    (failure,) = done.failed
    assert (failure.encounter, failure.capture, failure.what) == (old.pk, damaged.pk, "right index finger")
    assert "does not open" in failure.why
    assert len(template_of(damaged)) == 5
    assert rebuilding.waiting() == [damaged.pk]


def test_an_engine_that_breaks_on_one_stops_nothing(old, monkeypatch):
    """Whatever a capture raises in the engine, it is named, and all others are made again."""
    examine = fingerprint.examine

    def breaks_once(image, *, position):
        if position == 2:
            raise ZeroDivisionError
        return examine(image, position=position)

    monkeypatch.setattr(fingerprint, "examine", breaks_once)
    done = rebuilding.rebuild()
    assert done.renewed == 4
    assert "engine broke" in done.failed[0].why


def test_what_could_not_be_compared_is_tried_once_by_each_engine(met):
    """A capture without a template is tried by a new engine, once; where it succeeds, nothing is wrong with it any more."""
    capture = met.captures.get(position=2)
    Capture.objects.filter(pk=capture.pk).update(
        template=None, engine="ridge 0", problem="No ridges are seen.", advice="Press lighter."
    )
    assert rebuilding.waiting() == [capture.pk]
    assert rebuilding.rebuild().renewed == 1
    capture.refresh_from_db()
    assert (capture.problem, capture.advice, capture.engine) == ("", "", NOW)
    assert capture.template_id is not None
    blank = prepared.finger(_blank(), position=3)
    assert (blank.template, blank.engine) == (None, NOW)


def test_a_capture_that_stays_unusable_is_not_tried_again(cast):
    """Where today's engine finds nothing either, the capture says so by its engine, and the next run leaves it alone."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    begun = actions.begin_encounter(port, EncounterKind.PORT)
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    capture = actions.add_capture(port, begun.pk, prepared.finger(_blank(), position=3))
    assert rebuilding.waiting() == []
    Capture.objects.filter(pk=capture.pk).update(engine="ridge 0")
    done = rebuilding.rebuild()
    assert (done.renewed, done.unusable, done.failed) == (0, 1, ())
    assert rebuilding.waiting() == []


def _blank() -> bytes:
    from kith.synthetic.fingerprints import png

    return png(np.full((400, 300), 250, np.uint8))


def test_photographs_are_made_again_too(cast, monkeypatch):
    """A photograph whose face was encoded by another version is encoded again."""
    vector = np.ones(128, np.float32) / np.float32(128**0.5)
    monkeypatch.setattr(face, "decode", lambda _data: None)
    monkeypatch.setattr(face, "encode", lambda _photo: face.FaceTemplate(vector, 0.8, (0, 0, 9, 9)))
    port = cast.who("port", Purpose.FIRST_CONTACT)
    begun = actions.begin_encounter(port, EncounterKind.PORT)
    older = Prepared(CaptureKind.PHOTOGRAPH, b"a photograph", template=b"older", engine="dlib-resnet-v0 1")
    capture = actions.add_capture(port, begun.pk, older)
    assert rebuilding.rebuild().renewed == 1
    capture = Capture.objects.select_related("template__key").get(pk=capture.pk)
    assert capture.engine == engine_of(CaptureKind.PHOTOGRAPH)
    assert face.FaceTemplate.from_bytes(seal.unseal(capture.template)).quality == pytest.approx(0.8, abs=0.01)


def test_a_better_engine_that_is_missing_here_is_left_alone(monkeypatch):
    """Where only ridge is installed, templates of leader stay, and those of older ridges and of unknown engines are made again."""
    monkeypatch.setattr(Leader, "installed", lambda _self: False)
    kind = CaptureKind.FINGERPRINT
    assert engine_of(kind).startswith("ridge")
    asked = ("leader 1", "leader 0", engine_of(kind), "ridge 0", "something 7", "")
    assert [rebuilding.outdated(kind, one) for one in asked] == [False, False, False, True, True, True]


def test_what_changed_meanwhile_is_not_overwritten(old, cast):
    """A capture that was removed, or made again by another run, is left as it is; a linked encounter's goes under the child's key."""
    made = taken(1, 0, 2)
    capture = old.captures.get(position=2)
    with pytest.raises(AlreadyDecided):
        actions.renew_template(THE_REGISTER, capture.pk, made, instead_of="leader 00")
    with pytest.raises(NotFound):
        actions.renew_template(THE_REGISTER, uuid.uuid4(), made, instead_of="leader 0")
    child = actions.register_child(cast.who("port", Purpose.FIRST_CONTACT), old.pk, cast.care_team.pk)
    assert rebuilding.rebuild().renewed == 5
    owners = {one.template.key.owner for one in old.captures.select_related("template__key")}
    assert owners == {f"child:{child.pk}"}


def test_nobody_but_the_register_itself_may(old, cast):
    """No person's role has the permission: it is run by whoever holds the register's key."""
    capture = old.captures.get(position=2)
    for name in ("port", "police", "social", "lead", "auditor"):
        for purpose in Purpose:
            with pytest.raises(NotPermitted):
                actions.renew_template(
                    cast.who(name, purpose), capture.pk, taken(1, 0, 2), instead_of="leader 0"
                )


def test_a_file_that_lost_a_finger_is_refused():
    """A part that the file no longer holds is refused by name, never taken from another finger."""
    kept = prepared.fingers(slap_file(7, 8, 9, 10), position=14)[3]
    with pytest.raises(BadImage, match="no longer holds"):
        prepared.again(kept, prepared.fingers_in(kept)[:3])
