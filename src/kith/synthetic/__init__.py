"""Invented children, families, fingerprints and documents, for the demonstration, the tests and the measurements. Nobody here exists."""
