"""The record. The only rooms with models besides trust; actions are the only writers, queries the only readers."""
