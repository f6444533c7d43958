"""What can be compared, and how much it weighs. Pure: arrays and strings in, weights out; no Django, no network, no database."""
