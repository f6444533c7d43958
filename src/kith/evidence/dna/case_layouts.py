"""The two layouts of reference cases: named hypotheses of one family, and disaster victims with families that miss them.

Always holds: pedigrees are taken as written; what a layout cannot say is refused, never guessed. What the fields mean
stands in `meta` of the files.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kith.errors import BadInput
from kith.evidence.dna.likelihood import likelihoods
from kith.evidence.dna.marker import Marker, Seen
from kith.evidence.dna.mutation import NO_MUTATION, Model, Mutation
from kith.evidence.dna.pedigree import Pedigree, Person, Sex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Databases = Mapping[str, Mapping[str, Mapping[str, float]]]

TOLERANCE: Final = 1e-6
_SAME_PERSON: Final = re.compile(r"^(?P<names>.+?) (?:are|is) the same person$")


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a case: what it is, what the file expects, what was found."""

    what: str
    expected: float
    found: float
    logarithm: bool = False

    @property
    def difference(self) -> float:
        """Relative for a ratio, absolute for a logarithm; 0 where both are the same, be it 0 or infinite."""
        if self.expected == self.found:
            return 0.0
        apart = abs(self.expected - self.found)
        return apart if self.logarithm or self.expected == 0.0 else apart / abs(self.expected)

    @property
    def agrees(self) -> bool:
        """The difference is within the tolerance; what is no number never agrees."""
        return self.difference <= TOLERANCE


def databases_of(data: object) -> dict[str, Any]:
    """Tables by name, from a file that holds them at once or under `databases`."""
    if not isinstance(data, dict):
        return {}
    inner = data.get("databases", data)
    return (
        {
            str(name): one["frequencies"] if isinstance(one, dict) and "frequencies" in one else one
            for name, one in inner.items()
            if isinstance(one, dict)
        }
        if isinstance(inner, dict)
        else {}
    )


def _table(databases: Databases, name: str) -> Mapping[str, Mapping[str, float]]:
    for known in (name, name.rpartition("/")[2]):
        if known in databases:
            return databases[known]
    raise BadInput(
        f"There is no table of frequencies “{name}”.", advice="Give one with --databases.", field="databases"
    )


def _mutation(given: Mapping[str, Any] | str | None) -> Mutation:
    """A model as either layout writes it: an object, or "equal, rate = 0.005"."""
    if isinstance(given, str):
        words = re.match(r"^\s*(\w+)\s*(?:,\s*rate\s*=\s*([\d.eE+-]+))?\s*$", given)
        if words is None:
            raise BadInput(
                f"Unknown mutation “{given[:60]}”.", advice="Write a model and a rate.", field="mutation"
            )
        given = {"model": words[1], "rate": float(words[2] or 0.0)}
    if not given or str(given.get("model", "none")).lower() in {"none", "trivial"}:
        return NO_MUTATION
    model = (
        str(given["model"])
        .lower()
        .removeprefix("extended ")
        .removeprefix("extended_")
        .removeprefix("extended-")
    )
    if model not in set(Model):
        raise BadInput(
            f"Unknown mutation model “{model[:40]}”.",
            advice="There are: none, equal, proportional, stepwise.",
            field="mutation",
        )
    rate = given.get("rate", 0.0)
    male, female = (given.get(sex, rate) for sex in ("male", "female"))
    return Mutation(
        Model(model),
        float(male),
        float(female),
        float(given.get("range") or 0.1),
        float(given.get("rate2") or 0.0),
    )


def _pedigree(persons: Sequence[Mapping[str, Any]]) -> Pedigree:
    def parent(one: Any) -> str:
        return "" if one in {None, "", "0", 0} else str(one)

    return Pedigree(
        Person(str(p["id"]), parent(p.get("fid")), parent(p.get("mid")), Sex(int(p.get("sex") or 0)))
        for p in persons
    )


def _seen(genotype: str | None, dropout: float = 0.0) -> Seen | None:
    """'a/b', 'a/-' (one allele unknown), 'a' (one allele of a male on X), None (not typed)."""
    if genotype is None or str(genotype) in {"", "-", "-/-", "NA"}:
        return None
    parts = str(genotype).replace(" ", "").split("/")
    known = [p for p in parts if p != "-"]
    return Seen(known[0], None if len(known) < len(parts) else known[-1], dropout)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _log10(values: NDArray[np.float64]) -> float:
    with np.errstate(divide="ignore"):
        return float(np.log10(values).sum())


