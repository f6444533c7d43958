"""Names of any script: cleaned, read aloud in Latin letters, split into words, and compared word by word.

Always holds: the order of the words does not matter, a missing word is not a different one, and the way from two
names to a weight can be told in sentences.
"""
