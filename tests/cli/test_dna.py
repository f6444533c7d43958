"""`kith dna`: on files alone, without a register, a key or an account."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import Terminal
from typer.testing import CliRunner

MOTHER = {"TH01": ["6", "9.3"], "FGA": ["20", "24"], "D18S51": ["12", "17"], "vWA": ["15", "18"], "D21S11": ["28", "32.2"], "SE33": ["17", "29.2"]}  # fmt: skip
FATHER = {"TH01": ["7", "8"], "FGA": ["21", "25"], "D18S51": ["14", "15"], "vWA": ["16", "19"], "D21S11": ["29", "31"], "SE33": ["14", "26.2"]}  # fmt: skip
STRANGER = {"TH01": ["9", "9"], "FGA": ["22", "23"], "D18S51": ["13", "16"], "vWA": ["14", "17"], "D21S11": ["30", "30.2"], "SE33": ["18", "19"]}  # fmt: skip
CHILD = {name: [MOTHER[name][0], FATHER[name][i % 2]] for i, name in enumerate(MOTHER)}
SISTER = {name: [MOTHER[name][0], FATHER[name][0]] for name in MOTHER}
FAMILY = [
    {"id": "father", "sex": 1},
    {"id": "mother", "sex": 2},
    {"id": "sister", "fid": "father", "mid": "mother", "sex": 2},
    {"id": "missing", "father": "father", "mother": "mother"},
]


@pytest.fixture
def terminal(tmp_path):
    """A terminal without a register behind it."""
    return Terminal(CliRunner(), tmp_path / "nobody")


@pytest.fixture
def folder(tmp_path):
    """GeneMapper files of relatives and of those who are searched, and a pedigree."""
    _genemapper(tmp_path / "relatives.txt", {"mother": MOTHER, "sister": SISTER})
    _genemapper(tmp_path / "searched.txt", {"child 7": CHILD, "child 8": STRANGER, "child 9": FATHER})
    (tmp_path / "family.json").write_text(json.dumps(FAMILY))
    return tmp_path


def _genemapper(path, people):
    rows = ["Sample Name\tMarker\tAllele 1\tAllele 2"]
    rows += [f"{who}\t{name}\t{a}\t{b}" for who, loci in people.items() for name, (a, b) in loci.items()]
    path.write_text("\n".join(rows))


def test_two_profiles_are_compared(terminal, folder):
    """Every hypothesis in every population, with the settings, and the weight as the same child."""
    said = terminal.json(
        "dna", "compare", str(folder / "relatives.txt"), str(folder / "searched.txt"),
        "--sample", "mother", "--other-sample", "child 7",
    )  # fmt: skip
    assert said["best"] == "parent and child"
    assert said["hypotheses"]["same person"]["log10"] is None
    assert set(said["hypotheses"]["parent and child"]["populations"]) == {"AfAm", "Asian", "Cauc", "Hisp"}
    assert len(said["hypotheses"]["parent and child"]["loci"]) == 6
    assert said["settings"]["theta"] == 0.01
    assert said["weight"]["kind"] == "dna"


def test_a_comparison_is_said_in_words(terminal, folder):
    """A table of hypotheses, the best, the source of the frequencies, and that it is a lead."""
    said = terminal.run(
        "dna", "compare", str(folder / "relatives.txt"), str(folder / "searched.txt"),
        "--sample", "mother", "--other-sample", "child 7", "--population", "Cauc", "--mutation", "none",
    )  # fmt: skip
    assert said.exit_code == 0
    assert "Fits best: parent and child." in said.stdout
    assert "excluded" in said.stdout
    assert "A lead, not a verdict." in said.stdout


def test_a_file_of_several_profiles_wants_a_name(terminal, folder):
    """Nobody is compared by accident."""
    said = terminal.refusal("dna", "compare", str(folder / "relatives.txt"), str(folder / "searched.txt"))
    assert "mother, sister" in said["advice"]


def test_a_mother_and_a_sister_find_the_child(terminal, folder):
    """The true child is the first hit of the family search; chance hits and posterior are told."""
    said = terminal.json(
        "dna", "search", str(folder / "relatives.txt"), str(folder / "searched.txt"),
        "--family", str(folder / "family.json"), "--threshold", "1",
    )  # fmt: skip
    assert [hit["sample"] for hit in said["hits"]] == ["child 7"]
    assert said["searched"] == 3
    assert said["expected_chance_hits"]["missing person of the family"] < 0.1
    assert 0.5 < said["hits"][0]["posterior"]["missing person of the family"] < 1


def test_a_person_is_searched_for(terminal, folder):
    """A parent is found as a parent, in words too."""
    words = (
        "dna",
        "search",
        str(folder / "relatives.txt"),
        str(folder / "searched.txt"),
        "--sample",
        "sister",
        "--threshold",
        "0.5",
    )
    said = terminal.json(*words)
    assert {hit["sample"] for hit in said["hits"]} >= {"child 7"}
    aloud = terminal.run(*words)
    assert "By chance alone" in aloud.stdout
    assert "Finding nothing clears nobody." in aloud.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--theta", "2"),
        ("--mutation", "magic"),
        ("--frequencies", "nowhere.json"),
        ("--population", "Martian"),
        ("--blank", "perhaps"),
        ("--other-sample", "nobody"),
    ],
)
def test_what_cannot_be_is_refused(terminal, folder, words):
    """In a sentence, with what to do."""
    both = (str(folder / "relatives.txt"), str(folder / "searched.txt"))
    said = terminal.refusal("dna", "compare", *both, "--sample", "mother", *words)
    assert said["advice"]


def test_a_pedigree_that_is_none_is_refused(terminal, folder):
    """The file is named."""
    (folder / "family.json").write_text('{"pedigree": 3}')
    words = ("dna", "search", str(folder / "relatives.txt"), str(folder / "searched.txt"))
    said = terminal.refusal(*words, "--family", str(folder / "family.json"))
    assert said["error"] == "BadPedigree"
    assert "family.json" in said["says"]


CASE = {
    "id": "duo",
    "database": "own/table",
    "markers": ["L1"],
    "theta": 0,
    "mutation": None,
    "hypotheses": {
        "H1": [{"id": "F", "sex": 1}, {"id": "x", "sex": 2}, {"id": "C", "fid": "F", "mid": "x", "sex": 2}],
        "H2": [{"id": "F", "sex": 1}, {"id": "C", "sex": 2}],
    },
    "reference_hypothesis": "H2",
    "genotypes": {"F": {"L1": "8/8"}, "C": {"L1": "8/9"}},
    "expected": {"LR_per_marker": {"H1": {"L1": 2.0}}, "log10_LR_total": {"H1": 0.30102999566}},
}


@pytest.mark.parametrize(("expected", "status"), [(2.0, 0), (2.1, 1)])
def test_reference_cases_are_computed_again(terminal, tmp_path, expected, status):
    """An 8/8 hands on the child's 8, which half of the time is the one from there: 1 / (2 · ¼) = 2; where the file says else, the exit status is 1."""
    case = json.loads(json.dumps(CASE))
    case["expected"]["LR_per_marker"]["H1"]["L1"] = expected
    (tmp_path / "cases.json").write_text(json.dumps({"cases": [case]}))
    (tmp_path / "tables.json").write_text(json.dumps({"table": {"L1": {"8": 0.25, "9": 0.75}}}))
    words = ("dna", "validate", str(tmp_path / "cases.json"), "--databases", str(tmp_path / "tables.json"))
    said = terminal.json(*words, status=status)
    assert said["agree"] is (status == 0)
    assert len(said["cases"][0]["differ"]) == status
    aloud = terminal.run(*words)
    assert aloud.exit_code == status
    assert ("DIFFERS" in aloud.stdout) is bool(status)


def test_what_is_no_file_of_cases_is_refused(terminal, tmp_path):
    """An empty file does not pass."""
    (tmp_path / "cases.json").write_text("{}")
    assert terminal.refusal("dna", "validate", str(tmp_path / "cases.json"))["error"] == "BadInput"
    (tmp_path / "cases.json").write_text("no json")
    assert terminal.refusal("dna", "validate", str(tmp_path / "cases.json"))["field"] == "file"


def test_who_cannot_be_compared_and_what_was_cut_is_told(terminal, folder):
    """In words and for a program; the search goes on without them."""
    file = folder / "searched.txt"
    file.write_text(file.read_text() + "\nelsewhere\tD7S820\t8\t9")
    words = ("dna", "search", str(folder / "relatives.txt"), str(file), "--sample", "sister", "--most", "1")
    said = terminal.json(*words, "--threshold", "-50")
    assert (said["not_compared"], said["complete"]) == (1, False)
    assert said["above_threshold"] > len(said["hits"])
    assert sum(said["relation_priors"].values()) == pytest.approx(1.0)
    aloud = terminal.run(*words, "--threshold", "-50").stdout
    assert "1 profiles could not be compared" in aloud
    assert "Incomplete" in aloud
