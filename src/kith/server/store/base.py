"""Django's SQLite engine, speaking through SQLCipher.

Always holds: the key is set before anything else is asked; every page of the file, its write-ahead log and its
temporary tables is encrypted or stays in memory; a committed transaction is on the disk before the call returns
(WAL with synchronous=FULL); a write takes the lock when it begins (BEGIN IMMEDIATE), so that it never fails halfway.
"""

from __future__ import annotations

import datetime as dt
import decimal
import os
import re
from collections.abc import Mapping
from itertools import tee
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.asyncio import async_unsafe
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as Database  # noqa: N812  # the name that Django's engines give their driver

from kith.errors import StoreLocked
from kith.server.store.creation import DatabaseCreation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Parameters = Sequence[Any] | Mapping[str, Any]

UNNAMED: Final = re.compile(r"(?<!%)%s")
KEY_LENGTH: Final = 32  # bytes
BUSY_SECONDS: Final = (
    20.0  # how long a write waits for another one; longer than any act of the register takes
)

# What Django's SQLite engine registers with the sqlite3 module, registered with SQLCipher's module as well.
Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", lambda raw: parse_date(raw.decode()))
Database.register_converter("time", lambda raw: parse_time(raw.decode()))
Database.register_converter("datetime", lambda raw: parse_datetime(raw.decode()))
Database.register_converter("timestamp", lambda raw: parse_datetime(raw.decode()))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(dt.date, dt.date.isoformat)
Database.register_adapter(dt.datetime, lambda moment: moment.isoformat(" "))


class CursorWrapper(Database.Cursor):
    """A cursor that takes Django's %s and %(name)s, which SQLite itself does not know."""

    def execute(self, sql: str, parameters: Parameters | None = None) -> Any:  # type: ignore[override]
        """Run one statement; None for no parameters, as Django calls it, where the driver wants none given."""
        if parameters is None:
            return super().execute(sql)
        names = list(parameters) if isinstance(parameters, Mapping) else None
        return super().execute(_in_sqlites_words(sql, names), parameters)

    def executemany(self, sql: str, parameters: Iterable[Parameters]) -> Any:  # type: ignore[override]
        """Run one statement for each set of parameters; the first one tells whether they are named."""
        peekable, parameters = tee(iter(parameters))
        first = next(peekable, None)
        names = list(first) if isinstance(first, Mapping) else None
        return super().executemany(_in_sqlites_words(sql, names), parameters)


def _in_sqlites_words(sql: str, names: list[str] | None) -> str:
    """The statement with ? or :name where Django writes %s or %(name)s, and one percent sign for each two."""
    if names is None:
        return UNNAMED.sub("?", sql).replace("%%", "%")
    return sql % {name: f":{name}" for name in names}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the encrypted file; OPTIONS["raw_key"] holds its key of 32 bytes."""

    display_name = "SQLCipher"
    Database = Database
    creation_class = DatabaseCreation

    def get_connection_params(self) -> dict[str, Any]:
        """What to open the file with, and apart from it the key."""
        parameters: dict[str, Any] = super().get_connection_params()
        parameters.setdefault("timeout", BUSY_SECONDS)
        raw_key = parameters.pop("raw_key", None)
        if not isinstance(raw_key, bytes) or len(raw_key) != KEY_LENGTH:
            raise ImproperlyConfigured("The encrypted store needs OPTIONS['raw_key'] with 32 bytes.")
        self._raw_key = raw_key
        self._at_the_start = [one.strip() for one in self.init_commands if one.strip()]  # type: ignore[attr-defined]
        return parameters

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, set the key, prove that it fits.

        Raises:
            StoreLocked: the key does not fit the file, or the file is not a store of Kith.
        """
        self._make_private(str(conn_params["database"]))
        connection = Database.connect(**conn_params)
        try:
            # raw key, so no passphrase stretching: the key already has 256 random bits
            connection.execute(f"PRAGMA key = \"x'{self._raw_key.hex()}'\"")
            # cipher_memory_security stays off: it would wipe SQLCipher's own buffers at half the speed, while the
            # same rows pass through Python's memory, which nobody can wipe; swap is the machine's to encrypt
            self._prove(connection)
            register_functions(connection)
            for pragma in (
                "foreign_keys = ON",
                "legacy_alter_table = OFF",
                "journal_mode = WAL",
                "synchronous = FULL",
                "temp_store = MEMORY",
                "secure_delete = ON",
            ):
                connection.execute(f"PRAGMA {pragma}")
            for command in self._at_the_start:
                connection.execute(command)
        except BaseException:
            connection.close()
            raise
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  # Django's signature; SQLite names no cursors
        """A cursor on this connection."""
        return self.connection.cursor(factory=CursorWrapper)

    def _prove(self, connection: Any) -> None:
        """Read the first page, which opens with the right key only."""
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except Database.DatabaseError as error:
            if "not a database" not in str(error):
                raise
            raise StoreLocked(
                f"The key does not open the register in {self.settings_dict['NAME']}.",
                advice="Put back the key that was made with it (see KITH_KEY and KITH_KEY_FILE), or the right data folder.",
            ) from None

    def _make_private(self, name: str) -> None:
        """Make a new file readable by its owner only, before anything stands in it; WAL files take its rights over."""
        if not self.creation.is_in_memory_db(name) and not name.startswith("file:"):
            os.close(os.open(name, os.O_RDWR | os.O_CREAT, 0o600))
