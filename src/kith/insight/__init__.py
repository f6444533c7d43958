"""Counts, curves and tables that may be published: never about one child."""
