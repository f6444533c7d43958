"""The command line: one of three mouths that speak the register's actions and queries.

Always holds: a command reads what was typed, calls actions and queries on behalf of a named person, and says what came
back; it decides nothing itself. No command shows an address.
"""
