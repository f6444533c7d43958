"""Were the settings of the fingerprint engine chosen on noise? Chosen again without some fingers, and judged on these.

    python bench/calibrate_fingerprint_settings.py [--data DIR] [--json] [--only NAME ...]

Each setting is tried alone, at values around the shipped one. The fingers of each set are in five folds; without a fold's fingers
the value of the lowest Cllr (of a fit on the score and the poorer print's quality) is chosen, and judged on the pairs that
touch the fold. Printed: the value chosen for each fold, and the Cllr and EER of the pairs left out, as chosen and as shipped.
Pairs: each once as it is and once with the second print as poor as a hurried capture's; for the two settings that only narrow
ridges meet, over five scales, as it is and with the second print half as large.

A setting stands as a constant in its module, where the compiled kernels take it up when they are compiled: so each value runs in a
process of its own, with a folder of its own for compiled code. Those of the score are tried on the parts of the score.
Not tried: what decides the form of a template or costs hours, such as the Gabor banks, the resampled period and the number of
neighbours. About a quarter of an hour on one core.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import os
import pickle
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from _fingerprint_sets import HOME, Set, extracted, found_in, told

FOLDS = 5
ROOM = "kith.evidence.fingerprint"


@dataclass(frozen=True)
class Setting:
    """A constant of a module and the values to try, the shipped one first.

    `extracts`: it changes templates; `narrow`: only ridges narrower than usual meet it; `of_score`: a name in `strength_with`.
    """

    module: str
    name: str
    values: tuple[float, ...]
    engines: tuple[str, ...] = ("leader", "ridge")
    extracts: bool = False
    narrow: bool = False
    of_score: bool = False


SETTINGS = (
    Setting("match_kernels", "FIELD_SOFTNESS", (10, 6, 16), of_score=True),
    Setting("match_kernels", "power of the share paired", (1, 0.5, 1.5), of_score=True),
    Setting("match_kernels", "power of the likeness", (2, 1, 3), of_score=True),
    Setting("match_kernels", "pairs beyond which more add nothing", (30, 15, 60), of_score=True),
    Setting("structures", "NARROW", (1.5, 1.1, 2.2), narrow=True),
    Setting("scaling", "ALIKE", (1.08, 1.02, 1.3), narrow=True),
    Setting("leader", "LEAST_LIKELY", (0.4, 0.3, 0.6), ("leader",), extracts=True),
    Setting("seed_kernels", "FIRST", (6, 8)),
    Setting("seed_kernels", "CANDIDATES", (40, 24)),
    Setting("match_kernels", "SEEDS", (2, 4)),
    Setting("align_kernels", "NEAR_LAST", (11, 9, 14)),
    Setting("likeness_kernels", "TURN_TOLERANCE", (18, 13, 24)),
    Setting("structures", "MOST", (100, 60)),
    Setting("ridge", "FAINT", (0.3, 0.2, 0.45), ("ridge",), extracts=True),
    Setting("minutiae", "EDGE", (7, 4, 11), ("ridge",), extracts=True),
)
PLAIN, POOR, HALF = (1.0, ""), (1.0, "hurried"), (0.5, "")


@dataclass
class Terms:
    """All pairs of some sets: `features` (n, 8) as of match_kernels.compared, `clear` (n,), `genuine` (n,), `fold` (n, 2)."""

    features: np.ndarray
    clear: np.ndarray
    genuine: np.ndarray
    fold: np.ndarray


def strength_with(features: np.ndarray, name: str, value: float) -> np.ndarray:
    """The score as match_kernels.strength has it, with one of its settings changed."""
    n, ours, theirs, distance, _, alike, apart = features[:, 1:].T
    share = n * n / (np.maximum(ours, 8) * np.maximum(theirs, 8))
    share **= value if name == "power of the share paired" else 1
    alike = alike ** (value if name == "power of the likeness" else 2)
    most = value if name == "pairs beyond which more add nothing" else 30
    softness = value if name == "FIELD_SOFTNESS" else 10.0
    near = np.sqrt(np.minimum(n, most)) * (1 - 0.5 * distance / 11.0)
    return np.where(n > 0, share * near * alike * np.where(apart >= 0, np.exp(-apart / softness), 1), 0)


def looked_at(first: list[Set], second: list[Set], scales: int) -> Terms:
    """Every pair of an image of `first` with a later one of `second`; one that is not compared has score 0."""
    from kith.evidence import fingerprint
    from kith.evidence.fingerprint.calibration import clearness
    from kith.evidence.fingerprint.compare import best_alignment, why_not

    features, clear, genuine, fold = [], [], [], []
    for a, b in zip(first, second, strict=True):
        ours, theirs = ([fingerprint.prepare(t) for t in s.templates] for s in (a, b))
        number = {name: i for i, name in enumerate(dict.fromkeys(a.finger))}
        for i, j in itertools.combinations(range(len(ours)), 2):
            may = why_not(ours[i], theirs[j]) is None
            features.append(best_alignment(ours[i], theirs[j], scales).features if may else np.zeros(8))
            clear.append(clearness(min(ours[i].overall, theirs[j].overall)))
            genuine.append(a.finger[i] == b.finger[j])
            fold.append((number[a.finger[i]] % FOLDS, number[b.finger[j]] % FOLDS))
    return Terms(np.array(features), np.array(clear), np.array(genuine), np.array(fold))


def one_value(setting: Setting, value: float | None, kept: Path, folders: list[Path]) -> dict[str, Terms]:
    """By engine, the pairs with one setting at one value, or as shipped: run where nothing has been compiled yet."""
    for name in ("compare", "extract", "ridge", "leader"):
        importlib.import_module(f"{ROOM}.{name}")
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOM) and hasattr(module, setting.name) and value is not None:
            setattr(module, setting.name, type(getattr(module, setting.name))(value))
    out = {}
    for engine in setting.engines:
        wanted = (PLAIN, HALF) if setting.narrow else (PLAIN, POOR)
        if setting.extracts:
            sets = [[extracted(f, engine, factor, way=way) for f in folders] for factor, way in wanted]
        else:
            everything = pickle.loads(kept.read_bytes())  # noqa: S301  # written by this script a moment ago
            sets = [everything[engine, *which] for which in wanted]
        parts = [looked_at(sets[0], later, 5 if setting.narrow else 1) for later in sets]
        columns = ("features", "clear", "genuine", "fold")
        out[engine] = Terms(*(np.concatenate([getattr(p, c) for p in parts]) for c in columns))
    return out


def chosen_again(setting: Setting, tried: dict[float, Terms]) -> tuple[list[float], dict[str, float]]:
    """The value chosen for each fold, and Cllr and EER of the pairs left out, as chosen and as shipped."""
    from calibrate_fingerprint import fitted
    from fingerprint import cllr, rates
    from kith.evidence.fingerprint.calibration import stretched

    some = next(iter(tried.values()))
    scores = {
        v: strength_with(t.features, setting.name, v) if setting.of_score else t.features[:, 0]
        for v, t in tried.items()
    }
    x = {v: np.stack([[stretched(s) for s in scores[v]], tried[v].clear], axis=1) for v in tried}
    picked, chosen, shipped, genuine = [], [], [], []
    for k in range(FOLDS):
        seen = (some.fold != k).all(axis=1)
        costs, judged = {}, {}
        for v in tried:
            *slopes, start = fitted(x[v][seen], some.genuine[seen])
            weights = np.clip(x[v] @ np.array(slopes) + start, -3, 4)
            costs[v], judged[v] = cllr(weights[seen], some.genuine[seen]), weights[~seen]
        picked.append(min(costs, key=lambda v: costs[v]))
        chosen.append(judged[picked[-1]])
        shipped.append(judged[setting.values[0]])
        genuine.append(some.genuine[~seen])
    same = np.concatenate(genuine)
    out = {}
    for name, parts in (("chosen", chosen), ("shipped", shipped)):
        weights = np.concatenate(parts)
        out |= {f"Cllr {name}": cllr(weights, same), f"EER % {name}": rates(weights, same)["EER"]}
    return picked, out


def in_its_own_process(
    setting: Setting, kept: Path, data: Path, value: float | None = None
) -> dict[str, Terms]:
    """What `one_value` gives, from a process in which kernels are compiled with that value; without one, as shipped."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "terms"
        asked = Path(folder) / "asked"
        asked.write_bytes(pickle.dumps((setting, value)))
        words = [sys.executable, __file__, "--data", str(data), "--asked", str(asked)]
        words += ["--kept", str(kept), "--into", str(into)]
        subprocess.run(words, check=True, env={**os.environ, "NUMBA_CACHE_DIR": folder})  # noqa: S603  # ourselves
        found: dict[str, Terms] = pickle.loads(into.read_bytes())  # noqa: S301  # written by the line above
        return found


