"""One moment of a gallery, packed: each child's evidence made ready, and arrays over all of them, kind by kind.

Always holds: a record and a snapshot never change once made, but for a child who is erased; every comparison gives each
child a weight, 0 where the child has nothing of that kind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kith.errors import KithError
from kith.evidence import biography, document, face, fingerprint
from kith.evidence.weight import Kind, Reason, Weight
from kith.identify import fingers, growth
from kith.identify.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from numpy.typing import NDArray

    from kith.evidence.biography import PreparedBiography
    from kith.evidence.document import TravelDocument
    from kith.evidence.face import FaceTemplate
    from kith.evidence.fingerprint import Packed, Prepared

    Comparison = tuple[tuple[Kind, ...], Callable[[], "Compared"]]

TOLD = (Kind.NAME, Kind.BIRTH, Kind.NATIONALITY, Kind.LANGUAGE)

NOBODY = face.FaceTemplate(np.eye(1, 128, dtype=np.float32)[0], 0.0, (0, 0, 0, 0))
"""Stands where the face of an erased child stood."""


class Compared(NamedTuple):
    """One probe against all children.

    `log10` is the weight of every child, shape (N,); `which`, for each kind, tells with which children it was compared,
    shape (N,) each; `problems` is what was not searched and why.
    """

    log10: NDArray[np.float64]
    which: tuple[NDArray[np.bool_], ...]
    problems: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One child's (or the probe's) evidence, made ready for many comparisons.

    `sittings` says of each finger when it was taken; `born` is the middle of the births told, as a number of days.
    """

    subject: str
    faces: tuple[FaceTemplate, ...]
    fingers: tuple[Prepared, ...]
    sittings: tuple[growth.Sitting, ...]
    born: float
    documents: tuple[TravelDocument, ...]
    biography: PreparedBiography

    @classmethod
    def of(cls, subject: str, evidence: Evidence) -> Record:
        """The evidence made ready.

        Raises:
            BadInput: a template or a name that no comparison can use.
        """
        return cls(
            subject,
            evidence.faces,
            fingers.prepare_fingers(evidence.fingers),
            tuple(growth.Sitting(finger.taken, finger.height) for finger in evidence.fingers),
            growth.born(evidence.biography.births),
            evidence.documents,
            biography.prepare(evidence.biography),
        )

    def face(self) -> FaceTemplate:
        """The faces of one encounter as one. Meant for the probe.

        Raises:
            BadTemplate: there is none, or they were encoded by different engines.
        """
        return face.average(self.faces)

    def weigh(self, child: Record) -> tuple[Weight, ...]:
        """Every weight of this probe against one child, with reasons: what the probe has, in the order of the kinds."""
        grown = growth.between(
            self.sittings, growth.laid_out(child.sittings), born_some=self.born, born_many=child.born
        )
        weights: list[Weight] = [*fingers.weigh(self.fingers, child.fingers, grown)]
        if self.faces:
            weights.append(self._weigh_faces(child))
        if self.documents:
            weights.append(_document(self.documents, child.documents))
        compared = biography.compare_prepared(self.biography, child.biography)
        weights.extend(weight for weight in compared if weight.kind in self.told)
        return tuple(weights)

    @property
    def told(self) -> tuple[Kind, ...]:
        """The kinds of what was told that there is anything of."""
        told = self.biography.biography
        present = (told.names, told.births, told.nationalities, told.languages)
        return tuple(kind for kind, values in zip(TOLD, present, strict=True) if values)

    def _weigh_faces(self, child: Record) -> Weight:
        """The probe's face against the child's most alike."""
        if not child.faces:
            return Weight.not_compared(Kind.FACE, "no photograph of this child is in the register")
        try:
            mine = self.face()
        except KithError as refused:
            return Weight.not_compared(
                Kind.FACE, "the photographs cannot be taken together: {refusal}", refusal=refused.says
            )
        return max((face.compare(mine, other) for other in child.faces), key=lambda w: (w.compared, w.log10))


def _document(a: Sequence[TravelDocument], b: Sequence[TravelDocument]) -> Weight:
    """The pair of documents that speaks most; not compared where a side has none."""
    if not b:
        return Weight.not_compared(Kind.DOCUMENT, "no document of this child is in the register")
    return max((document.compare(x, y) for x in a for y in b), key=lambda w: (w.compared, w.log10))


