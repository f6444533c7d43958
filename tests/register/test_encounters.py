"""Encounters: everything is saved as it comes, stands side by side, and a refusal is an answer."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from tests.fingers import device_file, print_file, slap_file, taken

from kith.errors import (
    AlreadyDecided,
    BadAnswer,
    BadImage,
    BadName,
    ChangedMeanwhile,
    NotFound,
    NotPermitted,
    Refused,
)
from kith.evidence import fingerprint
from kith.register.associates.actions import met_with
from kith.register.associates.queries import associates_of, met_in
from kith.register.associates.words import AssociateKind
from kith.register.children.models import Child, Notice
from kith.register.children.queries import child_by_reference, children
from kith.register.children.rules import new_reference, read_reference
from kith.register.encounters import actions, queries, reading
from kith.register.encounters.models import Capture, Encounter
from kith.register.encounters.prepared import finger, fingers, photograph
from kith.register.encounters.words import EncounterKind, KitItem, KitState, Source
from kith.trust.log.models import Entry
from kith.trust.vault import seal
from kith.trust.vault.models import DataKey, Sealed
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(cast):
    """The port officer at first contact."""
    return cast.who("port", Purpose.FIRST_CONTACT)


@pytest.fixture
def begun(port):
    """An encounter just begun."""
    return actions.begin_encounter(port, EncounterKind.PORT, place="Saltmere")


def states(who, encounter: Encounter) -> dict[str, str]:
    """The states of the kit."""
    return queries.encounter(who, encounter.pk).kit.states


def test_an_encounter_begins_with_nothing_asked(port, begun):
    """Every item of the kit is not yet asked, and nobody is taken for a child on the register."""
    assert set(states(port, begun).values()) == {"not_asked"}
    assert begun.child is None


def test_claims_stand_side_by_side(port, begun):
    """What the child says and what somebody else says are both kept, and neither overwrites the other."""
    actions.say_names(port, begun.pk, ["Nhung"])
    actions.say_names(port, begun.pk, ["Linh"], Source.ADULT)
    said = [(claim.text, claim.source) for claim in queries.encounter(port, begun.pk).claims]
    assert said == [("Nhung", "child"), ("Linh", "adult")]


@pytest.mark.parametrize(
    "write",
    [
        lambda who, key: actions.say_names(who, key, ["Linh"]),
        lambda who, key: actions.say_birth(who, key, age=14),
        lambda who, key: actions.describe_encounter(who, key, {"notes": "Rewritten"}),
        lambda who, key: actions.answer_kit(who, key, KitItem.NAMES, KitState.DECLINED),
        lambda who, key: actions.add_capture(who, key, taken(1)),
        lambda who, key: met_with(who, key, AssociateKind.PHONE, "07700 900119"),
    ],
)
def test_after_recording_nothing_changes(port, begun, write):
    """What was recorded stays as it was; what comes to light later is another encounter."""
    actions.say_names(port, begun.pk, ["Nhung"])
    actions.record_encounter(port, begun.pk)
    with pytest.raises(AlreadyDecided):
        write(port, begun.pk)
    told = queries.encounter(port, begun.pk)
    assert ([claim.text for claim in told.claims], told.encounter.notes) == (["Nhung"], "")


def test_nobody_writes_in_the_draft_of_another_team(cast, begun):
    """A police officer can neither rewrite nor empty what a port officer is writing down."""
    police = cast.who("police", Purpose.RECOGNISE)
    for write in (
        lambda: actions.say_names(police, begun.pk, []),
        lambda: actions.describe_encounter(police, begun.pk, {"notes": "x"}),
        lambda: actions.record_encounter(police, begun.pk),
    ):
        with pytest.raises(NotPermitted):
            write()


def test_names_taken_back_are_not_yet_asked(port, begun):
    """Nothing told is nothing captured."""
    actions.say_names(port, begun.pk, ["Nhung"])
    assert states(port, begun)["names"] == "captured"
    actions.say_names(port, begun.pk, [])
    assert states(port, begun)["names"] == "not_asked"


def test_captured_is_answered_by_capturing_only(port, begun):
    """Nobody says "captured" of fingerprints that were not taken."""
    with pytest.raises(BadAnswer):
        actions.answer_kit(port, begun.pk, KitItem.FINGERPRINTS, KitState.CAPTURED)


def test_what_is_said_later_does_not_undo_the_protection_of_fingers(port, begun):
    """With fingers taken, neither an age under six nor the officer as responsible adult can be written down."""
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    actions.add_capture(port, begun.pk, taken(1))
    with pytest.raises(Refused, match="under six"):
        actions.say_birth(port, begun.pk, age=4)
    with pytest.raises(BadAnswer, match="officer"):
        actions.describe_encounter(port, begun.pk, {"responsible_adult": "Petra Port"})
    assert Encounter.objects.get(pk=begun.pk).responsible_adult == "Rosa Interpreter"


def test_the_age_of_another_encounter_counts(port, begun, cast):
    """A child told to be four in one encounter has no fingers taken in the next."""
    actions.say_birth(port, begun.pk, age=4)
    actions.record_encounter(port, begun.pk)
    child = actions.register_child(port, begun.pk, cast.care_team.pk)
    again = actions.begin_encounter(port, EncounterKind.PORT, child_id=child.pk)
    actions.describe_encounter(port, again.pk, {"responsible_adult": "Rosa Interpreter"})
    with pytest.raises(Refused):
        actions.add_capture(port, again.pk, taken(1))


def test_whoever_may_not_know_where_a_child_lives_is_not_told_where_others_met_them(cast):
    """Place, notes and addresses of a visit at home are kept from a port officer, and shown to the team."""
    social, port = cast.who("social", Purpose.CARE), cast.who("port", Purpose.FIRST_CONTACT)
    visit = actions.begin_encounter(social, EncounterKind.SOCIAL_WORK, place="Flat 3, 12 Elm Road")
    actions.describe_encounter(social, visit.pk, {"notes": "Key code 4711 at Elm Road"})
    met_with(social, visit.pk, AssociateKind.ADDRESS, "12 Elm Road")
    actions.record_encounter(social, visit.pk)
    child = actions.register_child(social, visit.pk, cast.care_team.pk)
    for shown in (
        queries.timeline(port, child.pk)[0].encounter.__dict__,
        queries.encounter(port, visit.pk).encounter.__dict__,
        [row.associate.label for row in associates_of(port, child.pk)],
        [row.associate.label for row in met_in(port, visit.pk)],
        [notice.says for notice in Notice.objects.all()],
    ):
        assert "Elm" not in str(shown)
    for purpose in (Purpose.MISSING, Purpose.REVIEW):  # they may know the kind of place, and no address
        police = cast.who("police", purpose)
        assert "Elm" not in str(queries.timeline(police, child.pk)[0].encounter.__dict__)
        assert "Elm" not in str([row.associate.label for row in associates_of(police, child.pk)])
    assert "Elm" in queries.timeline(social, child.pk)[0].encounter.place
    assert associates_of(social, child.pk)


def test_guessing_leaves_a_trace(port):
    """A reference or key that is not there is an entry in the log, too."""
    with pytest.raises(NotFound):
        child_by_reference(port, "AAAA-AAAA")
    assert Entry.objects.order_by("-seq").first().act == "not found"


def test_a_child_is_found_by_any_name_told(cast, begun, port):
    """The name told first stays the name in lists, and a name told later is found as well, in any order."""
    actions.say_names(port, begun.pk, ["Vu Van Hung"])
    actions.record_encounter(port, begun.pk)
    child = actions.register_child(port, begun.pk, cast.care_team.pk)
    again = actions.begin_encounter(port, EncounterKind.PORT, child_id=child.pk)
    actions.say_names(port, again.pk, ["Linh Tran"])
    care = cast.who("social", Purpose.CARE)
    assert Child.objects.get().known_as == "Vu Van Hung"
    for text in ("hung vu", "tran", "Vu Van Hung", child.reference):
        assert children(care, text) == [child]
    assert children(care, "nobody") == []


def test_while_a_draft_typing_is_corrected(port, begun):
    """A slip corrected before recording leaves no second claim."""
    actions.say_names(port, begun.pk, ["Nhug"])
    actions.say_names(port, begun.pk, ["Nhung"])
    assert [claim.text for claim in queries.encounter(port, begun.pk).claims] == ["Nhung"]


@pytest.mark.parametrize("name", ["Nguyễn Thị Hồng Nhung", "محمد أحمد", "ተስፋለም", "王小明", "তানভীর"])
def test_names_in_any_script_are_kept_as_said(port, begun, name):
    """A name is kept in its own script."""
    actions.say_names(port, begun.pk, [name])
    assert queries.encounter(port, begun.pk).claims[0].text == name


def test_a_name_of_ten_thousand_characters_is_refused_whole(port, begun):
    """A name no person has is refused, and no part of it is kept."""
    with pytest.raises(BadName):
        actions.say_names(port, begun.pk, ["Nhung", "x" * 10_000])
    assert queries.encounter(port, begun.pk).claims == []


@pytest.mark.parametrize(
    ("told", "earliest", "latest"),
    [
        ({"year": 2010, "month": 2, "day": 28}, "2010-02-28", "2010-02-28"),
        ({"year": 2010, "month": 2}, "2010-02-01", "2010-02-28"),
        ({"year": 2008, "month": 12}, "2008-12-01", "2008-12-31"),
        ({"year": 2010}, "2010-01-01", "2010-12-31"),
    ],
)
def test_a_birth_is_a_range(port, begun, told, earliest, latest):
    """A birth told in part is the range of days that it can mean."""
    actions.say_birth(port, begun.pk, **told)
    assert queries.encounter(port, begun.pk).claims[0].data == {"earliest": earliest, "latest": latest}


@pytest.mark.parametrize(
    "told", [{"year": 2010, "month": 2, "day": 30}, {"year": 2010, "day": 3}, {"month": 3}, {"age": 99}]
)
def test_a_birth_that_cannot_be_is_refused(port, begun, told):
    """A day that does not exist is refused with what to do."""
    with pytest.raises(BadAnswer) as refused:
        actions.say_birth(port, begun.pk, **told)
    assert refused.value.advice


def test_a_wrong_check_digit_is_kept_and_named(port, begun):
    """The specimen of ICAO with one digit changed is kept, and the wrong field is named."""
    lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408123F1204159ZE184226B<<<<<10"
    parsed = actions.show_document(port, begun.pk, lines)
    assert [error.field for error in parsed.errors] != []
    claim = queries.encounter(port, begun.pk).claims[0]
    assert claim.data["document"]["surname"] == "ERIKSSON"
    assert claim.data["wrong"]


def test_refusal_and_not_possible_complete_the_kit(port, begun):
    """Declined by the child and not possible are full answers; not possible says why."""
    for item in KitItem:
        actions.answer_kit(port, begun.pk, item, KitState.DECLINED)
    assert queries.encounter(port, begun.pk).kit.complete
    with pytest.raises(BadAnswer):
        actions.answer_kit(port, begun.pk, KitItem.PHOTOGRAPH, KitState.NOT_POSSIBLE)
    actions.answer_kit(port, begun.pk, KitItem.PHOTOGRAPH, KitState.NOT_POSSIBLE, "no light")
    assert queries.encounter(port, begun.pk).kit.reasons == {"photograph": "no light"}


def test_a_recorded_encounter_needs_no_complete_kit(port, begun):
    """Nothing that is missing keeps an encounter from being recorded."""
    assert actions.record_encounter(port, begun.pk).recorded_at is not None
    with pytest.raises(AlreadyDecided):
        actions.record_encounter(port, begun.pk)


def test_originals_come_back_bit_for_bit(port, begun):
    """The vault has the file as the scanner made it, with its SHA-256, and nothing of it in clear."""
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    capture = actions.add_capture(port, begun.pk, taken(1))
    item = Sealed.objects.get(pk=capture.original_id)
    assert seal.unseal(item) == print_file(1)
    assert print_file(1)[:64] not in bytes(item.sealed)


def test_the_key_of_an_unknown_young_person_ends_when_the_child_is_known(port, begun, cast):
    """What was sealed for the encounter is sealed again for the child, and the old key is destroyed."""
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    capture = actions.add_capture(port, begun.pk, taken(1))
    child = actions.register_child(port, begun.pk, cast.care_team.pk)
    capture.refresh_from_db()
    assert capture.original.key.owner == f"child:{child.pk}"
    assert DataKey.objects.get(owner=f"encounter:{begun.pk}").destroyed_at is not None
    assert seal.unseal(capture.original) == print_file(1)


@pytest.mark.parametrize(
    ("born", "adult", "error"),
    [
        ({"age": 4}, "Rosa Interpreter", Refused),
        ({"age": 12}, "", BadAnswer),
        ({"age": 12}, "  petra   PORT ", BadAnswer),
        ({}, "", BadAnswer),
    ],
)
def test_fingers_of_the_young_are_protected(port, begun, born, adult, error):
    """Under six fingers are off; under sixteen, and while the age is not known, an adult who is not the officer is named."""
    if born:
        actions.say_birth(port, begun.pk, **born)
    actions.describe_encounter(port, begun.pk, {"responsible_adult": adult})
    with pytest.raises(error):
        actions.add_capture(port, begun.pk, taken(1))
    assert not Capture.objects.exists()
    assert not Sealed.objects.exists()


@pytest.mark.parametrize("born", [{"age": 17}, {"age": 12}, {}])
def test_fingers_are_taken_with_an_adult_or_from_sixteen(port, begun, born):
    """From sixteen on nobody else is needed; below, a named adult is enough."""
    if born:
        actions.say_birth(port, begun.pk, **born)
    if born != {"age": 17}:
        actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    assert actions.add_capture(port, begun.pk, taken(1)).template is not None
    assert states(port, begun)["fingerprints"] == "captured"


def test_a_photograph_without_a_face_is_kept_and_says_so(port, begun):
    """What cannot be compared is still evidence: the photograph is kept with the problem and advice."""
    prepared = photograph(print_file(1))
    capture = actions.add_capture(port, begun.pk, prepared)
    assert capture.template is None
    assert capture.problem
    assert capture.advice


@pytest.mark.parametrize("look", [photograph, finger])
@pytest.mark.parametrize(
    "data", [b"", b"not an image", print_file(1)[:2000], print_file(1) + b"PK\x03\x04" * 40]
)
def test_a_file_that_is_no_image_is_refused(look, data):
    """An empty, foreign, truncated or two-faced file is refused before anything is stored."""
    with pytest.raises(BadImage) as refused:
        look(data)
    assert refused.value.advice


def test_two_people_changing_different_fields_keep_both(port, begun):
    """Place by one and notes by the other: both stay."""
    was = {"place": "Saltmere", "notes": ""}
    actions.describe_encounter(port, begun.pk, {"place": "Quay 4", "notes": ""}, was)
    actions.describe_encounter(port, begun.pk, {"place": "Saltmere", "notes": "Wet shoes."}, was)
    row = Encounter.objects.get(pk=begun.pk)
    assert (row.place, row.notes) == ("Quay 4", "Wet shoes.")


def test_two_people_changing_one_field_are_asked(port, begun):
    """The second is shown the first one's words, and nothing is overwritten."""
    was = {"place": "Saltmere"}
    actions.describe_encounter(port, begun.pk, {"place": "Quay 4"}, was)
    with pytest.raises(ChangedMeanwhile, match="Quay 4") as asked:
        actions.describe_encounter(port, begun.pk, {"place": "Quay 5"}, was)
    assert asked.value.field == "place"
    assert Encounter.objects.get(pk=begun.pk).place == "Quay 4"


