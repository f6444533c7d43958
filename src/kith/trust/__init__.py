"""Who may look and why, what is sealed, and what was done: policy, vault, log, accounts."""
