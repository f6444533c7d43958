"""The pages of the flows, one thing a page: each reads what is stored, asks, and hands on to the register's actions.

Always holds: a step stores through actions only; what was typed is shown again whatever happened to it.
"""

from __future__ import annotations

from kith.web.steps.belonging import Belonging
from kith.web.steps.companions import Companions
from kith.web.steps.document import Document
from kith.web.steps.fingerprints import Fingerprints
from kith.web.steps.meeting import Meeting
from kith.web.steps.names import Names
from kith.web.steps.notes import Notes
from kith.web.steps.photograph import Photograph
from kith.web.steps.step import Sitting, Step

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Meeting(),
        Photograph(),
        Fingerprints(),
        Document(),
        Names(),
        Belonging(),
        Companions(),
        Notes(),
    )
}

__all__ = ["STEPS", "Sitting", "Step"]
