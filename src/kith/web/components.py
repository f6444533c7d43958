"""The shapes that the components of a page are handed: plain values, already translated, ready to be shown.

Always holds: a shape knows nothing of the register or of a request, so a component can be looked at with values that
somebody made up; no shape has a place for an address or for a judgement on a child.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise


class KitSign(StrEnum):
    """The four states of a part of the identity kit, as the ring draws them."""

    CAPTURED = "captured"
    NOT_POSSIBLE = "not_possible"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class KitPart:
    """One of the six parts of the identity kit.

    `state` is one of `KitSign`; `words` is that state in words; `note` may say why; `href` leads to the page that asks.
    """

    label: StrOrPromise
    state: str
    words: StrOrPromise
    note: StrOrPromise = ""
    href: str = ""

    @property
    def done(self) -> bool:
        """Captured, not possible and declined by the child are done, of equal standing."""
        return self.state != KitSign.NOT_ASKED


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question and its answer. `name_in_any_script` sets the answer large, in the direction of its own script."""

    key: StrOrPromise
    value: StrOrPromise
    href: str = ""
    name_in_any_script: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened: what, when, by whom, and a sentence or two."""

    title: StrOrPromise
    when: datetime
    by: StrOrPromise = ""
    words: StrOrPromise = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: StrOrPromise
    href: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of each row names the row."""

    caption: StrOrPromise
    head: Sequence[StrOrPromise]
    rows: Sequence[Sequence[Cell]]

    @property
    def columns(self) -> list[tuple[StrOrPromise, bool]]:
        """Each heading, and whether its column holds numbers."""
        numeric = [cell.numeric for cell in self.rows[0]] if self.rows else [False] * len(self.head)
        return list(zip(self.head, numeric, strict=True))

    @property
    def labelled_rows(self) -> list[list[tuple[StrOrPromise, Cell]]]:
        """Each cell with the heading of its column, for phones, where a row becomes a card."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


class ResultKind(StrEnum):
    """The three answers to "who is this young person?"."""

    NOT_KNOWN = "not_known"
    POSSIBLE = "possible"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a search in words.

    `call` and `phone` are the team to call; `searched` are sentences on what was searched, `not_searched` on what could not
    be, and then the result says *incomplete*.
    """

    kind: ResultKind
    searched: Sequence[StrOrPromise] = ()
    not_searched: Sequence[StrOrPromise] = ()
    call: StrOrPromise = ""
    phone: str = ""
    href: str = ""

    @property
    def dial(self) -> str:
        """The telephone number as a link takes it: a plus and digits only."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two columns of a comparison. `facts` are pairs of what and value; `image` is the address of a photograph."""

    role: StrOrPromise
    title: StrOrPromise
    facts: Sequence[tuple[StrOrPromise, StrOrPromise]] = ()
    image: str = ""
    image_says: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class WeightRow:
    """What one piece of evidence says: its weight (log10 of the likelihood ratio), in words, why, and resting on what."""

    kind: StrOrPromise
    words: StrOrPromise
    log10: float
    reasons: Sequence[StrOrPromise] = ()
    compared: bool = True
    total: bool = False
    rests_on: StrOrPromise = ""

    @property
    def bar(self) -> Bar:
        """The weight as a bar."""
        return Bar(self.log10)


@dataclass(frozen=True, slots=True)
class Bar:
    """A weight drawn from the middle: to the far end for the same child, to the near end for another.

    The drawing is 250 wide and shows six powers of ten each way (where the verbal scale ends); more is drawn as six.
    """

    log10: float
    middle: float = field(default=125.0, init=False)
    reach: float = field(default=6.0, init=False)

    @property
    def width(self) -> float:
        """The length of the bar, at least 1.5 where the weight is not nothing."""
        part = min(abs(self.log10) / self.reach, 1.0) if math.isfinite(self.log10) else 0.0
        return max(round(part * 123.0, 1), 1.5) if part else 0.0

    @property
    def x(self) -> float:
        """Where the bar begins."""
        return self.middle if self.log10 >= 0 else self.middle - self.width

    @property
    def against(self) -> bool:
        """Whether it speaks for another child."""
        return self.log10 < 0
