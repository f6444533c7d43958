"""What Kith never does: each promise of the design that can be read from the house itself."""

from __future__ import annotations

import ast
import re
from itertools import product

import pytest

from kith.trust import policy
from kith.trust.who import PURPOSES_OF, Purpose, Role

ENFORCEMENT = re.compile(
    r"immigration|enforcement|border.?force|deport|removal|asylum|visa|nationality.?check", re.IGNORECASE
)
# what only a page or a terminal would say; a comment that forbids it is no breach, so strings alone are read
SAID = (".html", ".po", ".js", ".txt")
# rooms whose Python says something to a person
SPEAKING = ("web", "cli", "register")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
CLEARING = re.compile(
    r"not\s+(been\s+)?trafficked|no\s+trafficking|cleared\s+of|not\s+a\s+victim", re.IGNORECASE
)
ESTIMATED = re.compile(
    r"(estimated|apparent|likely|guessed) age|age[ -](estimat|assess)|(looks|seems|appears) (to be )?"
    r"(about|around|older|younger|over|under|an? (adult|minor|child))",
    re.IGNORECASE,
)
ORIGIN = re.compile(r"nationalit|ethnic", re.IGNORECASE)
# where a nationality is told, read from a document, compared as identity, invented, or shown as it was told
ORIGIN_MAY_STAND_IN = (
    "evidence/biography/",
    "evidence/document/",
    "evidence/weight.py",
    "identify/",
    "register/encounters/claims.py",
    "register/encounters/actions.py",
    "register/encounters/words.py",
    "synthetic/",
    "web/belonging_lists.py",
    "web/steps/belonging.py",
    "web/steps/document.py",
    "web/style_page.py",
    "web/telling.py",
    "web/weighing.py",
    "cli/capturing.py",
    "cli/identify.py",
    "cli/options.py",
    "cli/record.py",
    "cli/told.py",
    "cli/typed.py",
)
# where somebody is judged or searched for: no nationality, whatever the list above says
JUDGING = ("register/screening/", "register/matches/", "register/missing/", "identify/verdict.py")


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


def _strings(tree, *, of_modules=False):
    """Every literal text of a module but its docstring; of functions and classes the docstring counts, as help does."""
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module if not of_modules else DOCUMENTED)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    ]


def _names(tree):
    """Everything that a module names: variables, fields, arguments, keywords, imports, and its literal texts."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value
    # a docstring may say what is not done
    yield from _strings(tree, of_modules=True)


def _said_by(modules, words):
    return [
        f"{m.name}: {one[:80]}"
        for m in modules
        if m.name.removeprefix("src/kith/").partition("/")[0] in SPEAKING
        for one in _strings(m.tree)
        if words.search(one)
    ]


def test_nobody_is_called_not_trafficked(files, modules):
    """No page, script, translation, command or notice says that a child is not trafficked, or clears anybody."""
    said = [path for path in files if path.suffix in SAID and "src" in path.parts]
    found = [str(path) for path in said if CLEARING.search(path.read_text(encoding="utf-8"))]
    found += _said_by(modules, CLEARING)
    assert not found, (
        f"Say what was searched and what was found, never that nothing happened to a child: {found}"
    )


@pytest.mark.parametrize(
    ("text", "clears"),
    [("x = _('Not  trafficked')", True), ("def f():\n 'Not a victim.'", True), ("'Not a victim.'", False)],
)
def test_what_clears_is_read_in_strings(text, clears):
    """The rule above reads literals and help, and not what a module says of itself."""
    assert any(CLEARING.search(one) for one in _strings(ast.parse(text))) is clears


def test_no_age_is_said_to_be_estimated(files, modules):
    """No page, command or notice speaks of an estimated age, or of how old anybody looks."""
    said = [path for path in files if path.suffix in SAID and "src" in path.parts]
    found = [str(path) for path in said if ESTIMATED.search(path.read_text(encoding="utf-8"))]
    found += _said_by(modules, ESTIMATED)
    assert not found, f"An age is what was said, with how it is known: {found}"


def test_where_a_child_comes_from_is_never_a_risk(modules):
    """Nationality stands only where it is told, read, compared as identity or shown as told; where anybody is judged, nowhere."""
    strangers, read = [], 0
    for m in modules:
        place = m.name.removeprefix("src/kith/")
        named = [one for one in _names(m.tree) if ORIGIN.search(one)]
        read += bool(named)
        if named and (place.startswith(JUDGING) or not place.startswith(ORIGIN_MAY_STAND_IN)):
            strangers.append(f"{m.name}: {named[0][:60]}")
    assert read >= 10, "the rule reads nothing"
    assert not strangers, f"Nationality and ethnicity are never a risk, and have no place in: {strangers}"


def test_ethnicity_stands_nowhere(modules):
    """Nobody is asked for an ethnicity, and no field keeps one."""
    found = [m.name for m in modules for one in _names(m.tree) if "ethnic" in one.lower()]
    assert not found


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
