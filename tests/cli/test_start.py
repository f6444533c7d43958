"""Starting: help at once, one sentence for every refusal."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.main import get_command

from kith.cli.app import app


def test_the_tree_loads_no_engine_and_no_django():
    """Help comes at once: neither Django nor NumPy nor an engine is loaded for it."""
    heavy = "{'django', 'numpy', 'numba', 'PIL', 'dlib', 'onnxruntime', 'tink', 'cedarpy', 'scipy'}"
    script = f"import sys; import kith.cli.app; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_says_what_it_does():
    """Every command and every option of it has a help text."""
    silent = []

    def walk(name, command):
        for child_name, child in getattr(command, "commands", {}).items():
            walk(f"{name} {child_name}", child)
        if not command.help:
            silent.append(name)
        silent.extend(
            f"{name} {p.name}" for p in command.params if not getattr(p, "help", "") and p.name != "help"
        )

    walk("kith", get_command(app))
    assert silent == []


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_refused(terminal):
    """A name in another encoding is refused in a sentence, before anything is written."""
    told = terminal.refusal("record", "--name", "Zana\udce9", as_="port")
    assert told["error"] == "BadAnswer"
    assert told["field"] == "name"


def run_alone(*words: str, **settings: str):
    """A command in a process of its own, as on another machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    script = "from kith.cli.app import app; app()"
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=False,
        env=kept | settings,
    )


def test_a_register_that_is_not_there_yet_says_how_to_make_it(tmp_path):
    """On a machine without a register a command says what to do, without a traceback."""
    done = run_alone("log", "verify", KITH_DATA=str(tmp_path / "data"))
    assert done.returncode == 2
    assert "kith up" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_is_misspelt_is_one_sentence(tmp_path):
    """A wrong setting of the deployment is refused as everything else is."""
    done = run_alone("log", "verify", "--json", KITH_DATA=str(tmp_path / "data"), KITH_TIME_ZONE="Nowhere")
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"] == "ConfigError"
    assert done.stdout == ""