def main() -> int:
    """Try every setting and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--only", action="append", help="a setting by name; all without")
    for word in ("--asked", "--kept", "--into"):
        arguments.add_argument(word, type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    folders = found_in(chosen.data)
    settings = [s for s in SETTINGS if not chosen.only or s.name in chosen.only]
    if chosen.into is not None:
        setting, value = pickle.loads(chosen.asked.read_bytes())  # noqa: S301  # written by the process that asks
        chosen.into.write_bytes(pickle.dumps(one_value(setting, value, chosen.kept, folders)))
        return 0
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = chosen.kept or Path(folder) / "templates"
        if chosen.kept is None:
            kept.write_bytes(pickle.dumps(templates(folders)))
        shipped: dict[bool, dict[str, Terms]] = {}
        for setting in told(settings, "settings"):
            if setting.narrow not in shipped:
                # nothing is changed by giving a setting the value that it has
                as_shipped = replace(setting, engines=("leader", "ridge"), extracts=False)
                shipped[setting.narrow] = in_its_own_process(as_shipped, kept, chosen.data)
            others = () if setting.of_score else setting.values[1:]
            found = {v: in_its_own_process(setting, kept, chosen.data, v) for v in others}
            for engine in setting.engines:
                tried = {v: found.get(v, shipped[setting.narrow])[engine] for v in setting.values}
                picked, judged = chosen_again(setting, tried)
                name = f"{engine}, {setting.name}"
                figures |= {f"{name}: {k}": v for k, v in judged.items()}
                figures |= {f"{name}: chosen without fold {k + 1}": v for k, v in enumerate(picked)}
                if not chosen.json:
                    of = ", ".join(f"{k} {v:.3f}" for k, v in judged.items())
                    print(f"{name} of {setting.values}: {picked}; {of}", flush=True)
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = ", ".join(f.name for f in folders)
        print(json.dumps({"figures": figures, "anchors": {}, "data": data, "seed": None, "machine": machine}))
    return 0


def templates(folders: list[Path]) -> dict[tuple[str, float, str], list[Set]]:
    """The templates of both engines as shipped, made once for all settings that do not change them."""
    return {
        (engine, factor, way): [extracted(f, engine, factor, way=way) for f in folders]
        for engine in ("leader", "ridge")
        for factor, way in (PLAIN, POOR, HALF)
    }


if __name__ == "__main__":
    sys.exit(main())
