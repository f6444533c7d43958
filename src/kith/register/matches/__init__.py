"""Matches: what a search found, what one person proposed, and what another decided.

Always holds: nothing merges by itself; the person who confirms is not the person who proposed; a rejection is
remembered; a search that could not reach everything says so.
"""
