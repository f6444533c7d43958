"""Pulling the plug: twenty kills of a server in the middle of writes lose nothing that was acknowledged."""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.db import connection
from tests.cast import PASSWORD
from tests.fingers import print_file
from tests.server.officer import Officer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
OFFICERS = 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a store of its own: a fresh encrypted file, or a fresh database on the PostgreSQL under test."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    own = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    own |= {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "kith.server.settings"}
    own |= {"KITH_DATA": str(tmp_path / "data"), "KITH_KEY": secrets.token_hex(32)}
    if connection.vendor != "postgresql":
        yield own
        return
    settings = connection.settings_dict
    name = f"kith_kill_{secrets.token_hex(4)}"
    place = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    query = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in place.items() if value)
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield own | {"KITH_DATABASE": f"postgresql:///{name}?{query}", "PGPASSWORD": settings["PASSWORD"] or ""}
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _maintenance() -> Iterator[Any]:
    """A cursor outside of any transaction, on the database that is always there."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def in_store(store: dict[str, str], what: str) -> Any:
    """What a process of its own does with the store, or finds there."""
    words = [sys.executable, "-m", "tests.server.account_for_store", what]
    done = subprocess.run(words, env=store, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def serving(store: dict[str, str]) -> Iterator[int]:
    """A server on a free port, which answers; killed with SIGKILL, all its processes at once, at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-c", "from kith.server.main import main; main()", "up", "--no-demo", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, *words],
        env=store,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert server.stderr is not None
    try:
        while not answers(port):
            if server.poll() is not None:
                pytest.fail(f"the server did not start: {server.stderr.read().decode()}")
            time.sleep(0.05)
        yield port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        server.stderr.close()


def answers(port: int) -> bool:
    """Whether the server is there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/healthz", headers={"Host": "localhost"})
        return line.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        line.close()


def a_life(store: dict[str, str], rng: random.Random) -> list[str]:
    """One life of a server with two officers recording at once, ended by SIGKILL; what was acknowledged to them."""
    acknowledged: list[str] = []
    stop = threading.Event()
    with serving(store) as port:
        officers = [Officer(port) for _ in range(OFFICERS)]
        for officer in officers:
            officer.sign_in("port", PASSWORD)
        finger = print_file(1)
        threads = [
            threading.Thread(target=one.keep_recording, args=(finger, acknowledged, stop)) for one in officers
        ]
        for thread in threads:
            thread.start()
        while not acknowledged and any(thread.is_alive() for thread in threads):
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.5))
    stop.set()
    for thread in threads:
        thread.join()
    assert acknowledged, "an officer was refused, so that nothing was proven"
    return acknowledged


@pytest.mark.slow
@pytest.mark.django_db
def test_twenty_kills_lose_no_acknowledged_encounter(store):
    """After each of twenty kills every acknowledged encounter is whole, none is half there, and the log verifies."""
    rng = random.Random(20)
    in_store(store, "prepare")
    kept: set[str] = set()
    for _ in range(KILLS):
        kept |= set(a_life(store, rng))
        found = in_store(store, "account")
        assert kept <= set(found["recorded"])
        assert found["halves"] == []
        assert found["orphans"] == 0
        assert found["log"] > 0
    assert in_store(store, "finish") == {"states": ["done"]}
