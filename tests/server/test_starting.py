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

    def python(self, script: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A script on this register, until it ends well."""
        command = [sys.executable, "-c", script, *words]
        own = self.environment | {"DJANGO_SETTINGS_MODULE": "kith.server.settings"}
        return subprocess.run(command, env=own, capture_output=True, text=True, check=True)

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


def _text_of(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name not in {"lock", "kith.db-shm"}}


BREAK_OFF = """
import sys, django
django.setup()
from django.conf import settings
from kith.server import starting
starting.bring_up_to_date()
starting._note_the_beginning(settings.KITH_DATA)
starting._invented_people()
if "stranger" in sys.argv:
    from kith.trust.accounts.models import Account
    Account.objects.create(username="mo", full_name="Mo", role="auditor")
"""
FORGET = "import django; django.setup(); from kith.server import starting; starting.bring_up_to_date()"
COUNT = """
import django; django.setup()
from kith.trust.accounts.models import Account
print(Account.objects.count())
"""


def test_a_filling_that_was_broken_off_is_forgotten(register):
    """Where filling with invented children was broken off, the next start makes the store anew, under the same key."""
    register.python(BREAK_OFF)
    assert register.python(COUNT).stdout.strip() == "3"
    key = (register.folder / "key").read_text()
    register.python(FORGET)
    assert (register.folder / "key").read_text() == key
    assert not (register.folder / "demo-unfinished").exists()
    assert register.python(COUNT).stdout.strip() == "0"


def test_whoever_wants_no_invented_children_loses_nothing(register):
    """With --no-demo a store is never removed, whatever lies beside it; the refusal says what to do."""
    register.python(BREAK_OFF)
    before = _text_of(register.folder)
    ended = register.run("up", "--port", "0", "--no-demo")
    assert ended.returncode == 2
    assert "without --no-demo" in ended.stderr
    assert _text_of(register.folder) == before


@pytest.mark.parametrize("note", ["", "0" * 64])
def test_a_store_that_was_not_being_filled_is_never_removed(register, note):
    """A note beside another store (a backup that was put back, a note of an earlier version) removes nothing."""
    _stop(register.up()[0], signal.SIGTERM)
    (register.folder / "demo-unfinished").write_text(note)
    before = _text_of(register.folder)
    ended = register.run("up", "--port", "0")
    assert ended.returncode == 2
    assert "Nothing was changed" in ended.stderr
    assert _text_of(register.folder) == before


def test_a_store_with_somebodys_account_is_never_removed(register):
    """A filling that was broken off, after which somebody who is not invented was given an account, stays."""
    register.python(BREAK_OFF, "stranger")
    before = _text_of(register.folder)
    assert register.run("up", "--port", "0").returncode == 2
    assert _text_of(register.folder) == before


def test_a_note_without_a_store_is_forgotten(register):
    """Where the store was removed by hand and the note was not, the register starts anew."""
    register.python(BREAK_OFF)
    for path in register.folder.glob("kith.db*"):
        path.unlink()
    _stop(register.up()[0], signal.SIGTERM)
    assert not (register.folder / "demo-unfinished").exists()


def test_two_starts_do_not_meet_in_one_store(register):
    """While a register runs, a second start on its folder is refused with what to do; the first goes on."""
    process, address = register.up()
    try:
        ended = register.run("up", "--port", "0", "--no-demo")
        assert ended.returncode == 2
        assert f"process {process.pid}" in ended.stderr
        assert "KITH_DATA" in ended.stderr
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert json.load(answer) == {"store": True, "log": True}
    finally:
        _stop(process, signal.SIGTERM)


def test_a_start_that_was_killed_holds_nothing_up(register):
    """The lock goes with the process that held it, even where one that it forked is still there for a moment."""
    process, _address = register.up()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    try:
        _stop(register.up()[0], signal.SIGTERM)
    finally:
        process.stdout.close()


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