class Snapshot:
    """All records of one moment, and what is packed over them.

    `records` are without their fingers, which lie in `packed` alone: those of record i are numbers `first[i]` to
    `first[i + 1]`. `record` gives one back whole.
    """

    def __init__(self, records: Sequence[Record], packed: Packed, first: NDArray[np.int64]) -> None:
        """Hold the records, without fingers, and their fingers as they are packed."""
        self.records = list(records)
        self.packed = packed
        self.first = first
        self._owners = np.repeat(np.arange(len(self.records)), np.diff(first))

    @classmethod
    def of(cls, records: Sequence[Record]) -> Snapshot:
        """The records' fingers are packed, and not kept beside that."""
        packed = fingerprint.pack(finger for record in records for finger in record.fingers)
        first = np.concatenate([[0], np.cumsum([len(record.fingers) for record in records], dtype=np.int64)])
        return cls([replace(record, fingers=()) for record in records], packed, first.astype(np.int64))

    def without(self, outdated: Container[str], recent: Snapshot) -> Snapshot:
        """Both as one: of this one those that are not outdated, and behind them the recent ones."""
        kept = [i for i, record in enumerate(self.records) if record.subject not in outdated]
        sizes = np.diff(self.first)
        stays = np.zeros(len(self.records), bool)
        stays[kept] = True
        packed = fingerprint.joined([
            (self.packed, np.flatnonzero(stays[self._owners])),
            (recent.packed, np.arange(len(recent.packed))),
        ])  # fmt: skip
        every = np.concatenate([[0], np.cumsum(np.concatenate([sizes[kept], np.diff(recent.first)]))])
        return Snapshot([*(self.records[i] for i in kept), *recent.records], packed, every.astype(np.int64))

    def record(self, i: int) -> Record:
        """The record i with its fingers."""
        fingers = tuple(self.packed.reference(k) for k in range(int(self.first[i]), int(self.first[i + 1])))
        return replace(self.records[i], fingers=fingers)

    def erase(self, subject: str) -> None:
        """Overwrite what is held of a child, now; a search that runs meanwhile does not find it by what it has not yet looked at."""
        for i, record in enumerate(self.records):
            if record.subject == subject:
                for k in range(int(self.first[i]), int(self.first[i + 1])):
                    self.packed.erase(k)
                if "_face_matrix" in self.__dict__:
                    templates, matrix, owners = self._face_matrix
                    for k in np.flatnonzero(owners == i).tolist():
                        templates[k], matrix[k] = NOBODY, NOBODY.vector
                nothing = Record.of(subject, Evidence())
                # as many sittings as before: they say only when a finger was taken, and stand beside the fingers' numbers
                self.records[i] = replace(nothing, sittings=record.sittings)

    def comparisons(self, asked: Record) -> Iterator[Comparison]:
        """For every kind of evidence the probe has: which kinds, and the function that compares them with everybody."""
        if asked.faces:
            yield (Kind.FACE,), partial(self._faces, asked)
        if asked.fingers:
            yield (Kind.FINGERPRINT,), partial(self._fingers, asked)
        if asked.documents:
            yield (Kind.DOCUMENT,), partial(self._documents, asked)
        if asked.biography.biography:
            yield asked.told, partial(self._told, asked)

    @cached_property
    def _face_matrix(self) -> tuple[list[FaceTemplate], NDArray[np.float32], NDArray[np.intp]]:
        """All faces: as templates, as one matrix, shape (faces, 128), and whose each is, shape (faces,)."""
        templates = [template for record in self.records for template in record.faces]
        owners = [i for i, record in enumerate(self.records) for _ in record.faces]
        vectors = np.stack([t.vector for t in templates]) if templates else np.zeros((0, 128), np.float32)
        return templates, np.ascontiguousarray(vectors, np.float32), np.asarray(owners, np.intp)

    @cached_property
    def _sat(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """When each finger was taken, shape (fingers, 2), and the births told of whose it is, shape (fingers,)."""
        sittings = [one for record in self.records for one in record.sittings]
        births = np.array([record.born for record in self.records], np.float64)
        return growth.laid_out(sittings), births[self._owners]

    def _faces(self, asked: Record) -> Compared:
        """The probe's face against all faces in one matrix product; a child's best counts."""
        mine = asked.face()
        templates, matrix, owners = self._face_matrix
        best = np.full(len(self.records), -np.inf)
        alike = np.array([mine.comparable(template) for template in templates], bool)
        np.maximum.at(best, owners[alike], face.compare_many(mine, matrix[alike]))
        has = np.isfinite(best)
        others = int((~alike).sum())
        problem = Reason("{n} photographs of another engine were not searched", {"n": others})
        return Compared(np.where(has, best, 0.0), (has,), (problem,) if others else ())

    def _fingers(self, asked: Record) -> Compared:
        """Every finger of the probe against every finger held; each child's best assignment counts."""
        size = len(self.records)
        log10, compared = np.zeros(size), np.zeros(size, bool)
        many, births = self._sat
        grown = growth.between(asked.sittings, many, born_some=asked.born, born_many=births)
        scores = fingers.scores_of(fingers.scan_all(asked.fingers, grown, self.packed, self._owners))
        for row in scores:
            best = np.full(size, fingers.IMPOSSIBLE)
            np.maximum.at(best, self._owners, row)
            could = best > fingers.IMPOSSIBLE / 2
            log10[could] += best[could]
            compared |= could
        # Where any finger speaks for the child, which goes with which is worked out; elsewhere the sum says enough.
        for i in np.unique(self._owners[(scores > 0).any(axis=0)]).tolist():
            own = scores[:, self.first[i] : self.first[i + 1]]
            log10[i] = fingers.total_of(own, asked.fingers, self.record(i).fingers)
        return Compared(log10, (compared,), fingers.too_poor(asked.fingers))

    def _documents(self, asked: Record) -> Compared:
        """The probe's documents against each child's."""
        weights = [_document(asked.documents, record.documents) for record in self.records]
        compared = np.array([weight.compared for weight in weights], bool)
        return Compared(np.array([weight.log10 for weight in weights], float), (compared,))

    def _told(self, asked: Record) -> Compared:
        """Names, births, nationalities and languages; a name is compared in full where it shares a key with the probe's."""
        log10 = np.zeros(len(self.records))
        compared = np.zeros((len(TOLD), len(self.records)), bool)
        for i, record in enumerate(self.records):
            log10[i], compared[:, i] = biography.quick(asked.biography, record.biography)
        return Compared(log10, tuple(compared[TOLD.index(kind)] for kind in asked.told))
