"""Invented fingerprints: a master is a whole finger, an impression is what a scanner sees of it.

Always holds: everything depends on seeds alone, and no finger is anybody's. Two impressions of a master match under
`kith.evidence.fingerprint`; two masters do not.
"""

from __future__ import annotations

from kith.synthetic.fingerprints.grow import Master, master
from kith.synthetic.fingerprints.orientation import Pattern
from kith.synthetic.fingerprints.press import impression, png

__all__ = ["Master", "Pattern", "impression", "master", "png"]
