"""What Kith never does: each promise of the design that can be read from the house itself."""

from __future__ import annotations

import re
from itertools import product

from kith.trust import policy
from kith.trust.who import PURPOSES_OF, Purpose, Role

ENFORCEMENT = re.compile(
    r"immigration|enforcement|border.?force|deport|removal|asylum|visa|nationality.?check", re.IGNORECASE
)
# what only a page or a terminal would say; a comment that forbids it is no breach, so strings alone are read
SAID = (".html", ".po", ".js", ".txt")


def test_no_purpose_and_no_role_is_immigration_enforcement():
    """Neither a purpose nor a role, in its name or in its words, is about immigration."""
    words = [*(f"{p.value} {p.words}" for p in Purpose), *(f"{r.value} {r.words}" for r in Role)]
    assert len(words) >= 10
    assert not [one for one in words if ENFORCEMENT.search(one)]


def test_no_rule_permits_enforcement():
    """No rule of the policy names immigration in what it permits; the comment that says so is all there is."""
    rules = "\n".join(line for line in policy.rules().splitlines() if not line.lstrip().startswith("//"))
    assert "permit" in rules
    assert not ENFORCEMENT.search(rules)


def test_nobody_may_do_anything_without_a_purpose_of_the_list():
    """With no purpose, or one that is not of the list, no role may look at a child or search."""
    children = [
        one
        for one in policy.permissions()
        if one.split(".")[0] in {"child", "encounter", "match", "placement"}
    ]
    assert len(children) >= 8
    may = [
        (role.value, permission, purpose)
        for role, permission, purpose in product(Role, children, ("", "immigration", "curiosity"))
        if policy.role_allowed(role.value, permission, purpose) and permission != "match.search"
    ]
    assert not may, f"These are permitted without a purpose of child protection: {may}"


def test_whoever_runs_the_machine_sees_no_child():
    """The operator opens accounts and never reads a child, an encounter, an address or a comparison."""
    reads = [one for one in policy.permissions() if one.endswith((".read", ".list", ".address"))]
    reads = [one for one in reads if one.split(".")[0] in {"child", "encounter", "match", "placement"}]
    assert len(reads) >= 4
    seen = [
        (permission, purpose.value)
        for permission, purpose in product(reads, Purpose)
        if policy.role_allowed(Role.OPERATOR.value, permission, purpose.value)
    ]
    assert not seen


def test_every_role_has_a_purpose():
    """Nobody is given an account that could do nothing at all."""
    assert set(PURPOSES_OF) == set(Role)
    assert all(PURPOSES_OF.values())


def test_nobody_is_called_not_trafficked(files):
    """No page, script or translation says that a child is not trafficked, or clears anybody."""
    said = [path for path in files if path.suffix in SAID and "src" in path.parts]
    clearing = re.compile(r"not (been )?trafficked|no trafficking|cleared of|not a victim", re.IGNORECASE)
    found = [str(path) for path in said if clearing.search(path.read_text(encoding="utf-8"))]
    assert not found, (
        f"Say what was searched and what was found, never that nothing happened to a child: {found}"
    )


def test_no_age_is_estimated(modules):
    """No function or class estimates an age from a face, a hand or anything else."""
    named = re.compile(
        r"(?i)\b(def|class) \w*(estimat\w*_?age|age_?estimat|guess_?age|predict_?age|age_?from)\w*"
    )
    found = [m.name for m in modules if named.search(m.text)]
    assert not found, f"An age is what was said, with how it is known; it is never estimated: {found}"


def test_nothing_is_fetched_at_run_time(modules):
    """No module of the product opens a connection to anywhere but its own server and its own database."""
    opens = re.compile(
        r"^\s*(import|from) (requests|httpx|urllib\.request|urllib3|aiohttp|ftplib|smtplib)\b", re.MULTILINE
    )
    found = [m.name for m in modules if opens.search(m.text)]
    assert not found, f"What is needed ships inside a package or is brought as a file: {found}"
