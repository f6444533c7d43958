"""`kith finger`: on files alone, without a register, a key or an account."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.cli.conftest import Terminal
from tests.fingers import device_file, print_file, slap_file
from typer.testing import CliRunner

from kith.evidence.fingerprint import ansi, iso


@pytest.fixture
def terminal(tmp_path):
    """A terminal without a register behind it."""
    return Terminal(CliRunner(), tmp_path / "nobody")


@pytest.fixture
def prints(tmp_path):
    """A folder of prints: two of one finger, one of another, and a text."""
    for name, data in {
        "same.png": print_file(1, 1),
        "other.png": print_file(2),
        "left.iso": device_file(3, 7),
        "broken.png": print_file(2)[:900],
        "notes.txt": b"no print",
    }.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def probe(tmp_path_factory):
    """A print of the first finger, in a folder of its own."""
    path = tmp_path_factory.mktemp("probe") / "probe.png"
    path.write_bytes(print_file(1))
    return path


@pytest.mark.parametrize(("written_as", "read"), [("iso", iso.decode), ("ansi", ansi.decode)])
def test_minutiae_are_written_as_a_record(terminal, probe, written_as, read):
    """The record is read by its standard, with the finger that was named."""
    target = probe.with_name("made.fmr")
    said = terminal.json(
        "finger",
        "extract",
        str(probe),
        "--format",
        written_as,
        "--output",
        str(target),
        "--finger",
        "left-index",
    )
    (made,) = read(target.read_bytes())
    assert made.position == 7
    assert len(made) == len(said["fingers"][0]["minutiae"]) >= 10


def test_minutiae_are_written_as_json_and_drawn(terminal, probe):
    """JSON and both drawings, each beside the others."""
    target = probe.with_name("made.json")
    for ending, begins in ((".svg", b"<svg"), (".png", b"\x89PNG")):
        drawing = probe.with_name("drawn" + ending)
        words = ["--format", "json", "--output", str(target), "--draw", str(drawing)]
        assert terminal.run("finger", "extract", str(probe), *words).exit_code == 0
        assert drawing.read_bytes().startswith(begins)
    written = json.loads(target.read_text())
    assert {"x", "y", "angle", "kind", "quality"} == set(written["minutiae"][0])


def test_each_finger_of_a_slap_is_a_file(terminal, probe):
    """Four fingers side by side are four records, with the number of the finger in the name."""
    probe.write_bytes(slap_file(1, 2, 3, 4))
    words = ["--finger", "right-four", "--output", str(probe.with_name("hand.fmr"))]
    assert terminal.run("finger", "extract", str(probe), *words).exit_code == 0
    assert sorted(p.name for p in probe.parent.glob("*.fmr")) == [f"hand-{n}.fmr" for n in (2, 3, 4, 5)]


def test_nothing_is_written_over_unnamed(terminal, probe):
    """Without --output a file that is already there is left alone; with it, it was named."""
    there = probe.with_suffix(".fmr")
    there.write_bytes(b"somebody's")
    assert "already there" in terminal.refusal("finger", "extract", str(probe))["says"]
    assert there.read_bytes() == b"somebody's"


def test_two_prints_of_a_finger_are_compared(terminal, probe, prints):
    """The weight speaks for the same child, with its reasons and the pairs of minutiae; another finger speaks against."""
    same = terminal.json("finger", "compare", str(probe), str(prints / "same.png"))
    other = terminal.json("finger", "compare", str(probe), str(prints / "other.png"))
    assert same["weight"]["log10"] > 1
    assert other["weight"]["log10"] < 0
    assert len(same["pairs"]) >= 10
    assert same["weight"]["reasons"]
    words = terminal.run("finger", "compare", str(probe), str(prints / "same.png")).stdout
    assert "support for the same child" in words
    assert "minutiae lie alike" in words
    assert "A lead, not a verdict" in words


def test_a_record_is_compared_with_an_image(terminal, probe, prints):
    """Minutiae of another maker can be compared with an image."""
    made = probe.with_name("made.fmr")
    terminal.run("finger", "extract", str(prints / "same.png"), "--output", str(made))
    assert terminal.json("finger", "compare", str(probe), str(made))["weight"]["log10"] > 1


def test_a_folder_is_searched(terminal, probe, prints):
    """The same finger comes first; what cannot be read is named; what is no print is left out."""
    found = terminal.json("finger", "search", str(probe), str(prints))
    assert found["candidates"][0]["file"] == "same.png"
    assert found["candidates"][0]["log10"] > 1
    assert found["searched"] == 3
    assert [one["file"] for one in found["unread"]] == ["broken.png"]
    words = terminal.run("finger", "search", str(probe), str(prints)).stdout
    assert "same.png" in words
    assert "Not searched: broken.png" in words


def test_quality_is_said_with_advice(terminal, probe):
    """A print has a score; an image without ridges has 0 and the advice what to do."""
    good = terminal.json("finger", "quality", str(probe))["fingers"][0]
    assert good["quality"] > 30
    probe.write_bytes(bytes([200]) * 90_000)
    (empty,) = terminal.json("finger", "quality", str(probe), "--raw", "300x300", "--ppi", "500")["fingers"]
    assert empty["quality"] == 0
    assert empty["advice"]


@pytest.mark.parametrize(
    "words",
    [
        ["extract", "FILE", "--format", "xml"],
        ["extract", "FILE", "--finger", "left-toe"],
        ["extract", "FILE", "--output", "/no/such/folder/a.fmr"],
        ["extract", "FILE", "--output", "FILE.fmr", "--draw", "FILE.gif"],
        ["compare", "FILE", "FILE", "--scales", "2"],
        ["compare", "FILE", "/no/such/file"],
        ["search", "FILE", "/no/such/folder"],
        ["quality", "FILE", "--raw", "big"],
        ["quality", "FILE", "--raw", "10x10"],
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(terminal, probe, words):
    """A wrong word is a refusal with what to do about it."""
    refused = terminal.refusal("finger", *[word.replace("FILE", str(probe)) for word in words])
    assert refused["says"]
    assert refused["advice"]


def test_no_register_is_needed(probe, tmp_path):
    """Neither Django nor a folder for data is touched."""
    code = (
        "import sys; from kith.cli.app import app; app(['finger', 'quality', sys.argv[1]], standalone_mode=False); "
        "assert 'django' not in sys.modules"
    )
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", code, str(probe)],
        env=bare | {"HOME": str(tmp_path), "KITH_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "of 100" in done.stdout
    assert not (tmp_path / "data").exists()
