"""Evidence made from numbers, for the tests of `kith.identify`: fingers and faces of nobody, the same on every machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.biography import Biography, BirthRange
from kith.evidence.document import TravelDocument
from kith.evidence.face import FaceTemplate
from kith.evidence.fingerprint import Position, Template
from kith.identify import Evidence, Finger

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = (
    "Nguyễn Thị Hồng Nhung",
    "Ardit Hoxha",
    "محمد أحمد السيد",
    "王小明",
    "Tesfalem Haile",
    "Blessing Osagie",
)

TAKEN = date(2026, 3, 1)


def finger(seed: int, position: int = 0, minutiae: int = 40) -> Finger:
    """A finger of nobody: minutiae at random places."""
    random = np.random.default_rng([1, seed])
    template = Template(
        x=random.uniform(20, 350, minutiae).astype(np.float32),
        y=random.uniform(20, 350, minutiae).astype(np.float32),
        angle=random.uniform(0, 6.28, minutiae).astype(np.float32),
        quality=np.full(minutiae, 80, np.uint8),
        kind=np.ones(minutiae, np.uint8),
        width=388,
        height=374,
        position=Position(position),
        overall=70,
    )
    return Finger(position, template, TAKEN)


def again(one: Finger, position: int | None = None) -> Finger:
    """Another impression of the same finger: moved, and every minutia off by a pixel or so."""
    random = np.random.default_rng([2, len(one.template)])
    noise = random.normal(0, 1, (2, len(one.template))).astype(np.float32)
    position = one.position if position is None else position
    x, y = one.template.x + noise[0] + 5, one.template.y + noise[1] + 3
    return Finger(position, replace(one.template, x=x, y=y, position=Position(position)), TAKEN)


def face(seed: int, noise: float = 0.0) -> FaceTemplate:
    """A face of nobody; with `noise`, another photograph of it."""
    vector = np.random.default_rng([3, seed]).normal(size=128)
    vector = (
        vector / np.linalg.norm(vector) + noise * np.random.default_rng([4, seed]).normal(size=128) / 128**0.5
    )
    return FaceTemplate((vector / np.linalg.norm(vector)).astype(np.float32), 0.8, (0, 0, 100, 100))


def child(seed: int, positions: Sequence[int] = (2, 7)) -> Evidence:
    """An invented child with a face, fingers, a document, a name of six, a birth date."""
    return Evidence(
        faces=(face(seed),),
        fingers=tuple(finger(100 * seed + position, position) for position in positions),
        documents=(TravelDocument(issuing_state="UTO", number=f"L{100000 + seed * 7919}"),),
        biography=Biography(
            (NAMES[seed % len(NAMES)],), (BirthRange.exact(date(2008, 3, 1 + seed % 28)),), ("UTO",)
        ),
    )
