"""How fast one print is found among many, how many mates the quick look loses, and ten fingers among 100,000 children.

    python bench/fingerprint_search.py [--data DIR] [--json] [--engine ridge|leader] [--children 100000]

Sets as in bench/fingerprint.py. Mates: the quick look ranks all other prints of all sets; a mate is kept where at most the
share of prints that is compared in full comes before it; also where the recorded prints are poor, or smaller. Speeds: one thread, one scale, on the same prints laid end to end 40 times; `search`
is end to end, the quick look and the full comparison of the best together.

Ten fingers: the prints of finger 1 to 10 of a set stand for one person's ten positions. One impression of each is recorded, each
of the others searched with, position known, on two threads. The other children are made: a real print mirrored, a tenth of its minutiae left
out, the others moved (12 pixels and 23 degrees, standard deviations), with its mirrored orientation grid. Seconds are by the
clock, from the probe's prepared templates to the order of all children. Then again with only two, and with only one, of each person's fingers recorded.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence import fingerprint
from kith.evidence.fingerprint.extract import engine_called
from kith.evidence.fingerprint.search import SHARE_IN_FULL, Tries, in_full, look, search_quickly
from kith.evidence.fingerprint.structures import neighbourhoods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fingerprint import Set

SEED = 1007
TIMES = 40
EACH = 5
"""Every so many prints one is timed."""
FINGERS = 10
RECORDED = (FINGERS, 2, 1)
"""Fingers recorded of each person, run by run."""
AT_ONCE = 2000
SHARE = f"{100 * SHARE_IN_FULL:.0f} %"


def searched(sets: Sequence[Set]) -> dict[str, float]:
    """One print against many: speeds on one core, mates kept, bytes a template."""
    prepared = [fingerprint.prepare(t) for s in sets for t in s.templates]
    owner = np.array([f"{s.name}/{f}" for s in sets for f in s.finger])
    packed = fingerprint.pack(prepared)
    large = fingerprint.joined([(packed, np.arange(len(packed)))] * TIMES)
    fingerprint.search(prepared[0], large, threads=1)  # compiled before it is timed
    one = Tries.of(len(large), 1, 1.0)
    looking = ending = comparing = 0.0
    compared = 0
    probes = prepared[::EACH]
    for probe in probes:
        began = time.thread_time()
        search_quickly(probe, large)
        looked = time.thread_time()
        scan = fingerprint.search(probe, large, threads=1)
        ended = time.thread_time()
        chosen = np.flatnonzero(scan.full)
        again = time.thread_time()
        in_full(probe, large, chosen, one, 1)
        comparing += time.thread_time() - again
        looking += looked - began
        ending += ended - looked
        compared += len(chosen)
    return {
        "quick look, templates/s": round(len(probes) * len(large) / looking),
        "search, templates/s": round(len(probes) * len(large) / ending),
        "full comparison in a search, matches/s": round(compared / comparing),
        f"mates kept in the best {SHARE}": kept(prepared, packed, owner, Tries.of(len(packed), 1, 1.0)),
        "bytes a template": packed.nbytes / len(packed),
    }


def kept(
    probes: list[fingerprint.Prepared], packed: fingerprint.Packed, owner: np.ndarray, tries: Tries
) -> float:
    """Percent of mates that the quick look leaves among those compared in full; print k of the gallery is probe k otherwise taken."""
    stays = mates = 0
    rows = np.arange(len(packed))
    for i, probe in enumerate(probes):
        quick = look(probe, packed, rows, tries, 1)
        others = np.sort(quick[owner != owner[i]])
        own = np.flatnonzero((owner == owner[i]) & (rows != i))
        stays += int((1 - np.searchsorted(others, quick[own]) / len(others) <= SHARE_IN_FULL).sum())
        mates += len(own)
    return 100 * stays / mates


def kept_of_poor(folders: Sequence[Path], sets: Sequence[Set], engine: str) -> dict[str, float]:
    """The same where the gallery's prints were taken in a hurry (simulated), and of a child: a fifth smaller, in three sizes."""
    from fingerprint import extracted

    owner = np.array([f"{s.name}/{f}" for s in sets for f in s.finger])
    probes = [fingerprint.prepare(t) for s in sets for t in s.templates]
    figures = {}
    for words, factor, way, scales in (
        ("recorded x 0.8", 0.8, "", 3),
        ("recorded in a hurry", 1.0, "hurried", 1),
        ("recorded in a hurry, x 0.8", 0.8, "hurried", 3),
    ):
        taken = [t for folder in folders for t in extracted(folder, engine, factor, way=way).templates]
        packed = fingerprint.pack(fingerprint.prepare(t) for t in taken)
        tries = Tries.of(len(packed), scales, factor)
        figures[f"mates kept in the best {SHARE}, {words}"] = kept(probes, packed, owner, tries)
    return figures


def persons(sets: Sequence[Set]) -> list[list[list[fingerprint.Prepared]]]:
    """The persons, ten fingers of a set each; of each its impressions, ten templates with their positions each."""
    found = []
    for prints in sets:
        names = list(dict.fromkeys(prints.finger))
        taken = [[t for t, f in zip(prints.templates, prints.finger, strict=True) if f == n] for n in names]
        for first in range(0, len(names) - FINGERS + 1, FINGERS):
            own = taken[first : first + FINGERS]
            found.append(
                [
                    [
                        replace(fingerprint.prepare(one), position=fingerprint.Position(k + 1))
                        for k, one in enumerate(impression)
                    ]
                    for impression in zip(*own, strict=False)
                ]
            )
    return found


