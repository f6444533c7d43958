"""Make the numbers of kith/evidence/fingerprint/calibration.py: a logistic fit to log10 likelihood ratio.

    python bench/calibrate_fingerprint.py [--data DIR]

The fit is on FVC2002 DB1-DB3 (B sets): each pair once as it is, and once with its second print worse as a hurried capture is
(see _fingerprint_worse.py), because so it is at a port, and because on good adults' prints hardly anything is in doubt; for the
search over scales each of these also with the second finger 1.2 times as large. Records of another maker are as they came.

Terms: log of the score; then log of the poorer print's quality, log of the minutiae that lie alike, log of those in the overlap
(the fewer of both sides), and the growth found (absolute logarithm). Each is added alone to score and to score and quality,
and the Cllr by cross-validation over fingers is printed: the fingers of each set are in five folds, and a pair is judged by a fit
that saw no pair of either of its folds. The bounds are those of ELUB (Vergeer, van Es, de Jongh, Alberink, Stoel, Science & Justice 56, 2016)
on the weights so judged, of the pairs as they are (of each pairing of engines) or of all, whichever is narrowest.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from _fingerprint_sets import HOME, Set, brought, extracted, found_in, told
from fingerprint import cllr
from kith.evidence import fingerprint
from kith.evidence.fingerprint.calibration import clearness, stretched
from kith.evidence.fingerprint.compare import best_alignment, why_not
from kith.identify.calibrate import bounds_of

FOLDS = 5
GROWN = 1.2
WAY = "hurried"
OTHERS = ("pairs", "overlap", "growth")


@dataclass
class Pairs:
    """Comparisons: `terms` by name, float (n,); which are `genuine`; the `fold` of both fingers, (n, 2).

    `part` int (n,) says of which pairing each is: from 0 on where nothing was made worse or larger, else -1.
    """

    terms: dict[str, np.ndarray]
    genuine: np.ndarray
    fold: np.ndarray
    part: np.ndarray


def looked_at(first: list[Set], second: list[Set], scales: int, part: int) -> Pairs:
    """Every pair of an image of `first` with a later one of `second`, but those that are not compared."""
    rows, genuine, fold = [], [], []
    for a, b in zip(first, second, strict=True):
        ours, theirs = ([fingerprint.prepare(t) for t in s.templates] for s in (a, b))
        number = {name: i for i, name in enumerate(dict.fromkeys(a.finger))}
        for i, j in told(list(itertools.combinations(range(len(ours)), 2)), f"{a.name}: comparisons"):
            if why_not(ours[i], theirs[j]) is None:
                found = best_alignment(ours[i], theirs[j], scales)
                poorer = min(ours[i].overall, theirs[j].overall)
                raw, n, ours_in, theirs_in = found.features[:4]
                grown = abs(np.log(found.transform.scale))
                rows.append(
                    (
                        stretched(raw),
                        clearness(poorer),
                        np.log(max(n, 1)),
                        np.log(max(min(ours_in, theirs_in), 3)),
                        grown,
                    )
                )
                genuine.append(a.finger[i] == b.finger[j])
                fold.append((number[a.finger[i]] % FOLDS, number[b.finger[j]] % FOLDS))
    terms = dict(zip(("score", "quality", *OTHERS), np.array(rows).T, strict=True))
    return Pairs(terms, np.array(genuine), np.array(fold), np.full(len(rows), part))


def joined(parts: list[Pairs]) -> Pairs:
    """Several as one."""
    return Pairs(
        {k: np.concatenate([p.terms[k] for p in parts]) for k in parts[0].terms},
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("genuine", "fold", "part")),
    )


def fitted(x: np.ndarray, genuine: np.ndarray) -> np.ndarray:
    """Coefficients and intercept, log10; both classes weigh the same, so that no prior stays in."""
    weight = np.where(genuine, 0.5 / genuine.sum(), 0.5 / (~genuine).sum()) * len(x)
    model = LogisticRegression(C=1e4, max_iter=5000).fit(x, genuine, sample_weight=weight)
    return np.append(model.coef_[0], model.intercept_[0]) / np.log(10)


def judged(pairs: Pairs, names: tuple[str, ...]) -> np.ndarray:
    """The log10 ratio of each pair by a fit that saw neither of its fingers, (n,), unbounded."""
    x = np.stack([pairs.terms[name] for name in names], axis=1)
    out = np.zeros(len(x))
    for folds in itertools.combinations_with_replacement(range(FOLDS), 2):
        own = (np.sort(pairs.fold, axis=1) == folds).all(axis=1)
        seen = ~np.isin(pairs.fold, folds).any(axis=1)
        *slopes, start = fitted(x[seen], pairs.genuine[seen])
        out[own] = x[own] @ np.array(slopes) + start
    return out


def report(kind: str, searched: bool, pairs: Pairs, *, graded: bool = True) -> None:  # noqa: FBT001  # as the table has it
    """What each term does for the Cllr, and the line of the table."""
    print(f"\n{kind}, {'several scales' if searched else 'one scale'}: ", end="")
    print(f"{pairs.genuine.sum()} genuine and {(~pairs.genuine).sum()} impostor pairs")
    base = ("score", "quality") if graded else ("score",)
    tried = [("score",), *(("score", t) for t in OTHERS)] + (
        [base, *((*base, t) for t in OTHERS)] if graded else []
    )
    bounds = (-9.0, 9.0)
    for names in tried:
        weights = judged(pairs, names)
        if names == base:
            of = [pairs.part == k for k in range(pairs.part.max() + 1)] + [pairs.part >= -1]
            every = [bounds_of(weights[at], pairs.genuine[at]) for at in of]
            bounds = max(low for low, _ in every), min(high for _, high in every)
        held = np.clip(weights, -3.0, 4.0)
        plain = cllr(held[pairs.part >= 0], pairs.genuine[pairs.part >= 0])
        print(f"  Cllr {cllr(held, pairs.genuine):.4f}, of pairs as they are {plain:.4f}: {', '.join(names)}")
    x = np.stack([pairs.terms[name] for name in base], axis=1)
    slope, *quality, start = fitted(x, pairs.genuine)
    more = f", {quality[0]:.4f}" if graded else ""
    print(
        f'    ("{kind}", {searched}): Fit({slope:.4f}, {start:.4f}, {bounds[0]:.1f}, {bounds[1]:.1f}{more}),'
    )


def main() -> None:
    """Fit, cross-validate and print the constants."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    folders = found_in(arguments.parse_args().data)
    made = {
        (engine, factor, way): [extracted(f, engine, factor, way=way) for f in folders]
        for engine in ("leader", "ridge")
        for factor in (1.0, GROWN)
        for way in ("", WAY)
    }
    others = [s for f in folders if (s := brought(f)) is not None]
    for searched in (False, True):
        scales = 5 if searched else 1
        factors = (1.0, GROWN) if searched else (1.0,)
        for kind, sides in (
            ("leader", [("leader", "leader")]),
            ("ridge", [("ridge", "ridge")]),
            ("mixed", [("leader", "ridge"), ("ridge", "leader")]),
        ):
            parts = [
                looked_at(
                    made[one, 1.0, ""], made[other, factor, way], scales, -1 if way or factor > 1 else part
                )
                for part, (one, other) in enumerate(sides)
                for factor in factors
                for way in ("", WAY)
            ]
            report(kind, searched, joined(parts))
        report("bare", searched, looked_at(others, others, scales, 0), graded=False)


if __name__ == "__main__":
    main()
