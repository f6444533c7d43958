"""How the house reads itself: every file that belongs to it, and every module as a syntax tree."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "kith"
# what no person wrote, or what is not ours
NOT_READ = ("migrations", "__pycache__", "node_modules")


@dataclass(frozen=True)
class Module:
    """One module: where it lies, as text and as a tree."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root of the house, as shown in a failure."""
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        """The whole source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The source, parsed."""
        return ast.parse(self.text)


def _modules(folder: Path) -> list[Module]:
    found = sorted(path for path in folder.rglob("*.py") if not set(path.parts) & set(NOT_READ))
    return [Module(path) for path in found]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole house."""
    return ROOT


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module under src/kith, without migrations."""
    return _modules(SOURCES)


@pytest.fixture(scope="session")
def test_modules() -> list[Module]:
    """Every module under tests."""
    return _modules(ROOT / "tests")


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file that is or would be tracked: what git knows, and what it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
    else:  # an archive without its history
        kept = ("src", "tests", "docs", "bench", "scripts", "requirements", "frontend/src")
        names = [str(path.relative_to(ROOT)) for folder in kept for path in (ROOT / folder).rglob("*")]
        names += [path.name for path in ROOT.iterdir()]
    found = [ROOT / name for name in names if not set(Path(name).parts) & set(NOT_READ[1:])]
    return sorted(path for path in found if path.is_file())
