"""Make the numbers of kith/evidence/fingerprint/calibration.py: a logistic fit of score to log10 likelihood ratio.

    python bench/calibrate_fingerprint.py [--data DIR]

The fit is on FVC2002 DB1-DB3 (B sets). Its Cllr is measured by cross-validation over fingers: the pairs of two fingers of
each set are judged by a fit that never saw either. The bounds are those that the number of pairs allows: one more
misleading comparison is supposed on each side (after ELUB: Vergeer, van Es, de Jongh, Alberink, Stoel, Science & Justice
56, 2016).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from fingerprint import HOME, Scores, brought, cllr, compared, extracted, found_in
from kith.evidence.fingerprint.calibration import stretched

FOLDS = 5


def fitted(score: np.ndarray, genuine: np.ndarray) -> tuple[float, float]:
    """Slope and intercept, log10, on the stretched score; both classes weigh the same, so that no prior stays in."""
    weight = np.where(genuine, 0.5 / genuine.sum(), 0.5 / (~genuine).sum()) * len(score)
    x = np.array([stretched(s) for s in score])[:, None]
    model = LogisticRegression(C=1e6, max_iter=1000).fit(x, genuine, sample_weight=weight)
    return float(model.coef_[0, 0] / np.log(10)), float(model.intercept_[0] / np.log(10))


def bounds(score: np.ndarray, genuine: np.ndarray) -> tuple[float, float]:
    """The lowest and highest log10 ratio that the data can bear."""
    thresholds = np.unique(score)
    mates, others = np.sort(score[genuine]), np.sort(score[~genuine])
    above_mates = len(mates) - np.searchsorted(mates, thresholds)
    above_others = len(others) - np.searchsorted(others, thresholds)
    high = np.log10((above_mates / len(mates) + 1e-12) / ((above_others + 1) / (len(others) + 1)))
    missed = (np.searchsorted(mates, thresholds) + 1) / (len(mates) + 1)
    low = np.log10(missed / (np.searchsorted(others, thresholds) / len(others) + 1e-12))
    return float(low.min()), float(high.max())


def main() -> None:
    """Fit, cross-validate and print the constants."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    folders = found_in(arguments.parse_args().data)
    leader = [extracted(f, "leader") for f in folders]
    ridge = [extracted(f, "ridge") for f in folders]
    others = [s for f in folders if (s := brought(f)) is not None]
    for searched in (False, True):
        scales = 5 if searched else 1
        report("leader", searched, [compared(s, scales) for s in leader])
        report("ridge", searched, [compared(s, scales) for s in ridge])
        pairs = zip(leader, ridge, strict=True)
        report("mixed", searched, [compared(a, scales, b) for a, b in pairs])
        report("bare", searched, [compared(s, scales) for s in others])


def report(kind: str, searched: bool, sets: list[Scores]) -> None:  # noqa: FBT001  # as the table has it
    """Fit some sets and print the line of the table."""
    score = np.concatenate([s.score for s in sets])
    genuine = np.concatenate([s.genuine for s in sets])
    fold = np.concatenate([s.fingers for s in sets]) % FOLDS
    low, high = bounds(score, genuine)
    judged, truth = [], []
    for k in range(FOLDS):
        seen = (fold != k).all(axis=1)
        slope, intercept = fitted(score[seen], genuine[seen])
        x = np.array([stretched(s) for s in score[~seen]])
        judged.append(np.clip(intercept + slope * x, low, high))
        truth.append(genuine[~seen])
    slope, intercept = fitted(score, genuine)
    print(f"{genuine.sum()} genuine and {(~genuine).sum()} impostor pairs")
    print(f"Cllr {cllr(np.concatenate(judged), np.concatenate(truth)):.4f} by cross-validation over fingers")
    print(f'    ("{kind}", {searched}): Fit({slope:.4f}, {intercept:.4f}, {low:.1f}, {high:.1f}),')


if __name__ == "__main__":
    main()
