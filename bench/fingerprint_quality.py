"""Whether the quality score foretells trouble: error versus reject, on every set folder.

    python bench/fingerprint_quality.py [--data DIR] [--json]

The quality of a pair is that of its poorer print. For each set the threshold is fixed where 5 % of the genuine pairs are missed (and
once more at a false match rate of 0.1 %); then the pairs of the poorest quality are rejected, share by share, and the misses among
those that stay are counted. A score that says nothing leaves the rate where it was; a perfect one rejects exactly the misses,
and stands beside as the anchor. Once more with the second print of each pair as poor as a hurried capture's (_fingerprint_worse.py),
because the network misses hardly any of the pairs as they are. Raw scores are judged: the weight already makes up for the quality. (P. Grother, E. Tabassi, Performance of biometric quality measures, IEEE TPAMI 29(4), 2007.)
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

import numpy as np

from _fingerprint_sets import HOME, Set, extracted, found_in
from fingerprint import compared

REJECTED = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)
MISSED = 0.05


def pair_quality(prints: Set, later: Set) -> np.ndarray:
    """The quality of each pair, in the order of `compared`: that of the poorer print."""
    ours, theirs = (np.array([t.overall for t in s.templates]) for s in (prints, later))
    first, second = np.triu_indices(len(ours), 1)
    return np.minimum(ours[first], theirs[second])


def curve(missed: np.ndarray, quality: np.ndarray) -> list[float]:
    """The share missed in percent after each share of REJECTED; pairs of equal quality count in proportion."""
    order = np.argsort(quality, kind="stable")
    # the mean over pairs of the same quality, so that their order says nothing
    _, group = np.unique(quality[order], return_inverse=True)
    evened = (np.bincount(group, missed[order]) / np.bincount(group))[group]
    return [100 * float(evened[round(share * len(evened)) :].mean()) for share in REJECTED]


def measured(sets: list[Set], worse: list[Set]) -> tuple[dict[str, float], dict[str, float]]:
    """The figures, and beside them those of a score that would know every miss."""
    figures = {f"{s.name} median quality": float(np.median([t.overall for t in s.templates])) for s in sets}
    anchors: dict[str, float] = {}
    for which, later in (("", sets), ("one hurried, ", worse)):
        at_missed, at_false, qualities = [], [], []
        for prints, others in zip(sets, later, strict=True):
            scores, quality = compared(prints, 1, others), pair_quality(prints, others)
            genuine, impostor = scores.raw[scores.genuine], np.sort(scores.raw[~scores.genuine])
            at_missed.append(genuine < np.quantile(genuine, MISSED))
            at_false.append(genuine <= impostor[len(impostor) - 1 - len(impostor) // 1000])
            qualities.append(quality[scores.genuine])
        quality = np.concatenate(qualities)
        for name, parts in ((f"missed at {MISSED:.0%}", at_missed), ("missed at FMR 1e-3", at_false)):
            missed = np.concatenate(parts).astype(float)
            here, best = curve(missed, quality), curve(missed, -missed)
            for share, value, ideal in zip(REJECTED, here, best, strict=True):
                figures[f"{which}{name}, {share:.0%} rejected, %"] = value
                anchors[f"{which}{name}, {share:.0%} rejected, %"] = ideal
    return figures, anchors


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    folders = found_in(chosen.data)
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    worse = [extracted(f, way="hurried") for f in folders]
    figures, anchors = measured([extracted(f) for f in folders], worse)
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = ", ".join(f.name for f in folders)
        print(
            json.dumps(
                {"figures": figures, "anchors": anchors, "data": data, "seed": None, "machine": machine}
            )
        )
        return 0
    for name, value in figures.items():
        print(f"{name:<48} {value:>8.2f}" + (f"   perfect {anchors[name]:>6.2f}" if name in anchors else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
