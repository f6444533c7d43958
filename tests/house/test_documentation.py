"""The guide says what the code does: settings, commands and roles are compared with it."""

from __future__ import annotations

import importlib.util
import re

import pytest

from kith.server.environment import SETTINGS


@pytest.fixture(scope="module")
def reference(root):
    """The script that writes the pages, as a module."""
    spec = importlib.util.spec_from_file_location("write_reference", root / "scripts" / "write_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _guide(root, name):
    return (root / "docs" / "guide" / name).read_text(encoding="utf-8")


def test_every_setting_is_documented(root):
    """docs/guide/settings.md has a row for each setting, with its default and its sentence, and no other row."""
    rows = re.findall(r"(?m)^\| `(KITH_\w+)` \| (.+?) \| (.+) \|$", _guide(root, "settings.md"))
    assert len(rows) == len(SETTINGS) >= 14
    documented = {name: (default.strip("`"), meaning) for name, default, meaning in rows}
    for setting in SETTINGS:
        default, meaning = documented[setting.name]
        assert default == setting.default, f"correct the default of {setting.name} in docs/guide/settings.md"
        assert meaning.startswith(setting.meaning[:-1]), f"begin {setting.name} with: {setting.meaning}"


def test_no_setting_is_read_elsewhere(modules):
    """Outside environment.py no module reads a KITH_ variable, so that the page can be complete."""
    reads = re.compile(r"(environ\[|environ\.get\(|getenv\()[^\n]{0,5}KITH_")
    # serving.py sets one for the settings that are read after it, and looks at one to choose where to answer
    apart = {"environment.py", "serving.py"}
    found = [m.name for m in modules if m.path.name not in apart and reads.search(m.text)]
    assert not found, f"Add a Setting to environment.py and read it there: {found}"


@pytest.mark.parametrize("name", ["commands.md", "roles.md"])
def test_commands_and_roles_are_documented(root, reference, name):
    """The page is exactly what the code would write."""
    written = reference.PAGES[name]()
    assert written.count("\n## ") >= 3
    assert _guide(root, name) == written, f"docs/guide/{name} is behind the code. Run make reference."


def test_every_command_says_what_it_does(reference):
    """Each command and each of its options has a sentence of help."""
    import typer.main

    from kith.server.main import application

    leaves = list(reference._leaves(typer.main.get_command(application()), "kith"))
    assert len(leaves) >= 8
    mute = [name for name, command in leaves if not command.help]
    mute += [
        f"{name} {one.opts[0]}"
        for name, command in leaves
        for one in command.params
        if one.param_type_name == "option" and not one.help
    ]
    assert not mute, f"Give each of these a sentence of help: {mute}"