def made(model: fingerprint.Prepared, position: int, rng: np.random.Generator) -> fingerprint.Prepared:
    """A print of nobody, after a real one."""
    points = model.points[rng.random(len(model)) < 0.9]
    points[:, 0] = 16 * model.field.shape[1] - points[:, 0]
    points[:, 2] = math.pi - points[:, 2]
    points[:, :2] += rng.normal(0, 12, (len(points), 2))
    points[:, 2] += rng.normal(0, 0.4, len(points))
    near, count = neighbourhoods(points)
    turn = (np.rint(points[:, 2].astype(float) * (128 / math.pi)).astype(np.int64) & 255).astype(np.uint8)
    grid = model.field[:, ::-1].astype(np.int64)
    field = np.where(grid < 180, (180 - grid) % 180, 255).astype(np.uint8)
    return replace(
        model,
        index=np.arange(len(points), dtype=np.int32),
        points=points,
        turn=turn,
        neighbours=near,
        count=count,
        field=field,
        position=fingerprint.Position(position),
        key=(len(points), int(rng.integers(1 << 32))),
    )


def crowd(models: Sequence[fingerprint.Prepared], children: int) -> fingerprint.Packed:
    """So many children of ten made prints each, one after the other."""
    rng = np.random.default_rng(SEED)
    parts = []
    for first in range(0, children, AT_ONCE):
        number = min(AT_ONCE, children - first)
        parts.append(
            fingerprint.pack(
                made(models[int(m)], k + 1, rng)
                for child in rng.integers(len(models), size=(number, FINGERS))
                for k, m in enumerate(child)
            )
        )
    return fingerprint.joined([(part, np.arange(len(part))) for part in parts])


def ten_fingers(sets: Sequence[Set], children: int) -> dict[str, float]:
    """Ten fingers of each person among so many children: seconds, and how often the person comes first."""
    people = persons(sets)
    if not people:
        return {}
    models = [fingerprint.prepare(t) for s in sets for t in s.templates]
    others = crowd(models, children - len(people))
    figures = {"bytes a template, all children": others.nbytes / len(others)}
    for recorded in RECORDED:
        # which ones differs from person to person; they stand behind all others, so that nothing goes to them for being first
        own = fingerprint.pack(
            one
            for p, person in enumerate(people)
            for k, one in enumerate(person[0])
            if (k - 3 * p) % FINGERS < recorded
        )
        packed = fingerprint.joined([(others, np.arange(len(others))), (own, np.arange(len(own)))])
        sizes = [FINGERS] * (children - len(people)) + [recorded] * len(people)
        which = f"ten fingers, {children} children"
        which += "" if recorded == FINGERS else f", {recorded} recorded"
        found = among(people, packed, np.repeat(np.arange(children), sizes))
        figures |= {f"{which}, {name}": value for name, value in found.items()}
    return figures


def among(
    people: list[list[list[fingerprint.Prepared]]], packed: fingerprint.Packed, owner: np.ndarray
) -> dict[str, float]:
    """Every impression but the first of each person searched with; the persons are the last children."""
    children = int(owner[-1]) + 1
    seconds, busy, ranks, full = [], [], [], []
    for p, person in enumerate(people):
        right = children - len(people) + p
        for impression in person[1:]:
            began, worked = time.perf_counter(), time.process_time()
            scans = fingerprint.search_together(impression, packed, owner, threads=2)
            totals = np.sum([np.bincount(owner, scan.log10, children) for scan in scans], axis=0)
            order = np.argsort(-totals, kind="stable")
            seconds.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
            ranks.append(int(order[0]) == right)
            full.append(any(scan.full[owner == right].any() for scan in scans))
    return {
        "seconds on two cores": statistics.median(seconds),
        "seconds of processor": statistics.median(busy),
        "compared in full %": 100 * float(np.mean(full)),
        "first %": 100 * float(np.mean(ranks)),
    }


def main() -> int:
    """Measure and print."""
    from fingerprint import HOME, extracted, found_in

    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--data", type=Path, default=HOME)
    words.add_argument("--json", action="store_true")
    words.add_argument("--engine", choices=["ridge", "leader"])
    words.add_argument("--children", type=int, default=100_000, help="0 leaves ten fingers out")
    chosen = words.parse_args()
    folders = found_in(chosen.data) if chosen.data.is_dir() else []
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    engine = engine_called(chosen.engine).name
    sets = [extracted(folder, engine) for folder in folders]
    figures = searched(sets) | kept_of_poor(folders, sets, engine)
    if chosen.children:
        figures |= ten_fingers(sets, chosen.children)
    names = ", ".join(folder.name for folder in folders)
    data = f"{names}, engine {engine}; the other children's prints are real ones mirrored and disturbed"
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        print(json.dumps({"figures": figures, "anchors": {}, "data": data, "seed": SEED, "machine": machine}))
        return 0
    print(data)
    for name, value in figures.items():
        print(f"{name:60s} {value:12.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
