"""How a module is written here: it says what it is for, it is short or says why not, and it has a name of its own."""

from __future__ import annotations

import ast
import re

LONGEST_MODULE = 300  # lines
LONGEST_FUNCTION = 40  # lines, without the docstring
A_REASON = re.compile(r"#\s*long: \S+ \S+")
# names that say where something was left, not what it is for
NO_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "tools", "stuff"}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _is_sentence(docstring: str | None) -> bool:
    """A first paragraph that begins like a sentence and ends like one (a colon opens a list or an example)."""
    first = (docstring or "").strip().split("\n\n")[0].strip()
    begins = bool(first) and (first[0].isupper() or not first[0].isalpha() or first.split()[0].islower())
    return begins and first[-1] in ".!?:…)`" and " " in first


def _public(tree: ast.Module) -> list[Definition]:
    """Functions and classes that others may use: of the module, and the methods of its public classes."""
    found: list[Definition] = []
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If | ast.Try):
            waiting.extend(node.body)
        if isinstance(node, Definition) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                waiting.extend(node.body)
    return found


def _is_described_by_its_base(node: Definition) -> bool:
    """Django's Meta, and an overload, which is described where it is implemented."""
    decorators = [ast.unparse(one) for one in node.decorator_list]
    return node.name == "Meta" or any(name.endswith(("overload", ".setter")) for name in decorators)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function from `def` to its end, without its docstring."""
    first = node.body[0]
    described = ast.get_docstring(node) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if described else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_every_module_says_what_it_is_for(modules):
    """Every module opens with a sentence that says what the room is for."""
    assert len(modules) > 100
    silent = [m.name for m in modules if not _is_sentence(ast.get_docstring(m.tree))]
    assert not silent, (
        f"Open each of these with a sentence on what it is for and what always holds in it: {silent}"
    )


def test_every_public_name_is_described(modules):
    """Every public class, function and method has a docstring."""
    silent = [
        f"{m.name}:{node.lineno} {node.name}"
        for m in modules
        for node in _public(m.tree)
        if not ast.get_docstring(node) and not _is_described_by_its_base(node)
    ]
    assert not silent, f"Describe each of these in a sentence, or begin its name with an underscore: {silent}"


def test_a_long_module_says_why(modules):
    """A module of more than 300 lines carries a comment `# long: <reason>`."""
    long = [
        f"{m.name} ({len(m.text.splitlines())} lines)"
        for m in modules
        if len(m.text.splitlines()) > LONGEST_MODULE and not re.search(rf"(?m)^{A_REASON.pattern}", m.text)
    ]
    assert not long, f"Divide each of these, or write at its top level `# long: <reason>`: {long}"


def test_a_long_function_says_why(modules):
    """A function of more than 40 lines, not counting its docstring, carries a comment `# long: <reason>`."""
    long = []
    for m in modules:
        lines = m.text.splitlines()
        for node in ast.walk(m.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > LONGEST_FUNCTION:
                start = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                own = "\n".join(lines[max(start - 2, 0) : node.end_lineno])
                if not A_REASON.search(own):
                    long.append(f"{m.name}:{node.lineno} {node.name} ({_lines(node)} lines)")
    assert not long, f"Divide each of these, or write in it (or just above) `# long: <reason>`: {long}"


def test_nothing_is_called_helpers(modules, test_modules):
    """No module or folder is named for being a place to leave things in."""
    nameless = [
        m.name for m in modules + test_modules if {p.removesuffix(".py") for p in m.path.parts} & NO_NAMES
    ]
    assert not nameless, (
        f"Name each of these for what it does, or move its parts to where they are used: {nameless}"
    )


def test_every_test_says_what_holds(test_modules):
    """Every test has a docstring that is a sentence, so that the list of tests reads as a list of promises."""
    tests = [
        (m, node)
        for m in test_modules
        for node in ast.walk(m.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and m.path.name.startswith("test_")
    ]
    assert len(tests) > 100
    silent = [
        f"{m.name}:{node.lineno} {node.name}"
        for m, node in tests
        if not _is_sentence(ast.get_docstring(node))
    ]
    assert not silent, f"Write in each of these a sentence that says what holds: {silent}"


def test_no_name_of_a_test_is_used_twice_in_a_file(test_modules):
    """Two tests of one name in one file would be one test, and nobody would notice."""
    twice = []
    for m in test_modules:
        names = [node.name for node in m.tree.body if isinstance(node, ast.FunctionDef)]
        twice += [f"{m.name} {name}" for name in sorted(set(names)) if names.count(name) > 1]
    assert not twice, f"Give each of these a name of its own: {twice}"
