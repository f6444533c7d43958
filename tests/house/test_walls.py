"""The walls of the house stand: the contracts of Import Linter, and that they name every room."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path


def test_imports_go_down_the_house_only(root):
    """Every contract in pyproject.toml is kept."""
    # in a process of its own: the linter changes sys.path and keeps a cache of the graph
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, (
        f"Move the import down the house, or the thing imported:\n{run.stdout}{run.stderr}"
    )


def test_every_room_stands_in_the_contract(root):
    """No room can be added without saying where it stands."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one for one in contracts if one["type"] == "layers")
    assert layers["exhaustive"] is True
    named = {room.strip() for layer in layers["layers"] for room in layer.split("|")}
    there = {
        p.stem for p in (root / "src" / "kith").iterdir() if p.stem != "__init__" and p.suffix in {"", ".py"}
    }
    assert named == there - {"__pycache__"}, "Write the room into [tool.importlinter] at its place"
    evidence = next(one for one in contracts if one["type"] == "independence")
    rooms = {p.name for p in (root / "src" / "kith" / "evidence").iterdir() if (p / "__init__.py").is_file()}
    assert {one.rpartition(".")[2] for one in evidence["modules"]} == rooms
