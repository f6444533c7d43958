"""The vocabulary of failure: one page, one sentence a class, and what to do about it wherever it is raised."""

from __future__ import annotations

import ast
import inspect

from kith import errors

# what nobody can do anything about but call whoever runs the register, which the page says by itself
SAY_BY_THEMSELVES = {"NotFound", "LogBroken", "VaultBroken", "GalleryIncomplete"}


def _classes():
    return [
        one for _, one in inspect.getmembers(errors, inspect.isclass) if one.__module__ == errors.__name__
    ]


def test_every_failure_is_one_sentence():
    """Each class of failure says in one sentence what it is."""
    assert len(_classes()) >= 25
    long = [
        one.__name__
        for one in _classes()
        if (one.__doc__ or "").count("\n\n") or not (one.__doc__ or "").endswith(".")
    ]
    assert not long, f"Describe each of these in one sentence: {long}"


def test_every_failure_is_used(modules):
    """No class of failure stands there for nothing."""
    names = {one.__name__ for one in _classes()}
    used = {
        node.id if isinstance(node, ast.Name) else node.attr
        for m in modules
        if m.path.name != "errors.py"
        for node in ast.walk(m.tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    bases = {base.__name__ for one in _classes() for base in one.__mro__[1:]}
    unused = sorted(names - used - bases)
    assert not unused, f"Raise these where they belong, or remove them: {unused}"


def test_every_refusal_says_what_to_do(modules):
    """Wherever something is refused, the refusal carries advice, except where the page itself has it."""
    names = {one.__name__ for one in _classes()} - SAY_BY_THEMSELVES
    raised, mute = 0, []
    for m in modules:
        for node in ast.walk(m.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in names
                and node.args
            ):
                raised += 1
                if not any(one.arg in {"advice", None} for one in node.keywords):
                    mute.append(f"{m.name}:{node.lineno} {node.func.id}")
    assert raised >= 60
    assert not mute, f"Give each of these `advice=`: what a person on night shift does next: {mute}"