def test_an_encounter_is_not_in_the_future(port, begun):
    """A time that has not come is refused."""
    with pytest.raises(BadAnswer):
        actions.describe_encounter(port, begun.pk, {"at": timezone.now() + timedelta(days=1)})


def test_typing_is_kept_field_by_field(port, begun):
    """What is typed on a page is there again, and another page does not disturb it."""
    actions.keep_typed(port, begun.pk, "names", {"name": "Nh"})
    actions.keep_typed(port, begun.pk, "notes", {"notes": "W"})
    row = actions.keep_typed(port, begun.pk, "names", {"name": "Nhung", "birth_year": "2010"})
    assert row.typed == {"names": {"name": "Nhung", "birth_year": "2010"}, "notes": {"notes": "W"}}
    with pytest.raises(BadAnswer):
        actions.keep_typed(port, begun.pk, "notes", {"notes": "x" * 50_000})


def test_registering_hands_the_child_over(port, begun, cast):
    """The team that takes the child is responsible and told, without an address."""
    actions.say_names(port, begun.pk, ["Nhung"])
    child = actions.register_child(port, begun.pk, cast.care_team.pk)
    notice = Notice.objects.get()
    assert (child.responsible_team, notice.team) == (cast.care_team, cast.care_team)
    assert child.reference in notice.says
    assert Child.objects.get().known_as == "Nhung"
    with pytest.raises(AlreadyDecided):
        actions.register_child(port, begun.pk)


