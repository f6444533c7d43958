"""`kith record`."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kith.register.encounters.models import Encounter
from kith.trust.log import chain
from kith.trust.log.models import Entry
from kith.trust.vault.models import Sealed

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def items(answer):
    """The state of each item of the kit."""
    return {item: state["state"] for item, state in answer["kit"]["items"].items()}


def test_a_child_is_recorded_and_handed_over(recorded):
    """Everything typed lands in the kit, and the child has a reference."""
    assert items(recorded) == {
        "photograph": "not_possible",
        "fingerprints": "captured",
        "document": "declined",
        "names": "captured",
        "belonging": "captured",
        "companions": "captured",
    }
    assert recorded["kit"]["complete"]
    assert recorded["kit"]["items"]["photograph"]["reason"] == "the camera is broken"
    assert [one["position"] for one in recorded["captures"]] == [1, 2]
    assert all(one["compared"] for one in recorded["captures"])
    encounter = Encounter.objects.get(pk=recorded["encounter"])
    assert encounter.child.reference == recorded["reference"]
    assert encounter.child.responsible_team.name == "Harrowby duty team"
    assert encounter.purpose == "first_contact"
    assert encounter.kind == "port"
    assert encounter.officer.username == "port"


def test_the_search_is_part_of_the_answer(recorded):
    """An empty register answers that the child is not known, and that it searched nobody."""
    assert recorded["answer"]["headline"] == "not_known"
    assert recorded["answer"]["size"] == 0


def test_a_person_reads_it_in_words(terminal):
    """The kit with its state, and the answer, stand on the terminal; an incomplete kit is no obstacle."""
    result = terminal.run("record", "--name", "王小明", "--age", "15", "--place", "A14", as_="police")
    assert result.exit_code == 0, result.stderr
    assert "Identity kit: 1 of 6" in result.stdout
    assert "Not yet asked" in result.stdout
    assert "NOT KNOWN" in result.stdout


def test_a_document_with_a_wrong_check_digit_is_kept_and_named(terminal):
    """The doubt is said and nothing is refused."""
    told = terminal.json("record", "--mrz", ZONE.replace("L898902C36", "L898902C37"), as_="port")
    assert items(told)["document"] == "captured"
    assert "number" in [one["field"] for one in told["document"]["wrong"]]


def test_the_document_may_come_from_standard_input(terminal, tmp_path):
    """With -, the lines are read from standard input; the password then is not."""
    result = terminal.run("record", "--mrz", "-", "--json", as_="port", stdin=ZONE)
    assert result.exit_code == 0, result.stderr
    words = ("record", "--mrz", "-", "--as", "port", "--password-file", "-")
    assert terminal.refusal(*words, stdin=ZONE)["field"] == "password_file"


def picture(tmp_path, name="blank.png"):
    """A picture without a face."""
    out = io.BytesIO()
    Image.new("RGB", (400, 500), (120, 130, 140)).save(out, "PNG")
    (tmp_path / name).write_bytes(out.getvalue())
    return str(tmp_path / name)


def test_a_photograph_without_a_face_is_kept_with_advice(terminal, tmp_path):
    """It opens and cannot be compared: it is kept, said, and the answer is not “not known”."""
    told = terminal.json("record", "--photo", picture(tmp_path), "--name", "Ana", as_="port")
    assert not told["captures"][0]["compared"]
    assert told["captures"][0]["problem"]
    assert told["answer"]["headline"] == "incomplete"
    assert any("A photograph could not be compared" in problem for problem in told["answer"]["problems"])


REFUSED = {
    "a truncated image": ("--photo", "cut.png"),
    "no image at all": ("--finger", "1=text.png"),
    "a file that is not there": ("--photo", "nowhere.png"),
    "a finger that is none": ("--finger", "thumb=cut.png"),
    "a name without end": ("--name", "a" * 10_000),
    "a day that does not exist": ("--born", "2009-02-31"),
    "an age of nobody": ("--age", "-3"),
    "no zone": ("--mrz", "I<AM<NOT<ONE"),
    "a time in the future": ("--at", "2190-01-01 00:00"),
    "a kind that is none": ("--kind", "raid"),
    "an item that is none": ("--declined", "dna"),
    "no reason": ("--not-possible", "document"),
    "nobody met": ("--with", "phone=none"),
    "a team that takes no children": ("--register", "--team", "Saltmere Port"),
    "a team without a child": ("--team", "Harrowby duty team"),
    "a language that is none": ("--language", "albanian!"),
    "a nationality that is none": ("--nationality", "ZZZ"),
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_is_one_refusal_and_nothing_is_kept(terminal, tmp_path, words):
    """Each is a sentence with advice; not even a draft is left, so that the corrected command can be given again."""
    picture(tmp_path, "whole.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "whole.png").read_bytes()[:300])
    (tmp_path / "text.png").write_text("I am a picture", encoding="utf-8")
    placed = [word.replace("1=", f"1={tmp_path}/") if word.startswith("1=") else word for word in words]
    placed = [f"{tmp_path}/{word}" if word.endswith(".png") and "=" not in word else word for word in placed]
    told = terminal.refusal("record", "--name", "Ana", "--adult", "Rosa", *placed, as_="port")
    assert told["says"]
    assert told["advice"]
    assert not Encounter.objects.exists()
    assert not Sealed.objects.exists()
    chain.verify()


def test_fingers_need_a_responsible_adult(terminal, prints):
    """Under sixteen, or not known: the refusal names the option, on the terminal too."""
    words = ("record", "--finger", f"1={prints / 'first-1.png'}", "--age", "14")
    assert terminal.refusal(*words, as_="port")["field"] == "responsible_adult"
    assert "--adult" in terminal.run(*words, as_="port").stderr
    assert terminal.refusal(*words, "--adult", "Petra Port", as_="port")["error"] == "BadAnswer"
    assert not Encounter.objects.exists()


def test_no_fingers_under_six(terminal, prints):
    """They are off, whoever is there."""
    words = ("record", "--finger", f"1={prints / 'first-1.png'}", "--age", "4", "--adult", "Rosa")
    assert terminal.refusal(*words, as_="port")["error"] == "Refused"


def test_who_may_not_record_is_refused_and_the_log_knows(terminal):
    """An auditor records no child; that they tried stands in the log."""
    assert terminal.refusal("record", "--name", "Ana", as_="auditor")["error"] == "NotPermitted"
    assert Entry.objects.filter(act="refused", name="Audrey Auditor").exists()
    assert not Encounter.objects.exists()


def test_what_was_typed_cannot_steer_the_terminal(terminal):
    """Neither markup nor an escape sequence nor a change of direction of what was typed reaches the terminal."""
    hostile = "adult=[red]\x1b[2J\u202eBesnik[/red]"
    told = terminal.json("record", "--with", hostile, "--name", "[bold]Ana", "--register", as_="port")
    result = terminal.run("child", "show", told["reference"], as_="social")
    assert result.exit_code == 0, result.stderr
    assert "[red]" in result.stdout
    assert "[bold]Ana" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)
    refused = terminal.run("record", "--kind", "\x1b[2J[red]", as_="port").stderr
    assert "[red]" in refused
    assert "\x1b" not in refused
