"""One module a format in which records come in or go out."""
