"""Nobody passes a gate unseen: every action and every query asks for a permission, and writes the log."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

GATES = {"actions.py": "acts", "queries.py": "looks"}
ROOMS = ("register", "trust")


def _gated_files(modules, name):
    return [m for m in modules if m.path.name == name and m.path.parts[-3] in ROOMS]


@pytest.mark.parametrize(("file", "gate"), GATES.items())
def test_every_action_and_query_is_gated(modules, file, gate):
    """Each function of an actions.py carries `@acts(...)`, each of a queries.py `@looks(...)`, or is private."""
    found = _gated_files(modules, file)
    assert len(found) >= {"actions.py": 6, "queries.py": 5}[file], f"only {len(found)} {file} were found"
    gated, open_ones = 0, []
    for m in found:
        for node in m.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            calls = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
            if gate in [one.id for one in calls if isinstance(one, ast.Name)]:
                gated += 1
            else:
                open_ones.append(f"{m.name}:{node.lineno} {node.name}")
    assert gated >= {"actions.py": 15, "queries.py": 8}[file]
    assert not open_ones, (
        f"Put `@{gate}('<permission>')` from kith.trust.acts on each of these, or begin its name with an underscore: "
        f"{open_ones}"
    )


def test_the_gates_are_the_real_ones(modules):
    """`acts` and `looks` come from kith.trust.acts wherever they are used, not from a namesake."""
    strangers = []
    for m in modules:
        if m.path.name not in GATES or m.path.parts[-3] not in ROOMS:
            continue
        imported = {
            (node.module, name.name)
            for node in ast.walk(m.tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        used = GATES[m.path.name]
        if f"@{used}(" in m.text and ("kith.trust.acts", used) not in imported:
            strangers.append(m.name)
    assert not strangers, f"Import the gate from kith.trust.acts in: {strangers}"


def test_every_permission_stands_in_the_policy(modules):
    """Each permission a gate asks for is named by a rule, and each that a rule names is asked for somewhere."""
    from kith.trust import policy
    from kith.trust.acts import GATED

    for m in modules:
        if m.path.name in GATES and m.path.parts[-3] in ROOMS:
            importlib.import_module(".".join(m.path.with_suffix("").parts[m.path.parts.index("kith") :]))
    asked = set(GATED.values())
    unknown = sorted(asked - policy.permissions())
    assert not unknown, f"Write a rule in policies.cedar for: {unknown}"
    unused = [one for one in sorted(policy.permissions() - asked) if not _named_elsewhere(modules, one)]
    assert not unused, (
        f"No action, query, page or command asks for these; take them out of policies.cedar: {unused}"
    )


def _named_elsewhere(modules, permission):
    return any(f'"{permission}"' in m.text for m in modules if "policy" not in m.path.parts)


def test_only_the_register_and_trust_have_models(modules):
    """A class of rows stands in a models.py of the register or of trust, nowhere else."""
    misplaced = [
        f"{m.name}:{node.lineno} {node.name}"
        for m in modules
        for node in ast.walk(m.tree)
        if isinstance(node, ast.ClassDef)
        and any(re.fullmatch(r"(models\.Model|Row|AbstractUser)", ast.unparse(base)) for base in node.bases)
        and (m.path.name not in {"models.py", "rows.py"} or m.path.parts[-3] not in {*ROOMS, "kith"})
    ]
    assert not misplaced, (
        f"Move each of these into models.py of a room of the register or of trust: {misplaced}"
    )


def test_only_rooms_with_models_know_how_models_are_made(modules):
    """No module outside the register, trust and server imports django.db.models: it asks actions and queries."""
    imports = re.compile(
        r"^\s*(from django\.db import .*\bmodels\b|(from|import) django\.db\.models)", re.MULTILINE
    )
    inside = {"register", "trust", "server"}
    found = [m.name for m in modules if imports.search(m.text) and not inside & set(m.path.parts)]
    assert not found, f"Write an action or a query in the register for what these do: {found}"


def test_raw_sql_stands_in_trust_and_server_only(modules):
    """SQL that is written by hand stands where it is reviewed for both engines: in trust and in server."""
    found = [
        f"{m.name}:{number}"
        for m in modules
        if not {"trust", "server"} & set(m.path.parts)
        for number, line in enumerate(m.text.splitlines(), 1)
        if re.search(r"\.raw\(|RawSQL|connection\.cursor\(|\.extra\(", line)
    ]
    assert not found, f"Write these with the ORM, or move them to trust or server: {found}"


def _views(patterns, prefix=""):
    for one in patterns:
        route = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _views(one.url_patterns, route)
        else:
            yield route, one.name, one.callback


# What anybody may ask for: whether the register works, another language, and to sign in or out. Nothing of it says anything of a child.
OPEN_ROUTES = {"healthz", "set_language"}
ALLAUTH = "allauth.account"


def test_every_page_says_who_may_see_it_and_why():
    """Every address leads to a view that `page(...)` has given a permission and a purpose, or is one of the few open."""
    from django.urls import get_resolver

    views = list(_views(get_resolver().url_patterns))
    ungated = [
        route
        for route, name, view in views
        if not hasattr(view, "kith_access") and name not in OPEN_ROUTES and not _is_sign_in(view)
    ]
    assert not ungated, (
        f"Put `@page('<permission>')` from kith.web.access on the view of each of these: {ungated}"
    )
    gated = [view for _, _, view in views if hasattr(view, "kith_access")]
    assert len(gated) >= 10


def _is_sign_in(view):
    return getattr(view, "view_class", view).__module__.startswith(ALLAUTH)
