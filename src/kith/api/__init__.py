"""The machine-readable mouth: the same actions and queries over HTTP."""
