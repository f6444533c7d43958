"""Names across scripts, dates of birth as ranges, nationality and language; two biographies become weights.

Always holds: missing is never different, nothing here is a veto, and nationality and language help identity only.
"""

from kith.evidence.biography.biography import (
    Biography,
    PreparedBiography,
    compare,
    compare_prepared,
    prepare,
    quick,
)
from kith.evidence.biography.births import BirthRange
from kith.evidence.biography.names.compare import compare_names, name_log10
from kith.evidence.biography.names.script import clean_name
from kith.evidence.biography.names.tokens import PreparedName, prepare_name

__all__ = [
    "Biography",
    "BirthRange",
    "PreparedBiography",
    "PreparedName",
    "clean_name",
    "compare",
    "compare_names",
    "compare_prepared",
    "name_log10",
    "prepare",
    "prepare_name",
    "quick",
]
