"""Runs the scripts in bench/, prints a table of each, and ends with all figures as one JSON object.

The JSON of each script is kept in bench/results as well.

    python scripts/run_benchmarks.py [--data DIR] [NAME ...]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

BENCH = Path(__file__).resolve().parents[1] / "bench"
RESULTS = BENCH / "results"


def measure(script: Path, data: str) -> dict[str, Any]:
    """What one script prints with --json: an object with figures, anchors, data, seed and machine.

    Raises:
        CalledProcessError: the script failed; what it wrote to the terminal has been seen already.
    """
    command = [sys.executable, str(script), "--json", *(["--data", data] if data else [])]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own scripts
    measured: dict[str, Any] = json.loads(run.stdout)
    return measured


def show(console: Console, name: str, measured: dict[str, Any]) -> None:
    """The figures of one script beside their anchors."""
    table = Table(title=f"{name}  (data: {measured['data']}, seed: {measured['seed']})", title_justify="left")
    table.add_column("figure")
    table.add_column("here", justify="right")
    table.add_column("anchor", justify="right")
    anchors = measured.get("anchors") or {}
    for figure, value in measured["figures"].items():
        table.add_row(figure, _written(value), _written(anchors[figure]) if figure in anchors else "")
    console.print(table)


def _written(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> int:
    """Measure, print, keep; the exit status is the number of scripts that failed."""
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    words.add_argument("names", nargs="*", help="scripts in bench/, without .py; all when none is named")
    words.add_argument("--data", default="", help="another folder or file of the same layout")
    chosen = words.parse_args()
    # calibrating is no measurement: it prints constants for the package
    scripts = sorted(
        script for script in BENCH.glob("*.py") if not script.name.startswith(("_", "calibrate_"))
    )
    if chosen.names:
        scripts = [script for script in scripts if script.stem in chosen.names]
    console = Console(stderr=True)
    everything: dict[str, Any] = {}
    failed = 0
    RESULTS.mkdir(exist_ok=True)
    for script in scripts:
        with console.status(f"Measuring {script.stem}"):
            try:
                everything[script.stem] = measure(script, chosen.data)
            except (subprocess.CalledProcessError, json.JSONDecodeError) as error:
                console.print(f"bench/{script.name} did not end well: {error}")
                failed += 1
                continue
        show(console, script.stem, everything[script.stem])
        (RESULTS / f"{script.stem}.json").write_text(json.dumps(everything[script.stem], indent=1) + "\n")
    print(json.dumps(everything, indent=1))
    return failed


if __name__ == "__main__":
    sys.exit(main())