def test_only_a_team_that_takes_children_is_handed_one(port, begun, cast):
    """A team without a bed cannot be made responsible."""
    with pytest.raises(NotFound):
        actions.register_child(port, begun.pk, cast.police.team_id)
    assert not Child.objects.exists()


def test_nothing_is_found_under_a_foreign_key(port):
    """An encounter that does not exist is a refusal, not a crash."""
    with pytest.raises(NotFound):
        actions.say_names(port, uuid.uuid4(), ["Nhung"])


def test_every_act_and_every_look_is_in_the_log(port, begun):
    """Reading the encounter leaves an entry with who, why and which encounter."""
    queries.encounter(port, begun.pk)
    last = Entry.objects.order_by("-seq").first()
    assert (last.name, last.purpose, last.act) == ("Petra Port", "first_contact", "encounter looked at")
    assert f"encounter:{begun.pk}" in last.subjects


def test_the_log_names_no_child(port, begun, cast):
    """Nothing said by a child stands in the log, which outlives what it speaks of."""
    actions.say_names(port, begun.pk, ["Nhung Unmistakable"])
    actions.describe_encounter(port, begun.pk, {"notes": "Unmistakable shoes"})
    actions.register_child(port, begun.pk, cast.care_team.pk)
    assert "Unmistakable" not in str(list(Entry.objects.values("act", "subjects", "details", "name")))


