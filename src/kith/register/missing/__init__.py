"""Missing episodes: from last seen to found.

Always holds: an episode stays open until the child is found; at most one episode of a child is open.
"""
