"""Accounts and teams: who can sign in, in which role, and whom to call."""
