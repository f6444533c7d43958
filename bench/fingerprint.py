"""How accurate and how fast fingerprints are: the FVC protocol on every set folder.

    python bench/fingerprint.py [--data DIR] [--json] [--engine ridge|leader] [--ppi NAME=PPI ...] [--no-growth]

A set is a folder in DIR with images `F_I.png` (finger F, impression I). Each pair of impressions of one finger is a genuine
one; each impression against each of every other finger is an impostor one, both taken once (FVC2002, B sets: 280 and
2,880). Where templates `F_I.iso` by another extractor lie beside the images, our matcher runs on them too, as an anchor.
Resolution: given with `--ppi`, else from a file `ppi.txt` in the folder, else as the FVC say of that set, else 500 pixels an
inch. Pooled rates have one threshold for all sets; pairs are made within sets only. The quick look is one gallery of all
sets, in which FVC2002 DB3 finger 108 and FVC2004 DB3 finger 102, the same finger, are one.

Growth: the same pairs with the later image of each enlarged (or made half as large) before extraction, compared over five
scales; the threshold is that of the impostor pairs so compared. Without `--engine` the one that is the default here runs.
What the network leader was trained on is unknown, and its author tuned it on the FVC sets: its figures flatter.
"""

from __future__ import annotations

import argparse
import itertools
import json
import operator
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from _fingerprint_sets import HOME, Set, brought, extracted, found_in, told
from kith.evidence import fingerprint
from kith.evidence.fingerprint.calibration import log10_ratio, unbounded
from kith.evidence.fingerprint.compare import fit_for, score, why_not
from kith.evidence.fingerprint.extract import engine_called

FACTORS = (1.0, 1.1, 1.2, 1.3, 0.5)
NOTHING = -99.0


@dataclass
class Scores:
    """All pairs: `raw` score; `score`, the weight before it is bounded; `log10`, the weight; which are genuine; matches a second.

    A pair that is not compared because a print shows too little has the lowest score of all, and weighs nothing.
    """

    raw: np.ndarray
    score: np.ndarray
    log10: np.ndarray
    genuine: np.ndarray
    a_second: float


def compared(prints: Set, scales: int = 1, later: Set | None = None) -> Scores:
    """All pairs of a set, each once; the second of each pair from `later`, the same impressions in another form."""
    first = [fingerprint.prepare(t) for t in prints.templates]
    second = first if later is None else [fingerprint.prepare(t) for t in later.templates]
    score(first[0], second[1], scales=scales)
    pairs = list(itertools.combinations(range(len(first)), 2))
    rows = [list(group) for _, group in itertools.groupby(pairs, key=operator.itemgetter(0))]
    raw, spent = np.zeros(0), 0.0
    for row in told(rows, f"{prints.name}: comparisons, {scales} scale{'s' * (scales > 1)}"):
        began = time.process_time()
        here = [score(first[i], second[j], scales=scales) for i, j in row]
        spent += time.process_time() - began
        raw = np.append(raw, here)
    told_apart = [why_not(first[i], second[j]) is None for i, j in pairs]
    fits = [fit_for(first[i], second[j], scales) for i, j in pairs]
    weighed = [
        unbounded(v, fit) if may else NOTHING for v, fit, may in zip(raw, fits, told_apart, strict=True)
    ]
    log10 = [log10_ratio(v, fit) if may else 0.0 for v, fit, may in zip(raw, fits, told_apart, strict=True)]
    same = np.array([prints.finger[i] == prints.finger[j] for i, j in pairs])
    return Scores(raw, np.array(weighed), np.array(log10), same, len(pairs) / spent)


def rates(scores: np.ndarray, genuine: np.ndarray) -> dict[str, float]:
    """EER and FNMR at FMR 1e-2, 1e-3 and 0, in percent."""
    thresholds = np.append(np.unique(scores), np.inf)
    fnmr = np.searchsorted(np.sort(scores[genuine]), thresholds) / genuine.sum()
    others = (~genuine).sum()
    fmr = (others - np.searchsorted(np.sort(scores[~genuine]), thresholds)) / others
    k = int(np.argmin(np.abs(fnmr - fmr)))
    at = {"FMR100": 1e-2, "FMR1000": 1e-3, "zeroFMR": 0.0}
    out = {"EER": 50 * float(fnmr[k] + fmr[k])}
    out.update({name: 100 * float(fnmr[fmr <= bound].min()) for name, bound in at.items()})
    return out


