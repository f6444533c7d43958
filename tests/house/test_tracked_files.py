"""What may stand in a file of this house: nothing that ties it to one machine, one index, or one person."""

from __future__ import annotations

import re

# each in two halves, so that this file may be tracked itself
INDEXES = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "index" + "-url ="])
)
OWN_PATHS = re.compile(r"(?<![\w.~})*-])/(root|home|Users|work|mnt|opt/pypi)/[\w.-]+")
KEYS = re.compile("BEGIN " + r"[A-Z ]*PRIVATE KEY|KITH_KEY=['\"]?[0-9a-f]{64}")
BINARY = {
    ".woff2",
    ".woff",
    ".png",
    ".jpg",
    ".jpeg",
    ".ico",
    ".npz",
    ".npy",
    ".onnx",
    ".wsq",
    ".bmp",
    ".tif",
    ".mo",
    ".gz",
}
LARGEST = 3_000_000  # bytes


def _texts(files):
    return [(path, path.read_text(encoding="utf-8")) for path in files if path.suffix.lower() not in BINARY]


def test_no_file_names_an_index_of_packages(files):
    """Whoever installs from a mirror or a shelf of their own needs to change nothing."""
    assert len(files) > 100
    found = [str(path) for path, text in _texts(files) if INDEXES.search(text)]
    assert not found, (
        f"Take the addresses out of these (requirements: make requirements; "
        f"npm: omit-lockfile-registry-resolved=true): {found}"
    )


def test_no_file_names_a_folder_of_one_machine(files):
    """No path of the machine on which something was written stands in a file."""
    found = [
        f"{path}:{text[: match.start()].count(chr(10)) + 1} {match.group()}"
        for path, text in _texts(files)
        for match in OWN_PATHS.finditer(text)
        if path.name != "test_tracked_files.py"
    ]
    assert not found, f"Write these relative to the file or to the root of the house: {found}"


def test_no_file_holds_a_key(files):
    """No private key and no master key of a register is kept with the sources."""
    found = [str(path) for path, text in _texts(files) if KEYS.search(text)]
    assert not found, f"Remove these keys, and make new ones wherever they were used: {found}"


def test_no_file_is_too_large_to_read(files):
    """Data and weights come in packages or are made; what lies here can be read by a person."""
    found = [f"{path} ({path.stat().st_size} bytes)" for path in files if path.stat().st_size > LARGEST]
    assert not found, f"Make these from a seed, or take them from a package: {found}"


def test_scripts_can_be_run(root):
    """Every shell script has the right to run and stops at the first thing that fails."""
    scripts = [*(root / "scripts").glob("*.sh"), root / ".ci" / "run"]
    assert len(scripts) >= 4
    for script in scripts:
        assert script.stat().st_mode & 0o100, f"chmod +x {script}"
        assert re.search(r"set -eu|&& exec", script.read_text()), f"begin {script} with set -eu"
