"""The vault: the encrypted store of photographs, prints, templates, documents and addresses.

Always holds: an original is kept bit for bit with its SHA-256; it is sealed under the data key of its owner (a child,
or an encounter of a young person not yet known); the data key is itself sealed under the vault key; who destroys the
data key has erased everything sealed under it.
"""