@dataclass(frozen=True, slots=True)
class Case:
    """A case with named hypotheses."""

    data: Mapping[str, Any]
    databases: Databases

    def values(self) -> list[Value]:
        """The ratio a marker, the total, and the total without untyped dead ends where the file gives it."""
        expected = self.data["expected"]
        by_marker = expected.get("LR_per_marker") or {}
        names = list(self.data.get("markers") or next(iter(by_marker.values()), ()))
        if not names:
            raise BadInput("The case names no markers.", advice="Name them under “markers”.", field="markers")
        as_written = self._ratios(names, dead_ends=False)
        out = [
            Value(f"{h} {name}", float(wanted[name]), float(as_written[h][i]))
            for h, wanted in by_marker.items()
            for i, name in enumerate(names)
            if wanted.get(name) is not None
        ]
        out += self._totals(expected.get("log10_LR_total"), as_written, "total log10")
        cut = expected.get("log10_LR_total_pruned_convention")
        if cut:
            out += self._totals(cut, self._ratios(names, dead_ends=True), "total log10, dead ends cut")
        return out

    def _totals(
        self, wanted: Mapping[str, Any] | None, ratios: Mapping[str, NDArray[np.float64]], what: str
    ) -> list[Value]:
        return [
            Value(f"{h} {what}", _number(v), _log10(ratios[h]), logarithm=True)
            for h, v in (wanted or {}).items()
            if v is not None
        ]

    def _ratios(self, names: Sequence[str], *, dead_ends: bool) -> dict[str, NDArray[np.float64]]:
        table = _table(self.databases, str(self.data["database"]))
        markers = [self._marker(table[name]) for name in names]
        out = {}
        for h, hypothesis in self.data["hypotheses"].items():
            family, same = self._family(hypothesis)
            seen = [self._traces(name, same) for name in names]
            if dead_ends:
                family = family.trimmed({p for s in seen for p in s}, dead_ends=True)
            out[h] = likelihoods(family, markers, seen)
        reference = out[self.data["reference_hypothesis"]]
        with np.errstate(divide="ignore", invalid="ignore"):
            return {h: one / reference for h, one in out.items()}

    def _marker(self, frequencies: Mapping[str, float]) -> Marker:
        return Marker.of(
            frequencies,
            mutation=_mutation(self.data.get("mutation")),
            theta=float(self.data.get("theta") or 0.0),
            silent=float(self.data.get("silent_freq") or 0.0),
            x_linked=str(self.data.get("chromosome", "")).upper() == "X",
        )

    def _family(self, hypothesis: Any) -> tuple[Pedigree, dict[str, str]]:
        """The pedigree, and who is whom where the hypothesis is a sentence that two names are one person."""
        if not isinstance(hypothesis, str):
            return _pedigree(hypothesis), {}
        said = _SAME_PERSON.match(hypothesis.strip())
        if said is None:
            raise BadInput(
                f"Unknown hypothesis “{hypothesis[:80]}”.",
                advice="Give a pedigree, or say who are the same person.",
                field="hypotheses",
            )
        one, *others = re.split(r", | and ", said["names"])
        hypotheses = self.data["hypotheses"]
        families = [hypotheses[self.data["reference_hypothesis"]], *hypotheses.values()]
        apart = next((h for h in families if not isinstance(h, str)), None)
        if apart is None:
            raise BadInput(
                "No hypothesis of the case is a pedigree.",
                advice="Give the pedigree of at least one.",
                field="hypotheses",
            )
        return _pedigree([p for p in apart if str(p["id"]) not in others]), dict.fromkeys(others, one)

    def _traces(self, marker: str, same: Mapping[str, str]) -> dict[str, list[Seen]]:
        dropout = self.data.get("dropout") or {}
        out: dict[str, list[Seen]] = {}
        for name, genotypes in self.data["genotypes"].items():
            chance = dropout.get(name, 0.0) if isinstance(dropout, dict) else float(dropout)
            seen = _seen(genotypes.get(marker), float(chance or 0.0))
            if seen is not None:
                out.setdefault(same.get(name, name), []).append(seen)
        return out


@dataclass(frozen=True, slots=True)
class Victims:
    """Disaster victims (`pm`), families (`am`) with missing members, and the ratio of each victim being each member."""

    data: Mapping[str, Any]

    def values(self) -> list[Value]:
        """The pairwise ratios, and the natural logarithms of the likelihoods of whole solutions."""
        out = [
            Value(f"{v} = {m}", float(wanted), self._ratio(v, m))
            for v, row in self.data["pairwiseLR"].items()
            for m, wanted in row.items()
            if wanted is not None
        ]
        for i, solution in enumerate(self.data.get("joint_top5") or []):
            chosen = {m: v for v, m in solution.items() if v in self.data["pm"] and m != "*"}
            out.append(
                Value(f"solution {i + 1}, ln", float(solution["loglik"]), self._joint(chosen), logarithm=True)
            )
        return out

    def _markers(self) -> list[Marker]:
        mutation = _mutation(self.data.get("mutation"))
        return [Marker.of(f, mutation=mutation) for f in self.data["frequencies"].values()]

    def _likelihood(
        self, family: Pedigree, genotypes: Mapping[str, Mapping[str, str]]
    ) -> NDArray[np.float64]:
        seen = [
            {name: [one] for name, g in genotypes.items() if (one := _seen(g.get(marker))) is not None}
            for marker in self.data["frequencies"]
        ]
        return likelihoods(family, self._markers(), seen)

    def _alone(self, victim: str) -> NDArray[np.float64]:
        return self._likelihood(Pedigree([Person(victim)]), {victim: self.data["pm"][victim]})

    def _family_of(self, missing: str) -> tuple[Pedigree, dict[str, Any]]:
        for family in self.data["am"].values():
            if any(str(p["id"]) == missing for p in family["pedigree"]):
                return _pedigree(family["pedigree"]), family["genotypes"]
        raise BadInput(f"{missing} is in no family.", advice="Correct the case.", field="am")

    def _ratio(self, victim: str, missing: str) -> float:
        family, genotypes = self._family_of(missing)
        together = self._likelihood(family, {**genotypes, missing: self.data["pm"][victim]})
        apart = self._likelihood(family, genotypes) * self._alone(victim)
        return float(np.prod(together / apart))

    def _joint(self, chosen: Mapping[str, str]) -> float:
        total = 0.0
        for family in self.data["am"].values():
            persons = _pedigree(family["pedigree"])
            found = {m: self.data["pm"][v] for m, v in chosen.items() if m in persons}
            total += float(np.log(self._likelihood(persons, {**family["genotypes"], **found})).sum())
        for victim in set(self.data["pm"]) - set(chosen.values()):
            total += float(np.log(self._alone(victim)).sum())
        return total
