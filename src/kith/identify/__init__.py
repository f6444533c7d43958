"""From a probe to candidates: a gallery is searched on all evidence, the weights are fused, the posterior is said in words.

Always holds: pure, no Django, no network, no database; weights come from the evidence rooms and are only added here. The
engines are imported from their own modules (`kith.identify.gallery.memory`), because they load every comparison there is.
"""

from kith.identify.answer import Answer, Candidate, Prior
from kith.identify.evidence import Evidence, Finger
from kith.identify.gallery import EVEN, Gallery
from kith.identify.verdict import Verdict, of_answer, of_candidate

__all__ = [
    "EVEN",
    "Answer",
    "Candidate",
    "Evidence",
    "Finger",
    "Gallery",
    "Prior",
    "Verdict",
    "of_answer",
    "of_candidate",
]
