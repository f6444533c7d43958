"""A shelf of profiles searched: for a person, as the same or a parent, child or sibling; or for a family's missing child.

Always holds: every search is one table a locus and one pass over the codes; what it finds is computed again exactly, in every
population; ranking is by the smallest; one posterior over everybody of the shelf and every relation; what chance alone would
find, who could not be compared and whether the list was cut is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadInput
from kith.evidence.dna.chance import posteriors_log10
from kith.evidence.dna.compare import compare, compare_family
from kith.evidence.dna.profile import Profile
from kith.evidence.dna.question import FAMILY, SEARCHED
from kith.evidence.dna.shelf import UNTYPED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.frequencies import Frequencies, Settings
    from kith.evidence.dna.pedigree import Pedigree
    from kith.evidence.dna.question import Prepared
    from kith.evidence.dna.shelf import Shelf

    Floats = NDArray[np.float64]
    Exactly = Callable[[str], Mapping[str, float]]

WORTH_A_LOOK: Final = 3.0
"""log10 of the ratio from which a hit is shown to an examiner."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found: the row's `subject`, log10 by hypothesis (the smallest population), posterior by hypothesis.

    The posteriors of all hypotheses and all persons, with that of none, sum to one.
    """

    subject: str
    log10: Mapping[str, float]
    posterior: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first, among `size` profiles; `chance_hits` by hypothesis at the ratio worth a look.

    `not_compared`: profiles that share no locus with the question; they keep their prior. `above`: how many reach the
    threshold, of whom at most as many as were asked for are `hits`. `relation_priors` by hypothesis, given that somebody
    is it; `prior` is that of one person.
    """

    hits: tuple[Hit, ...]
    size: int
    prior: float
    not_in_register: float
    threshold: float
    chance_hits: Mapping[str, float]
    none: float
    relation_priors: Mapping[str, float]
    above: int
    not_compared: int

    @property
    def complete(self) -> bool:
        """Everybody who reaches the threshold is among the hits."""
        return self.above <= len(self.hits)


# long: one call names what a search tells, and its parameters are told one by one
def search(
    prepared: Prepared,
    shelf: Shelf,
    exactly: Exactly,
    *,
    not_in_register: float = 0.5,
    threshold: float = WORTH_A_LOOK,
    most: int = 20,
    relation_priors: Mapping[str, float] | None = None,
) -> Found:
    """Scan the shelf and compute again exactly who reaches the threshold under any hypothesis, at most `most`, the best.

    `exactly` gives the log10 ratios of one subject by hypothesis; `not_in_register`: the prior chance that nobody is it.
    `relation_priors`: the prior of each hypothesis given that somebody is it, by default alike; brought to a sum of one.
    One person in one relation is it, or nobody: where several relatives are on the shelf, they share the posterior.

    Raises:
        BadInput: a prior is no chance.
    """
    names = prepared.hypotheses
    shares = _shares(names, relation_priors)
    size = len(shelf)
    prior = (1.0 - not_in_register) / size if size else 0.0
    scanned = prepared.log10(shelf).astype(np.float64) if size else np.zeros((0, len(prepared.hypotheses)))
    comparable = (shelf.codes[:, prepared.columns] != UNTYPED).any(axis=1)
    best = np.where(comparable, scanned.max(axis=1, initial=-math.inf), -math.inf)
    first = np.argpartition(-best, most)[:most] if size > most else np.arange(size)
    rows = [int(i) for i in first if comparable[i] and best[i] >= min(threshold, 0.0)]
    exact = {i: dict(exactly(shelf.subject(i))) for i in rows}
    above = int(
        (best >= threshold).sum() - (best[rows] >= threshold).sum()
    )  # of those who are not computed again
    for i in rows:
        scanned[i] = [exact[i][name] for name in names]
    each = prior * np.tile(shares, (size, 1))
    none, joint = posteriors_log10(not_in_register if size else 1.0, each.ravel(), scanned.ravel())
    posterior = joint.reshape(size, len(names))
    hits = [
        Hit(shelf.subject(i), exact[i], dict(zip(names, posterior[i].tolist(), strict=True)))
        for i in sorted(rows, key=lambda i: -max(exact[i].values()))
        if max(exact[i].values()) >= threshold
    ]
    chance = {name: prepared.expected_hits(name, threshold, size) for name in names}
    return Found(
        hits=tuple(hits),
        size=size,
        prior=prior,
        not_in_register=not_in_register,
        threshold=threshold,
        chance_hits=chance,
        none=none,
        relation_priors=dict(zip(names, shares.tolist(), strict=True)),
        above=above + len(hits),
        not_compared=size - int(comparable.sum()),
    )


def _shares(names: Sequence[str], given: Mapping[str, float] | None) -> Floats:
    """The prior of each hypothesis, given that somebody is it.

    Raises:
        BadInput: one is missing, or no chance.
    """
    shares = np.array([(given or dict.fromkeys(names, 1.0)).get(name, -1.0) for name in names], np.float64)
    if not (np.isfinite(shares).all() and shares.min() >= 0.0 and shares.sum() > 0.0):
        raise BadInput(
            "The priors of the relations are no chances.",
            advice="Give one of 0 or more for each relation.",
            field="prior",
        )
    found: Floats = shares / shares.sum()
    return found


def exactly_person(
    probe: Profile, shelf: Shelf, table: Frequencies, settings: Settings | None = None
) -> Exactly:
    """The exact ratios of the person search, for one subject of the shelf."""

    def ratios(subject: str) -> dict[str, float]:
        found = compare(
            probe, Profile.of(subject, shelf.alleles_of(subject)), table, settings, relations=SEARCHED
        )
        return {r.value: found.ratios[r].least for r in SEARCHED}

    return ratios


def exactly_family(
    family: Pedigree,
    missing: str,
    relatives: Mapping[str, Profile],
    shelf: Shelf,
    table: Frequencies,
    settings: Settings | None = None,
) -> Exactly:
    """The exact ratio of the family search, for one subject of the shelf."""

    def ratios(subject: str) -> dict[str, float]:
        candidate = Profile.of(subject, shelf.alleles_of(subject))
        return {FAMILY: compare_family(family, missing, relatives, candidate, table, settings).ratios.least}

    return ratios
