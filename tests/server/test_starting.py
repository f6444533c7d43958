"""Starting a register for real: made at the first start, found again at the second, stopped without a trace."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

KITH = "import sys; sys.argv[0] = 'kith'; from kith.server.main import main; main()"
ADDRESS = re.compile(r"Kith answers on (http://localhost:\d+)/")


class Register:
    """A register in a process of its own, on a data folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        self.environment = {**kept, "KITH_DATA": str(folder), "COLUMNS": "200"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`kith` with words, until it ends."""
        command = [sys.executable, "-c", KITH, *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def up(self) -> tuple[subprocess.Popen[str], str]:
        """`kith up` on a free port, once it says where it answers."""
        process = subprocess.Popen(
            [sys.executable, "-c", KITH, "up", "--port", "0", "--no-demo"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said = ""
        while (found := ADDRESS.search(said)) is None:
            line = process.stdout.readline()
            assert line, f"the register ended instead of answering:\n{said}"
            said += line
        return process, found.group(1)


@pytest.fixture
def register(data_folder):
    """A register that has never been started, and is stopped after the test."""
    return Register(data_folder)


def _stop(process: subprocess.Popen[str], how: int) -> int:
    os.killpg(process.pid, how)
    process.stdout.read()
    process.stdout.close()
    return process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_register_starts_answers_and_stops(register, how):
    """The first start makes key and store and answers; the second opens the same ones; a signal ends each in peace."""
    keys = []
    for _ in range(2):
        process, address = register.up()
        try:
            with urllib.request.urlopen(f"{address}/healthz") as answer:
                assert json.load(answer) == {"store": True, "log": True}
        finally:
            status = _stop(process, how)
        assert status == 0
        keys.append((register.folder / "key").read_text())
    assert keys[0] == keys[1]
    for path in register.folder.glob("kith.db*"):
        assert b"SQLite format 3" not in path.read_bytes()


def test_a_store_with_another_key_is_not_started(register):
    """With a wrong key `kith up` ends in a sentence and a status, never in a traceback."""
    _stop(register.up()[0], signal.SIGTERM)
    register.environment["KITH_KEY"] = "5a" * 32
    ended = register.run("up", "--port", "0", "--no-demo")
    assert ended.returncode == 2
    assert "The key does not open the register" in ended.stderr
    assert "Put back the key" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "5a5a" not in ended.stderr


def test_a_filling_that_was_broken_off_is_forgotten(register):
    """Where filling with invented children was broken off, the next start makes the store anew, under the same key."""
    _stop(register.up()[0], signal.SIGTERM)
    key = (register.folder / "key").read_text()
    (register.folder / "kith.db").write_bytes(b"half of an invented population")
    (register.folder / "demo-unfinished").touch()
    _stop(register.up()[0], signal.SIGTERM)
    assert (register.folder / "key").read_text() == key
    assert not (register.folder / "demo-unfinished").exists()
    assert (register.folder / "kith.db").stat().st_size > 100_000


def test_without_that_mark_a_damaged_store_is_never_made_anew(register):
    """A store that cannot be opened is refused and left as it is, since it may hold real children."""
    _stop(register.up()[0], signal.SIGTERM)
    (register.folder / "kith.db").write_bytes(b"damaged" * 1000)
    assert register.run("up", "--port", "0", "--no-demo").returncode == 2
    assert (register.folder / "kith.db").read_bytes() == b"damaged" * 1000


def test_a_misspelt_setting_is_said(register):
    """A setting that does not exist stops the start, with its name."""
    register.environment["KITH_DATBASE"] = "postgresql:///kith"
    ended = register.run("up", "--port", "0", "--no-demo")
    assert ended.returncode == 2
    assert "There is no setting KITH_DATBASE" in ended.stderr
    assert not register.folder.exists()


def test_help_makes_nothing(register):
    """Asking for help makes no key and no folder."""
    ended = register.run("--help")
    assert ended.returncode == 0
    assert "up" in ended.stdout
    assert not register.folder.exists()


@pytest.mark.django_db
def test_a_register_in_use_is_never_filled(settings, data_folder):
    """Invented children never go into a register that somebody has used, even when asked for."""
    from kith.errors import Refused
    from kith.server.starting import fill_with_invented_children
    from kith.trust.accounts.models import Account

    data_folder.mkdir()
    settings.KITH_DATA = data_folder
    Account.objects.create(username="officer", full_name="An officer", role="port_officer")
    assert fill_with_invented_children(wanted=None) == ()
    assert fill_with_invented_children(wanted=False) == ()
    with pytest.raises(Refused, match="in use"):
        fill_with_invented_children(wanted=True)
    assert not list(data_folder.iterdir())