def cllr(log10: np.ndarray, genuine: np.ndarray) -> float:
    """The cost of log likelihood ratios (Brümmer): 0 perfect, 1 as good as saying nothing."""
    natural = log10 * np.log(10)
    misses, alarms = np.logaddexp(0, -natural[genuine]), np.logaddexp(0, natural[~genuine])
    return float((misses.mean() + alarms.mean()) / (2 * np.log(2)))


def scanned(sets: list[Set]) -> dict[str, float]:
    """One print against many, as bench/fingerprint_search.py measures it."""
    from fingerprint_search import searched

    return searched(sets)


def measured(sets: list[Set]) -> dict[str, float]:
    """All figures of some sets, by name."""
    figures: dict[str, float] = {}
    every = []
    for prints in sets:
        scores = compared(prints)
        every.append(scores)
        figures.update({f"{prints.name} {k} %": v for k, v in rates(scores.score, scores.genuine).items()})
        figures[f"{prints.name} minutiae"] = float(np.mean([len(t) for t in prints.templates]))
        figures[f"{prints.name} without a finger"] = len(prints.refused)
        if prints.milliseconds:
            figures[f"{prints.name} extraction ms"] = prints.milliseconds
        figures[f"{prints.name} matches/s"] = round(scores.a_second)
    pooled = np.concatenate([s.score for s in every])
    genuine = np.concatenate([s.genuine for s in every])
    figures["mean EER %"] = float(np.mean([v for k, v in figures.items() if k.endswith(" EER %")]))
    figures["pooled FNMR % at FMR 1e-3"] = rates(pooled, genuine)["FMR1000"]
    figures["Cllr"] = cllr(np.concatenate([s.log10 for s in every]), genuine)
    speed = sum(len(s.score) for s in every) / sum(len(s.score) / s.a_second for s in every)
    figures["full comparison, matches/s"] = round(speed)
    figures.update(scanned(sets))
    return figures


def grown(
    folders: list[Path],
    sets: list[Set],
    engine: str,
    given: dict[str, int] | None = None,
    factors: tuple[float, ...] = FACTORS,
) -> dict[str, float]:
    """FNMR at FMR 1e-3 over five scales, pooled, where the second of each pair has grown or is half as large."""
    figures = {}
    for factor in factors:
        later = [extracted(f, engine, factor, given) for f in folders] if factor != 1.0 else sets
        every = [compared(s, 5, larger) for s, larger in zip(sets, later, strict=True)]
        pooled = np.concatenate([s.score for s in every])
        genuine = np.concatenate([s.genuine for s in every])
        figures[f"FNMR % at FMR 1e-3, second x {factor}, 5 scales"] = rates(pooled, genuine)["FMR1000"]
        if factor == 0.5:
            both = [compared(s, 1) for s in later]
            pooled = np.concatenate([s.score for s in both])
            figures["FNMR % at FMR 1e-3, both x 0.5, 1 scale"] = rates(pooled, genuine)["FMR1000"]
    return figures


def named_ppi(text: str) -> tuple[str, int]:
    """`NAME=569` as the command line gives it."""
    name, _, ppi = text.rpartition("=")
    return name, int(ppi)


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--engine", choices=["ridge", "leader"])
    arguments.add_argument(
        "--ppi", action="append", default=[], metavar="NAME=PPI", help="resolution of a set", type=named_ppi
    )
    arguments.add_argument("--no-growth", action="store_true", help="leave out growth, which takes longest")
    chosen = arguments.parse_args()
    folders, given = found_in(chosen.data), dict(chosen.ppi)
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    engine = engine_called(chosen.engine).name
    sets = [extracted(f, engine, given=given) for f in folders]
    figures = measured(sets)
    if not chosen.no_growth:
        figures.update(grown(folders, sets, engine, given))
    others = [s for f in folders if (s := brought(f)) is not None]
    anchors = measured(others) if others else {}
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = ", ".join(f.name for f in folders)
        if anchors:
            data += "; anchors: the .iso templates of another extractor beside the images, by our matcher"
        print(
            json.dumps(
                {"figures": figures, "anchors": anchors, "data": data, "seed": None, "machine": machine}
            )
        )
        return 0
    print(f"{'engine ' + engine:48s} {'ours':>10s} {'.iso':>10s}")
    for name, value in figures.items():
        anchor = f"{anchors[name]:10.2f}" if name in anchors else ""
        print(f"{name:48s} {value:10.2f} {anchor}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
