"""What the main job costs: recording a child with ten fingers, searching over 10,000 children, memory a child.

    python bench/register.py [--children 10000] [--json]

Enrolment is measured through the actions, on an encrypted store of its own, with ten drawn fingers of an invented child.
The search is measured on a gallery in memory: one probe of two fingers and a name against children with ten fingers
and a name each. The gallery's fingers are minutiae drawn at random (extraction of 100,000 images would take hours), which is said in
`data`; the probe's child is in it with templates of drawn fingers, and `found_first` counts how often it comes first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
SEED = 2013
FINGERS = 10
PROBES = 7
MINUTIAE = 40
TAKEN = date(2026, 3, 1)  # within a year of each other, so that fingers are compared as they are


def enrolment() -> dict[str, float]:
    """Seconds to record a child with ten fingers: looking at the files, and writing; median of three children."""
    from kith.register.encounters import actions
    from kith.register.encounters.prepared import finger
    from kith.register.encounters.words import EncounterKind
    from kith.synthetic.fingerprints import impression, master, png
    from kith.trust.accounts.actions import open_account, open_team
    from kith.trust.accounts.signing import who_is
    from kith.trust.who import THE_REGISTER, Purpose, Role

    team = open_team(THE_REGISTER, "Bench", "Bench", "020 7946 0999", takes_children=True)
    account = open_account(
        THE_REGISTER, "bench", "Bench", Role.PORT_OFFICER, team, "a long invented password"
    )
    who = who_is(account, Purpose.FIRST_CONTACT)
    looking, writing = [], []
    for child in range(4):
        files = [png(impression(master(SEED + 100 * child + n), 0)) for n in range(FINGERS)]
        start = time.perf_counter()
        prepared = [finger(file, position=n + 1) for n, file in enumerate(files)]
        looked = time.perf_counter()
        begun = actions.begin_encounter(who, EncounterKind.PORT)
        actions.describe_encounter(who, begun.pk, {"responsible_adult": "Rosa Interpreter"})
        actions.say_names(who, begun.pk, [f"Name {child}"])
        for one in prepared:
            actions.add_capture(who, begun.pk, one)
        actions.record_encounter(who, begun.pk)
        actions.register_child(who, begun.pk, team.pk)
        looking.append(looked - start)
        writing.append(time.perf_counter() - looked)
    # the first child pays for loading the engines
    return {
        "enrolment_look_s": statistics.median(looking[1:]),
        "enrolment_write_and_search_s": statistics.median(writing[1:]),
        "enrolment_total_s": statistics.median(a + b for a, b in zip(looking[1:], writing[1:], strict=True)),
    }


def search(children: int) -> dict[str, float]:
    """Seconds a search, bytes a child, and how often the right child comes first."""
    from kith.evidence import fingerprint
    from kith.evidence.biography import Biography
    from kith.identify import Evidence, Finger
    from kith.identify.gallery.memory import MemoryGallery
    from kith.synthetic.fingerprints import impression, master, png
    from kith.synthetic.population import names_of

    def drawn(number: int, position: int, nth: int) -> Finger:
        file = png(impression(master(SEED + 10_000 + number * 20 + position), nth))
        template = fingerprint.extract(fingerprint.decode(file))
        return Finger(position, replace(template, position=fingerprint.Position(position)), TAKEN)

    rng = np.random.default_rng(SEED)
    gallery = MemoryGallery()
    warm = [child(rng, names_of(SEED, n)[0].latin) for n in range(8)]
    for n, evidence in enumerate(warm):
        gallery.put(f"child:{n}", evidence)
    gallery.search(warm[0])
    before = memory()
    for n in range(children):
        gallery.put(f"child:{n}", child(rng, names_of(SEED, n)[0].latin))
    gallery.search(warm[0])
    a_child = (memory() - before) / children
    probes = []
    for n in range(PROBES):
        name = names_of(SEED, n)[0].latin
        recorded = tuple(drawn(n, position, 0) for position in (2, 7))
        rest = child(rng, name).fingers
        own = (*recorded, *(one for one in rest if one.position not in (2, 7)))
        gallery.put(f"child:{n}", Evidence(fingers=own, biography=Biography((name,))))
        again = tuple(drawn(n, position, 1) for position in (2, 7))
        probes.append((n, Evidence(fingers=again, biography=Biography((name.split()[-1],)))))
    known, unknown, first = [], [], 0
    for n, probe in probes:
        start = time.perf_counter()
        answer = gallery.search(probe)
        known.append(time.perf_counter() - start)
        first += bool(answer.candidates) and answer.candidates[0].subject == f"child:{n}"
        nowhere = replace(
            probe,
            fingers=tuple(
                Finger(0, replace(f.template, position=fingerprint.Position(0)), TAKEN) for f in probe.fingers
            ),
        )
        start = time.perf_counter()
        gallery.search(nowhere)
        unknown.append(time.perf_counter() - start)
    return {
        "children": children,
        "search_s_fingers_known": statistics.median(known[1:]),
        "search_s_fingers_unknown": statistics.median(unknown[1:]),
        "memory_bytes_a_child": a_child,
        "found_first": first / len(probes),
    }


def child(rng: np.random.Generator, name: str):  # noqa: ANN201  # Evidence, which is imported only once settings stand
    """A child of the gallery: ten fingers of random minutiae, and a name."""
    from kith.evidence.biography import Biography
    from kith.evidence.fingerprint import Position, Template
    from kith.identify import Evidence, Finger

    fingers = []
    for position in range(1, FINGERS + 1):
        template = Template(
            x=rng.uniform(20, 300, MINUTIAE).astype(np.float32),
            y=rng.uniform(20, 380, MINUTIAE).astype(np.float32),
            angle=rng.uniform(0, 6.28, MINUTIAE).astype(np.float32),
            quality=rng.integers(40, 100, MINUTIAE).astype(np.uint8),
            kind=rng.integers(1, 3, MINUTIAE).astype(np.uint8),
            width=320,
            height=400,
            position=Position(position),
            overall=70,
        )
        fingers.append(Finger(position, template, TAKEN))
    return Evidence(fingers=tuple(fingers), biography=Biography((name,)))


def memory() -> float:
    """Bytes of memory that this process holds now (Linux), or the most it ever held (elsewhere)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return float(line.split()[1]) * 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    words.add_argument("--children", type=int, default=10_000)
    words.add_argument("--json", action="store_true")
    words.add_argument("--data", default="", help="not used: this measurement makes its own data")
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KITH_DATA": folder, "DJANGO_SETTINGS_MODULE": "kith.server.settings"}
        os.environ.pop("KITH_DATABASE", None)
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        figures = enrolment()
        connections.close_all()
    figures |= search(chosen.children)
    result = {
        "figures": figures,
        "anchors": {},
        "data": f"invented fingers; a gallery of {chosen.children} children x {FINGERS} fingers of {MINUTIAE} random minutiae",
        "seed": SEED,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
    if chosen.json:
        print(json.dumps(result))
    else:
        for name, value in figures.items():
            print(f"{name:30} {value:12.4g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
