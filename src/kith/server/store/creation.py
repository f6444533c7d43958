"""Making and removing the store of a test run: an encrypted file like the real one, with its companions."""

from __future__ import annotations

from pathlib import Path

from django.db.backends.sqlite3 import creation


class DatabaseCreation(creation.DatabaseCreation):
    """As Django's for SQLite, but it also removes the write-ahead log and its index."""

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)  # type: ignore[misc]  # not in the stubs
        if not self.is_in_memory_db(test_database_name):
            for suffix in ("-wal", "-shm"):
                Path(f"{test_database_name}{suffix}").unlink(missing_ok=True)
