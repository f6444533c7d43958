"""Pulling the plug while templates are made again: what was made stays, the rest is made by the next run, nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.server.test_sigkill import ROOT, in_store, store  # noqa: F401  # a fixture is used by its name

if TYPE_CHECKING:
    from collections.abc import Sequence

CAPTURES = 5
BEFORE_THE_KILL = 2


def kith(words: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command of `kith` in a process of its own."""
    start = [sys.executable, "-c", "from kith.server.main import main; main()"]
    return subprocess.run(
        [*start, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.django_db
def test_a_killed_rebuild_goes_on(store):  # noqa: F811  # the fixture
    """Killed by SIGKILL after two of five, the second run makes three; every template opens, and the log verifies."""
    in_store(store, "prepare")
    assert in_store(store, "record_of_an_older_engine") == {"captures": CAPTURES}
    words = [sys.executable, "-m", "tests.server.account_for_store", "rebuild_and_die"]
    killed = subprocess.run(
        words,
        env=store | {"DIE_AFTER": str(BEFORE_THE_KILL)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    found = in_store(store, "account")
    assert found["orphans"] == 0
    done = kith(["template", "rebuild", "--json"], store)
    assert done.returncode == 0, done.stderr
    assert f'"renewed": {CAPTURES - BEFORE_THE_KILL}' in done.stdout
    assert in_store(store, "account")["orphans"] == 0
    again = kith(["template", "rebuild"], store)
    assert again.returncode == os.EX_OK, again.stderr
    assert "0 templates were made again." in again.stdout
