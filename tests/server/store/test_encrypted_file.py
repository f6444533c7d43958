"""The encrypted file: unreadable without its key, private, durable, and otherwise SQLite as Django knows it."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError
from django.db.utils import ConnectionHandler

from kith.errors import StoreLocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = bytes(range(32))
NAME = "Nguyễn Thị Hồng Nhung"


@pytest.fixture
def open_store(tmp_path: Path, django_db_blocker: Any) -> Iterator[Callable[..., Any]]:
    """Open connections to one file, as settings.py would."""
    opened = []

    def connect(raw_key: Any = KEY, **changes: Any) -> Any:
        databases = {
            "default": {
                "ENGINE": "kith.server.store",
                "NAME": tmp_path / "kith.db",
                "OPTIONS": {"raw_key": raw_key, "transaction_mode": "IMMEDIATE", **changes},
            }
        }
        connection = ConnectionHandler(databases)["default"]
        opened.append(connection)
        return connection

    with django_db_blocker.unblock():  # these connections are the test's own, not those of the register
        yield connect
        for connection in opened:
            connection.close()


def _with_a_name(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE child (id integer PRIMARY KEY, name text)")
        cursor.execute("INSERT INTO child (name) VALUES (%s)", [NAME])


def _pragma(connection: Any, name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_no_name_stands_in_any_file(open_store, tmp_path):
    """Neither the store nor its write-ahead log holds a name, the word SQLite, or a statement in the clear."""
    _with_a_name(open_store())
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["kith.db", "kith.db-shm", "kith.db-wal"]
    assert (tmp_path / "kith.db-wal").stat().st_size > 0
    for path in tmp_path.iterdir():
        raw = path.read_bytes()
        for plain in (NAME.encode(), NAME.encode("utf-16-le"), b"SQLite format 3", b"CREATE TABLE"):
            assert plain not in raw, f"{path.name} holds {plain!r} unencrypted"


def test_no_name_stands_in_the_file_after_the_log_was_taken_over(open_store, tmp_path):
    """Once the write-ahead log has been moved into the store, the store is still unreadable and the name still there."""
    connection = open_store()
    _with_a_name(connection)
    connection.close()
    assert NAME.encode() not in (tmp_path / "kith.db").read_bytes()
    with open_store().cursor() as cursor:
        cursor.execute("SELECT name FROM child")
        assert cursor.fetchone() == (NAME,)


def test_sqlite_itself_cannot_read_it(open_store, tmp_path):
    """The file is not a database to anybody without SQLCipher and the key."""
    connection = open_store()
    _with_a_name(connection)
    connection.close()
    plain = sqlite3.connect(tmp_path / "kith.db")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM child")
    plain.close()


def test_another_key_is_refused_in_words(open_store):
    """A wrong key is a refusal that says what to do, and changes nothing in the file."""
    first = open_store()
    _with_a_name(first)
    first.close()
    with pytest.raises(StoreLocked, match=r"does not open the register.*Put back the key"):
        open_store(bytes(32)).ensure_connection()
    with open_store().cursor() as cursor:
        cursor.execute("SELECT count(*) FROM child")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("raw_key", [None, "0" * 64, b"short", bytes(33)])
def test_without_a_key_of_32_bytes_nothing_is_opened(open_store, tmp_path, raw_key):
    """There is no way to get an unencrypted file by forgetting the key."""
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        open_store(raw_key).ensure_connection()
    assert not (tmp_path / "kith.db").exists()


def test_only_the_owner_may_read_the_files(open_store, tmp_path):
    """The store and its companions are made with rights for their owner alone, whatever the umask."""
    before = os.umask(0o000)
    try:
        _with_a_name(open_store())
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    finally:
        os.umask(before)


def test_what_was_committed_is_on_the_disk(open_store):
    """The write-ahead log is synced at every commit, nothing temporary is written out, references are checked."""
    connection = open_store()
    assert _pragma(connection, "journal_mode") == "wal"
    assert _pragma(connection, "synchronous") == 2  # FULL
    assert _pragma(connection, "temp_store") == 2  # MEMORY
    assert _pragma(connection, "foreign_keys") == 1
    assert _pragma(connection, "secure_delete") == 1
    assert _pragma(connection, "busy_timeout") >= 10_000
    assert _pragma(connection, "cipher_version")


def test_values_come_back_as_they_went_in(open_store):
    """Dates, times, decimals, truth, bytes, text in any script and NULL survive the way through the file."""
    moment = dt.datetime(2025, 3, 14, 23, 59, 59, 123456)  # noqa: DTZ001  # Django stores UTC without a zone
    values = [dt.date(2009, 2, 28), moment, dt.time(4, 5), Decimal("12.30"), True, b"\x00\xff", NAME, None]
    with open_store().cursor() as cursor:
        cursor.execute(
            "CREATE TABLE t (a date, b datetime, c time, d decimal, e bool, f blob, g text, h text)"
        )
        cursor.execute(
            "INSERT INTO t VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", [*values[:2], "04:05:00", *values[3:]]
        )
        cursor.execute("SELECT * FROM t")
        row = list(cursor.fetchone())
    assert row[3] == pytest.approx(12.3)
    assert row[:3] + row[4:] == values[:3] + values[4:]


def test_both_ways_of_naming_parameters_work(open_store):
    """Parameters in a list and by name, one row and many rows, and a literal percent sign."""
    with open_store().cursor() as cursor:
        cursor.execute("CREATE TABLE t (a integer, b text)")
        cursor.execute("INSERT INTO t VALUES (%(a)s, %(b)s)", {"a": 1, "b": "x"})
        cursor.executemany("INSERT INTO t VALUES (%s, %s)", iter([(2, "y"), (3, "100 %")]))
        cursor.executemany("INSERT INTO t VALUES (%(a)s, %(b)s)", [{"a": 4, "b": "z"}])
        cursor.execute("SELECT a FROM t WHERE b LIKE '%%\\%%' ESCAPE '\\' AND a > %s", [0])
        assert cursor.fetchall() == [(3,)]
        cursor.execute("SELECT count(*) FROM t")
        assert cursor.fetchone() == (4,)


def test_djangos_functions_are_there(open_store):
    """What Django adds to SQLite (regular expressions, parts of dates) is added here too."""
    with open_store().cursor() as cursor:
        cursor.execute("SELECT 'Nhung' REGEXP '^N.*g$', django_date_extract('year', '2009-02-28')")
        assert cursor.fetchone() == (1, 2009)


def test_errors_are_djangos(open_store):
    """What SQLCipher raises arrives as Django's own errors, which the rest of the register catches."""
    connection = open_store()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (id text PRIMARY KEY)")
        same = str(uuid.uuid4())
        cursor.execute("INSERT INTO t VALUES (%s)", [same])
        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO t VALUES (%s)", [same])
        with pytest.raises(OperationalError):
            cursor.execute("SELECT * FROM nowhere")


def test_a_second_writer_waits_its_turn_from_the_start(open_store):
    """A transaction takes the write lock when it begins, so a second one is told at once and never fails halfway."""
    first, second = open_store(), open_store(timeout=0.05)
    _with_a_name(first)
    with first.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        second.ensure_connection()
        with pytest.raises(OperationalError, match="locked"):
            second._start_transaction_under_autocommit()
        with second.cursor() as reader:  # a reader is never kept waiting
            reader.execute("SELECT count(*) FROM child")
            assert reader.fetchone() == (1,)
        cursor.execute("ROLLBACK")


def test_the_refusal_of_a_key_does_not_show_it(open_store):
    """What is said about a wrong key does not carry the key."""
    first = open_store()
    _with_a_name(first)
    first.close()
    wrong = bytes(range(100, 132))
    with pytest.raises(StoreLocked) as caught:
        open_store(wrong).ensure_connection()
    assert wrong.hex() not in str(caught.value)
