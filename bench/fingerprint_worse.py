"""What worse captures cost: one print of each pair made drier, wetter, fainter, twisted, partial, smaller, or all of it.

    python bench/fingerprint_worse.py [--data DIR] [--json] [--engine ridge|leader]

The pairs of bench/fingerprint.py, the second print of each made worse before extraction (see _fingerprint_worse.py for how), compared
at one scale; EER and FNMR at FMR 1e-3, pooled over the sets, the threshold that of the impostor pairs so made. Simulations on
adults' prints: they show what breaks first, not how often it happens.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

import numpy as np

from _fingerprint_sets import HOME, extracted, found_in
from _fingerprint_worse import WAYS
from fingerprint import compared, rates
from kith.evidence.fingerprint.extract import engine_called


def measured(folders: list[Path], engine: str) -> dict[str, float]:
    """The figures of one engine, by the way in which prints were made worse."""
    figures: dict[str, float] = {}
    sets = [extracted(f, engine) for f in folders]
    for way in ("", *WAYS):
        later = [extracted(f, engine, way=way) for f in folders] if way else sets
        every = [compared(s, 1, worse) for s, worse in zip(sets, later, strict=True)]
        found = rates(np.concatenate([s.score for s in every]), np.concatenate([s.genuine for s in every]))
        name = way or "as it is"
        figures[f"{name}, EER %"] = found["EER"]
        figures[f"{name}, FNMR % at FMR 1e-3"] = found["FMR1000"]
        figures[f"{name}, minutiae"] = float(np.mean([len(t) for s in later for t in s.templates]))
    return figures


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--engine", choices=["ridge", "leader"])
    chosen = arguments.parse_args()
    folders = found_in(chosen.data)
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    engine = engine_called(chosen.engine).name
    figures = measured(folders, engine)
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = ", ".join(f.name for f in folders) + f"; engine {engine}"
        print(json.dumps({"figures": figures, "anchors": {}, "data": data, "seed": None, "machine": machine}))
        return 0
    print(f"engine {engine}")
    for name, value in figures.items():
        print(f"{name:48s} {value:10.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