def test_a_reference_survives_the_telephone():
    """A reference read back with spaces, lower case and O for zero is understood; one with a slip is not."""
    for _ in range(200):
        reference = new_reference()
        assert (
            read_reference(reference.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
            == reference
        )
        wrong = reference[:2] + ("4" if reference[2] != "4" else "3") + reference[3:]
        assert read_reference(wrong) is None
        if reference[0] != reference[1]:
            assert read_reference(reference[1] + reference[0] + reference[2:]) is None


def test_a_file_of_several_fingers_is_kept_once(port, begun, cast):
    """Each finger of a slap is a capture with its position and template; the file is sealed once, also under the child's key."""
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    data = slap_file(1, 2, 3, 4)
    kept = actions.add_captures(port, begun.pk, fingers(data, position=13))
    assert [one.position for one in kept] == [2, 3, 4, 5]
    assert len({one.original_id for one in kept}) == 1
    assert all(one.template is not None for one in kept)
    assert seal.unseal(kept[0].original) == data
    child = actions.register_child(port, begun.pk, cast.care_team.pk)
    for one in kept:
        one.refresh_from_db()
        assert one.original.key.owner == one.template.key.owner == f"child:{child.pk}"
        assert seal.unseal(one.original) == data
        assert fingerprint.Template.from_bytes(seal.unseal(one.template)).position == one.position


def test_each_finger_of_a_file_is_shown_by_itself(port, begun):
    """The image of a capture is its own finger, not the whole slap."""
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    kept = actions.add_captures(port, begun.pk, fingers(slap_file(1, 2, 3, 4), position=13))
    seen = {reading.shown(queries.captured(port, one.pk))[0] for one in kept}
    whole = Image.open(io.BytesIO(slap_file(1, 2, 3, 4)))
    assert len(seen) == 4
    assert all(Image.open(io.BytesIO(one)).width < whole.width / 2 for one in seen)


def test_a_finger_that_the_file_and_the_officer_name_differently_is_of_no_known_finger():
    """Where the two disagree the finger is searched over all, and the doubt is said: a wrong name would hide the child."""
    (agreed,) = fingers(device_file(1, 7), position=7)
    (untold,) = fingers(device_file(1, 7))
    (doubted,) = fingers(device_file(1, 7), position=2)
    assert (agreed.position, untold.position, doubted.position) == (7, 7, 0)
    assert "left index finger" in doubted.advice
    assert "right index finger" in doubted.advice


def test_one_finger_is_not_taken_for_several():
    """Where one finger is wanted, a file of several is refused."""
    with pytest.raises(BadImage):
        finger(slap_file(1, 2, 3, 4), position=13)
