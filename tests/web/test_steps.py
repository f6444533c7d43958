"""Each step of first contact: what is sent is stored, what is wrong is said at its field, what was typed stays."""

from __future__ import annotations

import io
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.fingers import device_file, print_file, slap_file
from tests.web.pages import at_step, begin, header_bomb, picture

from kith.evidence import document
from kith.register.encounters.actions import register_child
from kith.register.encounters.models import Capture, Claim, Encounter, KitAnswer
from kith.register.placements.actions import place_child
from kith.register.placements.words import PlacementKind
from kith.trust.log.models import Entry
from kith.trust.who import Purpose
from kith.web.access import PURPOSE_KEY
from kith.web.steps import STEPS

pytestmark = pytest.mark.django_db


def upload(data: bytes, name: str) -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(data)
    file.name = name
    return file


def kit_of(encounter_id: str, item: str) -> tuple[str, str]:
    """State and reason of a part of the kit."""
    answer = KitAnswer.objects.get(encounter_id=encounter_id, item=item)
    return answer.state, answer.reason


def specimen_mrz() -> str:
    """The lines of an invented passport of Utopia."""
    return "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_look_at_the_first_page_begins_nothing(port):
    """Only sending the first page begins an encounter."""
    assert port.get(reverse("first_contact")).status_code == 200
    assert port.get(reverse("identify")).status_code == 200
    assert not Encounter.objects.exists()


def test_the_meeting_begins_the_encounter(port):
    """Place, time and kind are stored, and the photograph is next."""
    encounter = Encounter.objects.get(pk=begin(port))
    assert (encounter.place, encounter.kind, encounter.purpose) == (
        "Hall B, arrivals",
        "port",
        "first_contact",
    )
    assert encounter.officer_name == "Petra Port"


def test_the_place_is_remembered_for_the_next_child(port):
    """An officer with a queue does not type the place again."""
    begin(port, "Hall C")
    assert 'value="Hall C"' in port.get(reverse("first_contact")).content.decode()


