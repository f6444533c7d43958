"""Kith: a child-protection register that makes a trafficked child findable again."""
