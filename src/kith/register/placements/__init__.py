"""Placements: where a child lives, from when to when, and who decided.

Always holds: an address lies sealed in the vault, is in no list and no search result, and is opened for a stated reason
only, which the log keeps; at most one placement of a child is open.
"""