@pytest.mark.parametrize("at", ["", "tomorrow", "2099-01-01T10:00", "0000-00-00T00:00"])
def test_a_time_that_cannot_be_is_said_at_the_time(port, at):
    """Nothing, words, the future and no day at all are refused at the field, and no encounter begins."""
    answer = port.post(reverse("first_contact"), {"place": "Hall B", "at": at, "kind": "port"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["at"]
    assert 'value="Hall B"' in answer.content.decode()
    assert not Encounter.objects.exists()


@pytest.mark.parametrize("name", list(STEPS))
def test_every_step_opens_with_the_ring_of_six(port, name):
    """Each step shows all six parts of the kit with a way to each."""
    encounter_id = begin(port)
    answer = port.get(at_step(encounter_id, name))
    assert answer.status_code == 200
    assert [part.href for part in answer.context["kit"]] == [
        at_step(encounter_id, item)
        for item in ("photograph", "fingerprints", "document", "names", "belonging", "companions")
    ]


@pytest.mark.parametrize("name", list(STEPS))
def test_an_empty_step_is_no_obstacle(port, name):
    """Save and continue with nothing on the page goes on, and the part stays not yet asked."""
    encounter_id = begin(port)
    sent = {
        "at": port.get(at_step(encounter_id, name)).context["form"].initial.get("at", ""),
        "kind": "adult",
    }
    answer = port.post(at_step(encounter_id, name), sent)
    assert answer.status_code == 302
    assert set(KitAnswer.objects.filter(encounter_id=encounter_id).values_list("state", flat=True)) == {
        "not_asked"
    }


@pytest.mark.parametrize(
    "name", ["photograph", "fingerprints", "document", "names", "belonging", "companions"]
)
def test_declined_and_not_possible_have_equal_standing(port, name):
    """Both complete a part of the kit; not possible asks for the reason, at its field."""
    encounter_id = begin(port)
    assert port.post(at_step(encounter_id, name), {"state": "declined", "kind": "adult"}).status_code == 302
    assert kit_of(encounter_id, name) == ("declined", "")
    answer = port.post(at_step(encounter_id, name), {"state": "not_possible", "kind": "adult"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["why"]
    sent = {"state": "not_possible", "why": "asleep", "kind": "adult"}
    assert port.post(at_step(encounter_id, name), sent).status_code == 302
    assert kit_of(encounter_id, name) == ("not_possible", "asleep")


def test_a_photograph_without_a_face_is_kept_and_said(port):
    """The picture is shown with what is wrong and what to do; it is kept, and one can go on."""
    encounter_id = begin(port)
    sent = {"photographs": upload(picture(), "camera-1.jpg"), "state": "not_asked"}
    answer = port.post(at_step(encounter_id, "photograph"), sent, follow=True)
    words = answer.content.decode()
    assert "No face" in words
    assert "Keep it anyway and go on" in words
    assert kit_of(encounter_id, "photograph")[0] == "captured"
    capture = Capture.objects.get(encounter_id=encounter_id)
    port.post(reverse("remove_capture", args=[encounter_id, capture.pk]))
    assert kit_of(encounter_id, "photograph")[0] == "not_asked"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("truncated.jpg", picture()[:700]),
        ("bomb.png", header_bomb()),
        ("empty.jpg", b""),
        ("words.jpg", b"this is not a picture"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named_and_not_kept(port, name, data):
    """Truncated, 20,000 by 20,000 pixels, empty, or no picture at all: said at the field, nothing stored."""
    encounter_id = begin(port)
    for step, field in (("photograph", "photographs"), ("fingerprints", "prints")):
        sent = {field: upload(data, name), "responsible_adult": "Rita Adult", "state": "not_asked"}
        answer = port.post(at_step(encounter_id, step), sent)
        assert answer.status_code == 400
        assert answer.context["form"].errors[field]
        assert kit_of(encounter_id, step)[0] == "not_asked"
    assert not Capture.objects.exists()


def test_a_good_photograph_is_kept_beside_a_broken_one(port):
    """What opened is kept; what did not is named."""
    encounter_id = begin(port)
    files = [upload(picture(), "one.jpg"), upload(b"no", "two.jpg")]
    answer = port.post(at_step(encounter_id, "photograph"), {"photographs": files})
    assert answer.status_code == 400
    assert "two.jpg" in str(answer.context["form"].errors["photographs"])
    assert Capture.objects.count() == 1


def test_a_photograph_and_a_refusal_together_are_asked_about(port):
    """A photograph is not kept while the same page says that the child declined."""
    encounter_id = begin(port)
    sent = {"photographs": upload(picture(), "one.jpg"), "state": "declined"}
    assert port.post(at_step(encounter_id, "photograph"), sent).status_code == 400
    assert not Capture.objects.exists()


def test_no_finger_without_the_responsible_adult(port):
    """While the age is not known, the adult is named first, and is not the officer."""
    encounter_id = begin(port)
    for adult in ("", "Petra Port"):
        sent = {"prints": upload(print_file(1), "a.png"), "position": "2", "responsible_adult": adult}
        answer = port.post(at_step(encounter_id, "fingerprints"), sent)
        assert answer.status_code == 400
        assert answer.context["form"].errors["responsible_adult"]
        assert not Capture.objects.exists()


def test_each_finger_is_kept_with_its_position_and_quality(port):
    """Two files with two fingers: both are shown with their quality, and one can be taken out."""
    encounter_id = begin(port)
    files = [upload(print_file(1), "a.png"), upload(print_file(2), "b.png")]
    sent = {"prints": files, "position": ["2", "7"], "responsible_adult": "Rita Adult"}
    words = port.post(at_step(encounter_id, "fingerprints"), sent, follow=True).content.decode()
    assert "Right index finger" in words
    assert "Left index finger" in words
    assert "Quality" in words
    assert sorted(Capture.objects.values_list("position", flat=True)) == [2, 7]
    assert Encounter.objects.get().responsible_adult == "Rita Adult"


@pytest.mark.parametrize("positions", [["2", "7"], ["99"], ["thumb"]])
def test_a_finger_that_does_not_exist_is_refused(port, positions):
    """Another number of fingers than files, or no finger at all, is said at the field."""
    encounter_id = begin(port)
    sent = {
        "prints": upload(print_file(1), "a.png"),
        "position": positions,
        "responsible_adult": "Rita Adult",
    }
    assert port.post(at_step(encounter_id, "fingerprints"), sent).status_code == 400
    assert not Capture.objects.exists()


def test_no_finger_of_a_child_under_six(port):
    """Once an age under six was told, no finger is asked for, and one that is sent is refused with the reason."""
    encounter_id = begin(port)
    port.post(at_step(encounter_id, "names"), {"name_1": "Lan", "said_1": "child", "age": "4"})
    assert 'name="prints"' not in port.get(at_step(encounter_id, "fingerprints")).content.decode()
    sent = {"prints": upload(print_file(1), "a.png"), "responsible_adult": "Rita Adult"}
    answer = port.post(at_step(encounter_id, "fingerprints"), sent)
    assert answer.status_code == 400
    assert "under six" in answer.content.decode()
    assert not Capture.objects.exists()


def test_a_document_is_read_and_shown(port):
    """The lines are kept, and what they say is shown field by field."""
    encounter_id = begin(port)
    words = port.post(
        at_step(encounter_id, "document"), {"mrz": specimen_mrz()}, follow=True
    ).content.decode()
    assert "ERIKSSON" in words
    assert kit_of(encounter_id, "document")[0] == "captured"


def test_a_wrong_check_digit_is_named_and_kept(port):
    """One wrong digit: the field is named, the document is kept all the same."""
    encounter_id = begin(port)
    right = document.parse_mrz(specimen_mrz())
    assert not right.errors
    wrong = specimen_mrz().replace("L898902C36", "L898902C37")
    answer = port.post(at_step(encounter_id, "document"), {"mrz": wrong}, follow=True)
    words = answer.content.decode()
    assert "What does not agree" in words
    assert "check digit of the document number is 7" in words
    assert Claim.objects.filter(kind="document").count() == 1


@pytest.mark.parametrize("mrz", ["hello", "<" * 100, "P<UTO" * 400])
def test_lines_of_no_document_are_refused_and_kept_on_the_page(port, mrz):
    """What is no travel document is said at the field, and the text stays."""
    encounter_id = begin(port)
    answer = port.post(at_step(encounter_id, "document"), {"mrz": mrz})
    assert answer.status_code == 400
    assert answer.context["form"].errors["mrz"]
    assert answer.context["form"]["mrz"].value() == mrz
    assert not Claim.objects.exists()


def test_names_in_any_script_side_by_side(port):
    """Several names with who said each; a later save replaces a draft, and birth may be known in part."""
    encounter_id = begin(port)
    sent = {
        "name_1": "Nguyễn Thị Lan",
        "said_1": "child",
        "name_2": "محمد",
        "said_2": "adult",
        "birth_year": "2010",
        "birth_month": "5",
    }
    assert port.post(at_step(encounter_id, "names"), sent).status_code == 302
    names = set(Claim.objects.filter(kind="name").values_list("text", "source"))
    assert names == {("Nguyễn Thị Lan", "child"), ("محمد", "adult")}
    form = port.get(at_step(encounter_id, "names")).context["form"]
    assert (form.initial["birth_year"], form.initial["birth_month"]) == ("2010", "05")
    port.post(
        at_step(encounter_id, "names"),
        {"name_1": "Lan", "said_1": "child", "birth_year": "2010", "birth_month": "5"},
    )
    assert list(Claim.objects.filter(kind="name").values_list("text", "source")) == [("Lan", "child")]


def test_who_said_it_can_be_put_right(port):
    """A name first written as the child's and then as somebody else's stands once."""
    encounter_id = begin(port)
    for source in ("child", "adult"):
        port.post(
            at_step(encounter_id, "names"),
            {"name_1": "Lan", "said_1": source, "age": "15", "birth_said": source},
        )
    assert list(Claim.objects.filter(kind="name").values_list("text", "source")) == [("Lan", "adult")]
    assert list(Claim.objects.filter(kind="birth").values_list("source", flat=True)) == ["adult"]


def test_a_name_of_ten_thousand_characters_is_refused_and_stays(port):
    """The refusal stands beside that name; the other is not stored by itself, and both stay on the page."""
    encounter_id = begin(port)
    sent = {"name_1": "Lan", "said_1": "child", "name_2": "x" * 10_000, "said_2": "child"}
    answer = port.post(at_step(encounter_id, "names"), sent)
    assert answer.status_code == 400
    assert answer.context["form"].errors["name_2"]
    assert answer.context["form"]["name_1"].value() == "Lan"
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "birth",
    [
        {"birth_year": "2010", "birth_month": "2", "birth_day": "30"},
        {"birth_day": "3"},
        {"birth_year": "May"},
        {"age": "99"},
        {"birth_year": "99999999999999999999"},
        {"birth_year": "-5"},
    ],
)
def test_a_birth_that_cannot_be_keeps_nothing_of_the_page(port, birth):
    """No such day, a day alone, words, no age: refused at its field, and the name on the same page is not half-stored."""
    encounter_id = begin(port)
    answer = port.post(at_step(encounter_id, "names"), {"name_1": "Lan", "said_1": "child", **birth})
    assert answer.status_code == 400
    assert not Claim.objects.exists()


def test_language_and_nationality_come_from_the_list(port):
    """Codes of the list are stored with their names; anything else is refused."""
    encounter_id = begin(port)
    sent = {"language_1": "vi", "nationality_1": "VNM", "said": "child"}
    assert port.post(at_step(encounter_id, "belonging"), sent).status_code == 302
    assert set(Claim.objects.values_list("kind", "text")) == {
        ("language", "Vietnamese (Tiếng Việt)"),
        ("nationality", "Viet Nam"),
    }
    assert port.post(at_step(encounter_id, "belonging"), {"language_1": "xx-klingon"}).status_code == 400
    assert port.get(at_step(encounter_id, "belonging")).context["form"].initial["language_1"] == "vi"


def test_companions_are_added_and_taken_out(port):
    """An adult and a vehicle are listed; one is taken out again; nobody at all is an answer too."""
    encounter_id = begin(port)
    step = at_step(encounter_id, "companions")
    port.post(
        step, {"kind": "adult", "label": "man in a red coat", "relation": "says uncle", "then": "another"}
    )
    answer = port.post(step, {"kind": "vehicle", "label": "AB12 CDE", "then": "another"}, follow=True)
    assert [one.associate.label for one, _kind in answer.context["met"]] == ["man in a red coat", "AB12 CDE"]
    for one, _kind in answer.context["met"]:
        port.post(reverse("remove_companion", args=[encounter_id, one.pk]))
    assert kit_of(encounter_id, "companions")[0] == "not_asked"
    port.post(step, {"kind": "adult", "state": "captured"})
    assert kit_of(encounter_id, "companions")[0] == "captured"


def test_a_companion_without_a_name_is_asked_for(port):
    """A relation alone, or a telephone without a number, is refused at the field."""
    step = at_step(begin(port), "companions")
    for sent in ({"kind": "adult", "relation": "uncle"}, {"kind": "phone", "label": "none"}):
        answer = port.post(step, sent)
        assert answer.status_code == 400
        assert answer.context["form"].errors["label"]


def test_an_unknown_step_is_not_found(port):
    """A step that is not of the flow answers 404, as does an encounter that does not exist."""
    assert port.get(f"/encounters/{begin(port)}/step/secrets").status_code == 404
    assert port.get(at_step(str(uuid.uuid4()), "names")).status_code == 404


def test_save_and_leave_is_found_again_at_home(port):
    """An unfinished meeting waits on the home page."""
    encounter_id = begin(port)
    answer = port.post(
        at_step(encounter_id, "notes"),
        {"notes": "cold, hungry", "was_notes": "", "then": "leave"},
        follow=True,
    )
    assert reverse("check", args=[encounter_id]) in answer.content.decode()


def test_changing_an_answer_leads_back_to_the_check(port):
    """Change on the check page, save, and one is back on the check page."""
    encounter_id = begin(port)
    answer = port.post(at_step(encounter_id, "belonging") + "?back=check", {"language_1": "vi"})
    assert answer["Location"] == reverse("check", args=[encounter_id])


def test_no_step_shows_where_a_child_lives(port, cast):
    """Not one page of the flow, nor the check and the hand-over, has a word of where the child is placed."""
    encounter_id = begin(port)
    child = register_child(
        cast.who("port", Purpose.FIRST_CONTACT), uuid.UUID(encounter_id), cast.care_team.pk
    )
    lives = {"provider": "Gullsnest House", "area": "Saltmere North", "address": "7 Hiddenway"}
    place_child(cast.who("social", Purpose.CARE), child.pk, PlacementKind.FOSTER, timezone.now(), **lives)
    pages = [at_step(encounter_id, name) for name in STEPS]
    pages += [reverse("check", args=[encounter_id]), reverse("hand_over", args=[encounter_id]), "/"]
    for page in pages:
        words = port.get(page, follow=True).content.decode()
        assert not [secret for secret in lives.values() if secret in words], page


def test_beginning_a_flow_states_its_purpose(browser_of):
    """Who looks for a missing child and then records one says so by beginning; the log keeps the change."""
    client = browser_of("police", Purpose.MISSING)
    begin(client)
    assert Encounter.objects.get().purpose == "first_contact"
    assert client.session[PURPOSE_KEY] == "first_contact"
    assert Entry.objects.filter(act="purpose chosen", purpose="first_contact").exists()


def test_a_slap_becomes_four_fingers(port):
    """One file of four fingers is four captures, each shown with its own name and quality."""
    encounter_id = begin(port)
    sent = {
        "prints": upload(slap_file(1, 2, 3, 4), "hand.png"),
        "position": "13",
        "responsible_adult": "Rita Adult",
    }
    words = port.post(at_step(encounter_id, "fingerprints"), sent, follow=True).content.decode()
    assert sorted(Capture.objects.values_list("position", flat=True)) == [2, 3, 4, 5]
    assert Capture.objects.values("original").distinct().count() == 1
    for finger in ("Right index finger", "Right middle finger", "Right ring finger", "Right little finger"):
        assert finger in words
    for one in Capture.objects.all():
        assert port.get(reverse("image", args=[one.pk])).status_code == 200


def test_a_device_names_its_own_finger(port):
    """A record of a scanner says which finger it is, so nobody has to choose."""
    encounter_id = begin(port)
    sent = {
        "prints": upload(device_file(1, 7), "left.iso"),
        "position": "0",
        "responsible_adult": "Rita Adult",
    }
    port.post(at_step(encounter_id, "fingerprints"), sent)
    assert Capture.objects.get().position == 7


def test_lost_finger_files_are_asked_for_again(port):
    """Files that were refused for want of the adult are named as lost, and the next empty save does not go on."""
    at = at_step(begin(port), "fingerprints")
    answer = port.post(at, {"prints": upload(print_file(1), "a.png"), "position": "2"})
    assert "Choose the files again: they were not kept." in answer.content.decode()
    form = answer.context["form"]
    assert form["prints_lost"].value() == "yes"
    sent = {
        "responsible_adult": "Rita Adult",
        "state": "not_asked",
        "prints_lost": form["prints_lost"].value(),
    }
    again = port.post(at, sent)
    assert again.status_code == 400
    assert again.context["form"].errors["prints"]
    after = {**sent, "prints_lost": again.context["form"]["prints_lost"].value() or ""}
    assert port.post(at, after).status_code == 302
    kept = {**sent, "prints": upload(print_file(1), "a.png"), "position": "2"}
    assert port.post(at, kept).status_code == 302
    assert Capture.objects.count() == 1


def test_a_stale_second_tab_erases_no_names(port):
    """What was stored since the page was drawn is shown beside what was sent; a second, knowing save replaces it."""
    encounter_id = begin(port)
    at = at_step(encounter_id, "names")
    drawn = port.get(at).context["form"].initial["was_told"]
    first = {"name_1": "Lan", "said_1": "child", "age": "15", "birth_said": "child", "was_told": drawn}
    assert port.post(at, first).status_code == 302
    assert port.post(at, first).status_code == 302  # the same once more is no clash
    stale = {"name_1": "Minh", "said_1": "child", "was_told": drawn}
    for sent in (stale, {"name_1": "", "was_told": drawn}):
        answer = port.post(at, sent)
        assert answer.status_code == 400
        said = " ".join(answer.context["form"].errors["name_1"])
        assert "Lan" in said
        assert "age 15" in said
        assert set(Claim.objects.values_list("kind", flat=True)) == {"name", "birth"}
        assert Claim.objects.get(kind="name").text == "Lan"
    assert "Minh" in " ".join(port.post(at, stale).context["form"].errors["name_1"])
    assert port.post(at, {**stale, "was_told": answer.context["form"]["was_told"].value()}).status_code == 302
    assert Claim.objects.get(kind="name").text == "Minh"


def test_the_main_button_comes_first(port):
    """Enter in a field presses the first button of its form: the one that goes on."""
    encounter_id = begin(port)
    for name in STEPS:
        text = port.get(at_step(encounter_id, name)).content.decode()
        form = text[text.index("<form", text.index("<h1")) :]
        buttons = form[: form.index("</form>")].split("<button")[1:]
        words = [one for one in buttons if 'type="button"' not in one]
        assert "Save and continue" in words[0]


def test_no_companion_is_an_adult_by_itself(port):
    """No kind is chosen beforehand, and a number as an adult is asked about once."""
    at = at_step(begin(port), "companions")
    assert not port.get(at).context["form"]["kind"].value()
    assert port.post(at, {"label": "man in a red coat"}).status_code == 400
    sent = {"kind": "adult", "label": "+44 7700 900123"}
    answer = port.post(at, sent)
    assert "looks like a telephone number" in " ".join(answer.context["form"].errors["kind"])
    asked = answer.context["form"]["asked"].value()
    assert port.post(at, {**sent, "label": "07700 900456", "asked": asked}).status_code == 400
    assert port.post(at, {**sent, "asked": asked}).status_code == 302


def test_a_scanner_is_spoken_of_at_fingerprints_only(port):
    """Each part of the kit has its own example of why it was not possible."""
    encounter_id = begin(port)
    for name in STEPS:
        said = "no scanner here" in port.get(at_step(encounter_id, name)).content.decode()
        assert said == (name == "fingerprints")


def test_a_look_at_an_address_that_is_sent_to_leads_on(port):
    """Typed or reloaded, such an address shows the check or the result instead of nothing."""
    encounter_id = begin(port)
    for name, to in (("record", "check"), ("register_child", "result")):
        answer = port.get(reverse(name, args=[encounter_id]))
        assert answer.status_code == 302
        assert answer["Location"] == reverse(to, args=[encounter_id])
    for name in ("remove_capture", "remove_companion"):
        answer = port.get(reverse(name, args=[encounter_id, uuid.uuid4()]))
        assert answer["Location"] == reverse("check", args=[encounter_id])


def test_an_unknown_address_gets_a_page_of_kith(port, client):
    """Signed in or not, the page says so and leads home."""
    for browser in (port, client):
        answer = browser.get("/no/such/page")
        assert answer.status_code == 404
        assert "There is no page at this address." in answer.content.decode()
        assert 'href="/"' in answer.content.decode()
