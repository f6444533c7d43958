"""The licences of what Kith builds on: all listed, all permitted, all as the packages themselves say."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sysconfig

import pytest

PERMITTED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-CMU",
    "OFL-1.1",
    "PSF-2.0",
    "Zlib",
}
# those that are not permissive, with their reasons in docs/licences.md
WITH_A_REASON = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only", "certifi": "MPL-2.0"}
RAY = "What the optional part kith[ray] installs besides"


def _rows(text, heading):
    """The rows of the first table under a heading, each as a list of cells."""
    part = text.split(f"\n## {heading}", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


@pytest.fixture(scope="module")
def page(root):
    """docs/licences.md."""
    return (root / "docs" / "licences.md").read_text(encoding="utf-8")


def _pinned(root):
    """The names in requirements/run.txt."""
    text = (root / "requirements" / "run.txt").read_text()
    return {match.lower().replace("_", "-") for match in re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)==", text)}


def _published(name):
    """What a package says of its licence, or None where it is not installed on this kind of machine."""
    # where packages are installed, and nowhere else: Ray brings others inside itself and puts them on the path
    places = sysconfig.get_paths()
    found = importlib.metadata.distributions(name=name, path=[places["purelib"], places["platlib"]])
    said = next((one.metadata for one in found), None)
    if said is None:
        return None
    classes = [
        c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    licence = said.get("License-Expression") or (said.get("License") or "").splitlines()[:1]
    first = licence if isinstance(licence, str) else "".join(licence)
    if first.startswith("Copyright"):  # the whole text instead of a name
        first = ""
    return first or "; ".join(classes) or "(none)"


def test_every_package_is_listed(root, page):
    """Each package that is installed to run stands in docs/licences.md, and no other does."""
    listed = {row[0] for row in _rows(page, "What is installed to run")}
    assert len(listed) >= 40
    assert listed == _pinned(root), f"Bring docs/licences.md up to date: {sorted(listed ^ _pinned(root))}"


def test_what_ray_brings_is_listed(root, page):
    """Everything that the optional Ray needs, step by step, stands on the page, unless it is installed to run anyway."""
    pytest.importorskip("msgpack", reason="kith[ray] is not installed")
    wanted, waiting = set(), ["ray"]
    while waiting:
        name = waiting.pop()
        if name in wanted or name in _pinned(root):
            continue
        wanted.add(name)
        needs = [need for need in importlib.metadata.requires(name) or [] if "extra ==" not in need]
        waiting += [
            re.split(r"[^\w.-]", need)[0].lower().replace("_", "-")
            for need in needs
            if "python_version <" not in need
        ]
    listed = {row[0] for row in _rows(page, RAY)}
    assert listed == wanted, f"Bring docs/licences.md up to date: {sorted(listed ^ wanted)}"


def test_every_licence_is_as_published(page):
    """What docs/licences.md says a package publishes is what the installed package says."""
    rows = _rows(page, "What is installed to run") + _rows(page, RAY)
    changed = [
        (name, as_published, said)
        for name, _, _, as_published in rows
        if (said := _published(name)) is not None and said != as_published
    ]
    assert not changed, f"Look at these licences again, then correct docs/licences.md: {changed}"


def test_every_licence_is_permitted(page):
    """Each part of each licence is on the permitted list, except the one with its reason."""
    rows = [(r[0], r[2]) for r in _rows(page, "What is installed to run")]
    rows += [(r[0], r[2]) for heading in (RAY, "What is given out to browsers") for r in _rows(page, heading)]
    refused = [
        (name, licence)
        for name, licence in rows
        if not set(re.split(r" AND | OR ", licence.strip("()"))) <= PERMITTED
        and WITH_A_REASON.get(name) != licence
    ]
    assert not refused, f"Use another package, or give a reason in docs/licences.md: {refused}"


def test_the_exception_has_its_reason(page):
    """The one licence that is not permissive is explained on the page."""
    assert "Exception: psycopg (LGPL-3.0-only)" in page


def test_what_a_browser_is_given_is_listed(root, page):
    """Each package of the front end stands on the page with the licence that npm's lock file gives."""
    wanted = json.loads((root / "frontend" / "package.json").read_text())["devDependencies"]
    lock = json.loads((root / "frontend" / "package-lock.json").read_text())["packages"]
    listed = {row[0]: row[2] for row in _rows(page, "What is given out to browsers")}
    assert listed == {name: lock[f"node_modules/{name}"]["license"] for name in wanted}


def test_the_weights_that_exclude_commerce_are_never_read(modules):
    """No module names the file of 68 points, which may not be used commercially."""
    assert not [m.name for m in modules if "68_face" in m.text or "face_landmarks_68" in m.text]


def test_nothing_is_needed_that_is_not_pinned(root):
    """Each dependency in pyproject.toml, and each that those need here, has a version and hashes in run.txt."""
    pinned = _pinned(root)
    missing = set()
    for name in pinned:
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        plain = [need for need in needs if ";" not in need]
        missing |= {re.split(r"[^\w.-]", need)[0].lower().replace("_", "-") for need in plain} - pinned
    assert not missing, f"Run make requirements: {sorted(missing)}"
