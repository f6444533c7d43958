"""How well names are told apart: average precision, calibration, keys and time, on labelled pairs.

    python bench/biography.py [--data PAIRS.csv] [--json] [--fit]

PAIRS.csv has the columns community, name1, name2, match (1 or 0) and script ("same" or "cross"). The figures named
"left out" come from weights fitted on all communities but the one they are measured on; "shipped" is the model as it
lies in the package. `--fit` writes that model anew.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from kith.evidence.biography import PreparedName, name_log10, prepare_name
from kith.evidence.biography.names import model
from kith.evidence.biography.names.align import align
from kith.identify.calibrate import LN10, cllr, cllr_min
from kith.identify.evaluate import average_precision, det

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data" / "names" / "pairs.csv"
MODEL = HERE.parent / "src" / "kith" / "evidence" / "biography" / "names" / "model.json"
SEED = 0


@dataclass(frozen=True)
class Pairs:
    """The labelled pairs: prepared names, their measures (n, 4), and what is known of each pair (n,)."""

    names: list[tuple[PreparedName, PreparedName]]
    measures: np.ndarray
    same: np.ndarray
    community: np.ndarray
    across: np.ndarray


def read(path: Path) -> Pairs:
    """The pairs of a file, measured."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [(prepare_name(row["name1"]), prepare_name(row["name2"])) for row in rows]
    return Pairs(
        names,
        np.array([model.measure(a, b, align(a, b)) for a, b in names]),
        np.array([row["match"] == "1" for row in rows]),
        np.array([row["community"] for row in rows]),
        np.array([row["script"] == "cross" for row in rows]),
    )


def fit(measures: np.ndarray, same: np.ndarray, calibration: str) -> model.Model:
    """The logistic model of these pairs, in log10, with the odds of the data taken out."""
    scale = measures.std(axis=0)
    fitted = LogisticRegression(C=1.0, max_iter=5000).fit(measures / scale, same)
    factors = fitted.coef_[0] / scale / LN10
    start = fitted.intercept_[0] / LN10 - np.log10(same.mean() / (1 - same.mean()))
    return model.Model(model.Measures(*map(float, factors)), float(start), calibration)


def weigh(measures: np.ndarray, fitted: model.Model) -> np.ndarray:
    """The weights of many pairs before they are held within bounds, in log10, shape (n,)."""
    return measures @ np.array(fitted.factors) + fitted.start


def left_out(pairs: Pairs) -> np.ndarray:
    """The unbounded weight of each pair by the model of the other communities, shape (n,)."""
    weights = np.zeros(len(pairs.same))
    for community in np.unique(pairs.community):
        here = pairs.community == community
        weights[here] = weigh(pairs.measures[here], fit(pairs.measures[~here], pairs.same[~here], ""))
    return weights


def quality(weights: np.ndarray, pairs: Pairs, name: str) -> dict[str, float]:
    """Average precision and calibration of some weights. The bounds make ties, so ranking is measured before them."""
    across = pairs.across
    held = np.array([model.held(w, model.Measures(*m)) for w, m in zip(weights, pairs.measures, strict=True)])
    figures = {
        f"average precision, {name}": average_precision(weights, pairs.same),
        f"Cllr, {name}": cllr(held, pairs.same),
        f"Cllr min, {name}": cllr_min(weights, pairs.same),
    }
    if pairs.same[across].any():
        figures[f"average precision across scripts, {name}"] = average_precision(
            weights[across], pairs.same[across]
        )
        recall = 1 - det(weights[across], pairs.same[across]).fnmr_at(0.01)
        figures[f"recall at 1 % false positives across scripts, {name}"] = recall
    for community in np.unique(pairs.community):
        here = pairs.community == community
        figures[f"average precision {community}, {name}"] = average_precision(weights[here], pairs.same[here])
    return figures


def speed(pairs: Pairs) -> dict[str, float]:
    """Microseconds a name and a pair: prepared, compared once, and compared again as a register does."""
    texts = sorted({name.text for pair in pairs.names for name in pair})
    prepare_name.cache_clear()
    started = time.perf_counter()
    for text in texts:
        prepare_name(text)
    preparing = (time.perf_counter() - started) / len(texts)
    rounds = []
    for _ in range(3):
        started = time.perf_counter()
        for a, b in pairs.names:
            name_log10(a, b)
        rounds.append((time.perf_counter() - started) / len(pairs.names))
    return {
        "µs to prepare a name": preparing * 1e6,
        "µs a pair of prepared names": statistics.median(rounds) * 1e6,
    }


def keys(pairs: Pairs, weights: np.ndarray) -> dict[str, float]:
    """How often names that speak for the same child share a key, and how often two others do."""
    share = np.array([not a.keys.isdisjoint(b.keys) for a, b in pairs.names])
    found = share[pairs.same & (weights > 0)].mean()
    return {
        "share a key, same and weight above 0": found,
        "share a key, different": share[~pairs.same].mean(),
    }


def main() -> None:
    """Measure, print, and fit where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--fit", action="store_true", help="write the model of the package anew from the data"
    )
    arguments = parser.parse_args()
    if not arguments.data.exists():
        sys.exit(f"There is no file {arguments.data}. Give one with --data PAIRS.csv.")
    pairs = read(arguments.data)
    if arguments.fit:
        communities = ", ".join(np.unique(pairs.community))
        fitted = fit(
            pairs.measures, pairs.same, f"logistic on {len(pairs.same)} invented pairs ({communities})"
        )
        data = {"calibration": fitted.calibration, "start": fitted.start, "factors": fitted.factors._asdict()}
        MODEL.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        model.shipped.cache_clear()
    figures: dict[str, float] = {}
    if len(np.unique(pairs.community)) > 1:
        figures |= quality(left_out(pairs), pairs, "left out")
    shipped = weigh(pairs.measures, model.shipped())
    figures |= quality(shipped, pairs, "shipped") | keys(pairs, shipped) | speed(pairs)
    report = {
        "figures": {name: float(value) for name, value in figures.items()},
        "anchors": {},
        "data": f"{arguments.data.name}: {len(pairs.same)} pairs, {int(pairs.same.sum())} of one child",
        "seed": SEED,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "model": asdict(model.shipped()) | {"factors": model.shipped().factors._asdict()},
    }
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(report["data"])
    for name, value in report["figures"].items():
        print(f"{name:68} {value:8.3f}")


if __name__ == "__main__":
    main()
