"""Reference cases: the layouts on a case worked out by hand, and those of other programs where they lie beside us."""

from __future__ import annotations

import json

import pytest

from kith.errors import BadInput
from kith.evidence.dna import check

TRIO = {
    "databases": {"own": {"L1": {"8": 0.5, "9": 0.3, "9.3": 0.2}}},
    "cases": [
        {
            "id": "trio",
            "database": "own",
            "markers": ["L1"],
            "theta": 0,
            "mutation": None,
            "hypotheses": {
                "H1": [
                    {"id": "F", "fid": "0", "mid": "0", "sex": 1},
                    {"id": "M", "fid": "0", "mid": "0", "sex": 2},
                    {"id": "C", "fid": "F", "mid": "M", "sex": 2},
                ],
                "H2": [
                    {"id": "F", "fid": "0", "mid": "0", "sex": 1},
                    {"id": "M", "fid": "0", "mid": "0", "sex": 2},
                    {"id": "x", "fid": "0", "mid": "0", "sex": 1},
                    {"id": "C", "fid": "x", "mid": "M", "sex": 2},
                ],
            },
            "reference_hypothesis": "H2",
            "genotypes": {"F": {"L1": "9.3/9.3"}, "M": {"L1": "8/9"}, "C": {"L1": "8/9.3"}},
            "expected": {"LR_per_marker": {"H1": {"L1": 5.0}}, "log10_LR_total": {"H1": 0.69897000433602}},
        }
    ],
}


def test_a_case_by_hand_agrees():
    """The father hands on 9.3 with certainty, a stranger with chance 0.2: the ratio is 5."""
    (checked,) = check(TRIO)
    assert checked.agrees
    assert len(checked.values) == 2


def test_a_wrong_value_is_found():
    """A value off by a part in a hundred thousand does not agree."""
    wrong = json.loads(json.dumps(TRIO).replace('"L1": 5.0', '"L1": 5.00005'))
    (checked,) = check(wrong)
    assert not checked.agrees
    assert [v.what for v in checked.values if not v.agrees] == ["H1 L1"]


def test_the_same_person_may_be_said_in_words():
    """Two heterozygotes 8/9.3: one person against two, 1 / (2 · 0.5 · 0.2) = 5; another named relative stays unrelated."""
    case = json.loads(json.dumps(TRIO["cases"][0]))
    case["hypotheses"] = {
        "H1": "A and B are the same person",
        "H2": [{"id": "A", "sex": 1}, {"id": "B", "sex": 1}],
    }
    case["genotypes"] = {"A": {"L1": "8/9.3"}, "B": {"L1": "8/9.3"}}
    (checked,) = check({"databases": TRIO["databases"], "cases": [case]})
    assert checked.agrees, checked


@pytest.mark.parametrize(
    "missing", ["database", "hypotheses", "genotypes", "expected", "reference_hypothesis"]
)
def test_a_case_that_lacks_a_part_is_a_problem_of_its_own(missing):
    """It never agrees, says why, and does not stop the others."""
    case = {k: v for k, v in TRIO["cases"][0].items() if k != missing}
    first, second = check({"databases": TRIO["databases"], "cases": [case, TRIO["cases"][0]]})
    assert first.problem
    assert not first.agrees
    assert second.agrees


@pytest.mark.parametrize("data", [None, 1, "x", [], {}, {"cases": []}, {"a": {"b": 1}}])
def test_what_is_no_file_of_cases_is_refused(data):
    """An empty file is not an agreement."""
    with pytest.raises(BadInput):
        list(check(data))


def test_every_case_of_familias_and_pedprobr_agrees(reference):
    """33 cases, every marker and total within 1e-6, in both conventions for untyped parents."""
    checked = list(check(json.loads((reference / "reference_cases.json").read_bytes())))
    assert len(checked) >= 33
    assert not [(one.case, one.worst, one.problem) for one in checked if not one.agrees]


def test_every_pair_of_disaster_victims_agrees(reference):
    """139 pairwise ratios of eight published data sets, and the likelihoods of whole solutions."""
    checked = list(check(json.loads((reference / "dvi_reference_cases.json").read_bytes())))
    assert len(checked) == 8
    assert not [(one.case, one.worst, one.problem) for one in checked if not one.agrees]


@pytest.mark.parametrize(
    "change",
    [
        {
            "hypotheses": {"H1": "a and b are the same person"},
            "reference_hypothesis": "H1",
            "markers": ["L1"],
        },
        {"hypotheses": {"H1": []}, "reference_hypothesis": "H1"},
    ],
)
def test_a_case_without_a_pedigree_or_markers_is_a_problem_not_a_crash(change):
    """It is told, and the other cases go on."""
    case = {"id": "x", "database": "t", "genotypes": {}, "expected": {}, "mutation": None} | change
    (found,) = check({"cases": [case], "databases": {"t": {"L1": {"8": 0.5, "9": 0.5}}}})
    assert found.problem
    assert not found.agrees
