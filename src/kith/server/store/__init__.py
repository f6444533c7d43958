"""The encrypted store: Django's SQLite engine over SQLCipher, so that nothing on the disk can be read without the key."""
