"""On adults in press photographs, where that set lies beside the repository, faces are told apart. Nothing of it is kept here."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from kith.errors import KithError
from kith.evidence.face import compare, decode, encode

FACES = Path(__file__).resolve().parents[3] / "../shared/data/faces"


@pytest.mark.skipif(
    not (FACES / "pairs.csv").exists(), reason="the measuring set of faces is not beside the repository"
)
def test_adults_are_told_apart_on_a_small_subset():
    """Of one fold, pairs of one person outweigh pairs of two in more than 95 of 100 cases, and no bound is broken."""
    with (FACES / "pairs.csv").open(newline="", encoding="utf-8") as file:
        pairs = [row for row in csv.DictReader(file) if row["fold"] == "0"]
    templates = {}
    for name in {row[side] for row in pairs for side in ("a", "b")}:
        try:
            templates[name] = encode(decode((FACES / "lfw_adult" / name).read_bytes()))
        except KithError as refused:
            assert refused.advice  # noqa: PT017  # a refusal is a valid answer to a photograph of the set
    weights = {"0": [], "1": []}
    for row in pairs:
        if row["a"] in templates and row["b"] in templates:
            weights[row["same"]].append(compare(templates[row["a"]], templates[row["b"]]).log10)
    same, different = np.array(weights["1"]), np.array(weights["0"])
    assert len(same) > 100
    assert len(different) > 40
    assert np.abs(np.concatenate([same, different])).max() <= 2
    more = (same[:, None] > different[None, :]).mean() + 0.5 * (same[:, None] == different[None, :]).mean()
    assert more > 0.95
