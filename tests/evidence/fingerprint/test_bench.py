import importlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from drawn_fingers import impression
from PIL import Image

BENCH = Path(__file__).resolve().parents[3] / "bench"


@pytest.fixture(scope="module")
def bench():
    """The scripts that measure fingerprints, as modules."""
    sys.path.insert(0, str(BENCH))
    try:
        yield importlib.import_module("fingerprint"), importlib.import_module("_fingerprint_sets")
    finally:
        sys.path.remove(str(BENCH))


def laid(folder, fingers, takes=2, kind="png"):
    """A set folder of drawn fingers."""
    folder.mkdir(parents=True)
    for name, finger in fingers.items():
        for take in range(takes):
            Image.fromarray(impression(finger, take).pixels).save(folder / f"{name}_{take + 1}.{kind}")
    return folder


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Three drawn fingers, two impressions each, in a folder of the FVC's form."""
    return laid(tmp_path_factory.mktemp("sets") / "drawn", {"101": 1, "102": 2, "103": 3})


@pytest.mark.parametrize(
    ("path", "ppi"),
    [
        ("fvc2002_db1_b", 500),
        ("fvc2002_db2_b", 569),
        ("FVC2002_DB2", 569),
        ("fvc2002_db4_b", 500),
        ("fvc2004_db2_b", 500),
        ("fvc2004_db3_b", 512),
        ("2004_DB3_B", 512),
        ("FVC2004/DB3_B", 512),
        ("FVC2002/Dbs/DB2_B", 569),
        ("another", 500),
    ],
)
def test_sets_of_another_resolution_are_known_by_name(bench, tmp_path, path, ppi):
    """The two FVC sets that were not scanned at 500 pixels an inch are told by their own or their parents' names."""
    folder = tmp_path / path
    folder.mkdir(parents=True)
    assert bench[1].resolution(folder, {}) == ppi


def test_a_set_without_a_year_is_known_by_the_size_of_its_images(bench, tmp_path):
    """DB2 of 296 x 560 pixels is FVC2002's, DB3 of 300 x 480 FVC2004's, others are 500 pixels an inch."""
    for name, size, ppi in (("DB2_B", (296, 560), 569), ("db3_b", (300, 480), 512), ("DB2", (328, 364), 500)):
        (tmp_path / name).mkdir()
        Image.new("L", size, 255).save(tmp_path / name / "101_1.TIF", format="TIFF")
        assert bench[1].resolution(tmp_path / name, {}) == ppi


def test_a_resolution_can_be_given(bench, tmp_path):
    """What is given counts before a file ppi.txt, and that before the name."""
    folder = tmp_path / "fvc2002_db2_b"
    folder.mkdir()
    (folder / "ppi.txt").write_text("600\n", encoding="utf-8")
    assert bench[1].resolution(folder, {}) == 600
    assert bench[1].resolution(folder, {"fvc2002_db2_b": 1000}) == 1000


def test_sets_are_found_at_any_depth(bench, tmp_path, drawn):
    """Set folders are those with images F_I of a known kind, whatever the letters' case, wherever they lie."""
    shutil.copytree(drawn, tmp_path / "a" / "DB1_B")
    (tmp_path / "a" / "readme.png").write_bytes(b"")
    (tmp_path / "b").mkdir()
    Image.new("L", (90, 90)).save(tmp_path / "b" / "7_10.BMP", format="BMP")
    assert bench[1].found_in(tmp_path) == [tmp_path / "a" / "DB1_B", tmp_path / "b"]
    assert bench[1].found_in(tmp_path / "b") == [tmp_path / "b"]
    assert bench[1].found_in(tmp_path / "nowhere") == []


def test_missing_and_empty_images_stay_in_the_count(bench, tmp_path, drawn):
    """A set with an impression too few and one without a finger is measured; the empty one is a miss, and named."""
    folder = shutil.copytree(drawn, tmp_path / "set")
    (folder / "103_2.png").unlink()
    Image.new("L", (300, 300), 250).save(folder / "102_2.png")
    prints = bench[1].extracted(folder, "ridge")
    assert prints.finger == ["101", "101", "102", "102", "103"]
    assert prints.refused == ["102_2.png"]
    scores = bench[0].compared(prints)
    assert len(scores.score) == 10
    assert scores.genuine.sum() == 2
    lowest = scores.score == scores.score.min()
    assert lowest.sum() == 4
    assert (scores.log10[lowest] == 0).all()
    found = bench[0].rates(scores.score, scores.genuine)
    assert found["zeroFMR"] == 50


def test_the_same_finger_of_two_sets_is_no_other_finger(bench, drawn):
    """FVC2002 DB3 finger 108 and FVC2004 DB3 finger 102 are one in the pooled gallery, whichever set names the folder."""
    sets = bench[1]
    one = sets.Set("fvc2002_db3_b", ["107", "108"], [], which=("2002", 3))
    other = sets.Set("fvc2004_db3_b", ["102", "108"], [], which=("2004", 3))
    assert one.owners()[1] == other.owners()[0]
    assert len({*one.owners(), *other.owners()}) == 3
    elsewhere = sets.Set("fvc2002_db1_b", ["108"], [], which=("2002", 1))
    assert elsewhere.owners()[0] not in {*one.owners(), *other.owners()}


def test_grown_fingers_are_measured(bench, drawn):
    """Drawn fingers enlarged by a tenth, and half as large, are found over five scales."""
    sets = [bench[1].extracted(drawn, "ridge")]
    figures = bench[0].grown([drawn], sets, "ridge", factors=(1.1, 0.5))
    assert figures == {
        "FNMR % at FMR 1e-3, second x 1.1, 5 scales": 0,
        "FNMR % at FMR 1e-3, second x 0.5, 5 scales": 0,
        "FNMR % at FMR 1e-3, both x 0.5, 1 scale": 0,
    }


def test_the_rates_are_those_of_the_definition(bench):
    """On scores laid out by hand the rates are what counting gives."""
    genuine = np.array([True] * 10 + [False] * 1000)
    scores = np.concatenate([np.arange(10) + 0.5, np.linspace(-5, 0, 999), [3.0]])
    found = bench[0].rates(scores, genuine)
    assert found["FMR1000"] == 0
    assert found["zeroFMR"] == 30


def test_the_script_prints_the_form_of_the_house(bench, drawn, capsys, monkeypatch):
    """With --json one object with figures, anchors, data, seed and machine, and nothing else on standard output."""
    words = ["fingerprint.py", "--data", str(drawn), "--engine", "ridge", "--no-growth", "--json"]
    monkeypatch.setattr(sys, "argv", words)
    assert bench[0].main() == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"figures", "anchors", "data", "seed", "machine"}
    assert {"drawn EER %", "drawn FMR1000 %", "drawn zeroFMR %", "mean EER %"} <= set(printed["figures"])


def test_worse_is_the_same_every_time(bench, drawn):
    """A print made worse is as large as before, another image, and the same the next time."""
    worse = importlib.import_module("_fingerprint_worse")
    image = impression(1, 0)
    for way in worse.WAYS:
        once, again = worse.worsened(image, way).pixels, worse.worsened(image, way).pixels
        assert once.shape == image.pixels.shape
        assert np.array_equal(once, again)
        assert np.abs(once.astype(int) - image.pixels).mean() > 1
