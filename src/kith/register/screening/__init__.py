"""Screening: indicators answered in an encounter. No set of indicators is shipped yet, so nothing is asked or stored.

Always holds, also for what comes here: no percentage, no "not trafficked", no colour for a child, and neither nationality
nor ethnicity within reach.
"""
