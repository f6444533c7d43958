"""What every test stands on: a data folder and a key of its own, the store that KITH_DATABASE names, and no network.

Always holds: no test reads or writes the register of whoever runs it; a test that is not a journey reaches no
address but this machine's own.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as looking_for_examples

if TYPE_CHECKING:
    from collections.abc import Iterator

# Before Django reads its settings: this process (or xdist worker) gets a folder and a key that nobody else has.
for _name in [name for name in os.environ if name.startswith("KITH_") and name != "KITH_DATABASE"]:
    del os.environ[_name]
_FOLDER = Path(tempfile.mkdtemp(prefix="kith-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["KITH_DATA"] = str(_FOLDER / "data")
os.environ["KITH_KEY"] = secrets.token_hex(32)
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.server.settings"

# no time limits: a slow machine is no reason to fail
# where a change is judged, the same examples every time; at a desk, new ones
looking_for_examples.register_profile(
    "kith",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI", "") == "true",
)
looking_for_examples.load_profile("kith")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Read the settings, so that pytest-django sets Django up before any test module is imported."""
    from django.conf import settings

    assert settings.DATABASES


class NetworkReachedError(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only this machine can be reached: loopback (for the server that a journey starts) and socket files."""
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise NetworkReachedError(
                f"A test tried to reach {address[0]}; a test works without any network."
            )
        connect(self, address)

    socket.socket.connect = loopback_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _log_may_be_emptied_between_tests() -> Iterator[None]:
    """Let a transactional test be undone: the log's triggers, which refuse to, are off while the tables are emptied."""
    from django.test import TransactionTestCase

    teardown = TransactionTestCase._fixture_teardown

    def emptied(self: TransactionTestCase) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            triggers = _drop_log_triggers(cursor, connection.vendor)
        try:
            teardown(self)
        finally:
            with connection.cursor() as cursor:
                for statement in triggers:
                    cursor.execute(statement)
                _put_back_the_head()

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = teardown


def _drop_log_triggers(cursor: Any, vendor: str) -> list[str]:
    """Drop every trigger on the log's tables; the statements that make them again."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname LIKE 'log_%'"
        )
        rows = cursor.fetchall()
        for name, table, _ in rows:
            cursor.execute(f'DROP TRIGGER "{name}" ON {table}')
        return [definition for _, _, definition in rows]
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_%'")
    rows = cursor.fetchall()
    for name, _ in rows:
        cursor.execute(f'DROP TRIGGER "{name}"')
    return [definition for _, definition in rows]


def _put_back_the_head() -> None:
    """What the log's first migration writes: the head of an empty chain."""
    from kith.trust.log.models import GENESIS, Head

    Head.objects.get_or_create(pk=1, defaults={"seq": 0, "mac": GENESIS})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: what they stand on is proven first, and they take longest."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet, for a test that starts a register of its own."""
    return tmp_path / "data"


@pytest.fixture
def master_key() -> str:
    """A master key as KITH_KEY takes it: 64 hexadecimal digits."""
    return secrets.token_hex(32)
