"""Reference cases: files of families with the likelihood ratios that other programs gave, computed again here.

Always holds: pedigrees are taken as written, an untyped parent is not cut away; the other convention (Familias' default)
is compared apart, where the file gives it. A value agrees within 1e-6: relative for a marker or a pair, absolute for a
log10 or natural logarithm. The two layouts are those of `meta` in the files: cases with named hypotheses, and
disaster victims (`pm`, `am`, `pairwiseLR`).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.errors import BadInput, KithError
from kith.evidence.dna.case_layouts import Case, Value, Victims, databases_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Checked:
    """A case computed again: its `values`, how long it took, and why it could not be computed (`problem`)."""

    case: str
    values: tuple[Value, ...] = ()
    seconds: float = 0.0
    problem: str = ""

    @property
    def agrees(self) -> bool:
        """It was computed, something was compared, and every value agrees."""
        return not self.problem and bool(self.values) and all(v.agrees for v in self.values)

    @property
    def worst(self) -> float:
        """The largest difference."""
        return max((v.difference for v in self.values), default=math.nan)


def check(data: object, databases: object = None) -> Iterator[Checked]:
    """Compute every case of a file again; `databases` are frequencies that the file itself does not bring.

    Raises:
        BadInput: the file is none of cases, or has none.
    """
    if isinstance(data, dict) and isinstance(data.get("cases"), list):
        tables = databases_of(data.get("databases")) | databases_of(databases)
        work = [
            (str(c.get("id", i)) if isinstance(c, dict) else str(i), Case(c, tables).values)
            for i, c in enumerate(data["cases"])
        ]
    elif (
        isinstance(data, dict)
        and data
        and all(isinstance(v, dict) and "pairwiseLR" in v for v in data.values())
    ):
        work = [(name, Victims(one).values) for name, one in data.items()]
    elif isinstance(data, list):
        work = [
            (str(c.get("id", i)) if isinstance(c, dict) else str(i), Case(c, databases_of(databases)).values)
            for i, c in enumerate(data)
        ]
    else:
        work = []
    if not work:
        raise BadInput(
            "This is no file of reference cases.",
            advice="Give one with `cases` or `pairwiseLR`.",
            field="file",
        )
    for name, values in work:
        yield _timed(name, values)


def _timed(name: str, values: Callable[[], Sequence[Value]]) -> Checked:
    began = time.perf_counter()
    try:
        found = tuple(values())
    except KithError as refusal:
        return Checked(name, problem=refusal.says)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as wrong:
        return Checked(
            name, problem=f"The case is not as its format says: {type(wrong).__name__} {wrong}"[:200]
        )
    return Checked(name, found, time.perf_counter() - began)
