"""How well faces are told apart, on adults only: calibration, cross-validated, and time a face.

    python bench/face.py [--data DIR] [--json]

`DIR` holds `pairs.csv` (fold, a, b, same; folds disjoint by identity) and the photographs under `lfw_adult/`. Adult press
photographs say nothing about how well a method works on children or across years.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING

import dlib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve

from kith.errors import KithError
from kith.evidence.face import compare, decode, encode
from kith.evidence.face.network import embed, model_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from kith.evidence.face import FaceTemplate

DATA = Path(__file__).resolve().parents[1] / "../shared/data/faces"


def read_pairs(folder: Path) -> list[tuple[int, str, str, bool]]:
    """Fold, one photograph, the other, and whether they show the same person."""
    with (folder / "pairs.csv").open(newline="", encoding="utf-8") as file:
        return [(int(row["fold"]), row["a"], row["b"], row["same"] == "1") for row in csv.DictReader(file)]


def encode_all(folder: Path, names: set[str]) -> tuple[dict[str, FaceTemplate], dict[str, str], float]:
    """Templates by name, refusals by name, and seconds of one photograph from bytes to template (median)."""
    templates, refused, seconds = {}, {}, []
    for name in sorted(names):
        begun = time.perf_counter()
        try:
            templates[name] = encode(decode((folder / "lfw_adult" / name).read_bytes()))
        except KithError as why:
            refused[name] = type(why).__name__
        seconds.append(time.perf_counter() - begun)
    return templates, refused, float(np.median(seconds))


def fit(cosines: NDArray[np.float64], same: NDArray[np.bool_]) -> tuple[float, float]:
    """Offset and slope of log10 LR over the cosine; same and different weigh the same, whatever their numbers."""
    scale = 50.0  # so that the solver sees numbers near one
    model = LogisticRegression(C=1e6, class_weight="balanced", max_iter=1000)
    model.fit((cosines[:, None] - 0.9) * scale, same)
    slope = float(model.coef_[0, 0]) * scale / np.log(10)
    return float(model.intercept_[0]) / np.log(10) - 0.9 * slope, slope


def cllr(log10: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """The cost of log likelihood ratios, bits (Brummer and du Preez, 2006): 0 perfect, 1 tells nothing."""
    natural = log10 * np.log(10)
    return float(
        (np.logaddexp(0, -natural[same]).mean() + np.logaddexp(0, natural[~same]).mean()) / (2 * np.log(2))
    )


def measure(folder: Path) -> dict[str, float]:
    """All figures, by name."""
    pairs = read_pairs(folder)
    templates, refused, seconds = encode_all(folder, {name for _, a, b, _ in pairs for name in (a, b)})
    usable = [pair for pair in pairs if pair[1] in templates and pair[2] in templates]
    fold = np.array([pair[0] for pair in usable])
    same = np.array([pair[3] for pair in usable])
    cosines = np.array([float(templates[a].vector @ templates[b].vector) for _, a, b, _ in usable])
    held_out = np.empty(len(usable))
    for one in np.unique(fold):
        offset, slope = fit(cosines[fold != one], same[fold != one])
        held_out[fold == one] = offset + slope * cosines[fold == one]
    offset, slope = fit(cosines, same)
    shipped = np.array([compare(templates[a], templates[b]).log10 for _, a, b, _ in usable])
    false_alarms, hits, _ = roc_curve(same, cosines)
    return {
        "photographs": len(templates) + len(refused),
        "refused_no_face": sum(why == "NoFace" for why in refused.values()),
        "refused_several_faces": sum(why == "SeveralFaces" for why in refused.values()),
        "refused_poor": sum(why == "PoorPhotograph" for why in refused.values()),
        "pairs_same": int(same.sum()),
        "pairs_different": int((~same).sum()),
        "auc": float(roc_auc_score(same, cosines)),
        "eer": float(np.min(np.maximum(false_alarms, 1 - hits))),
        "missed_at_1_percent_false_alarms": float(1 - hits[false_alarms <= 0.01].max()),
        "cllr_cross_validated": cllr(held_out, same),
        "cllr_cross_validated_bounded": cllr(np.clip(held_out, -2, 2), same),
        "cllr_as_shipped": cllr(shipped, same),
        "offset": offset,
        "slope": slope,
        "seconds_a_photograph": seconds,
        "seconds_a_face_in_the_network": seconds_a_face(embed),
    }


def seconds_a_face(network: Callable[[NDArray[np.uint8]], object], times: int = 30) -> float:
    """Seconds that a network takes for one aligned face (median), after a first call that makes it ready."""
    chips = np.random.default_rng(0).integers(0, 256, (1, 150, 150, 3), dtype=np.uint8)
    network(chips)
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        network(chips)
        seconds.append(time.perf_counter() - begun)
    return float(np.median(seconds))


def anchors() -> dict[str, float]:
    """The same network as dlib itself runs it, in the same run."""
    theirs = dlib.face_recognition_model_v1(str(model_path("dlib_face_recognition_resnet_model_v1.dat")))
    return {
        "seconds_a_face_in_the_network": seconds_a_face(
            lambda chips: theirs.compute_face_descriptor(chips[0])
        )
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures, beside = measure(asked.data), anchors()
    if asked.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = f"{asked.data.name}: adults only, press photographs"
        print(
            json.dumps(
                {"figures": figures, "anchors": beside, "data": data, "seed": None, "machine": machine},
                indent=2,
            )
        )
        return
    print("Faces of adults in press photographs; says nothing about children or about years between.\n")
    for name, value in figures.items():
        print(f"{name:36} {value:12.5g}" + (f"   dlib itself: {beside[name]:.5g}" if name in beside else ""))


if __name__ == "__main__":
    main()
