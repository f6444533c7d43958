"""Pages for a browser: thin views over the same actions and queries as the command line."""
