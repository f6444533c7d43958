"""Tags that show what is known: the ring of six, results, comparisons, lists, tables.

Always holds: a tag takes plain values or a shape of `kith.web.components`, never a model; nothing that it draws needs an
inline style or a script; colour never says anything that a word beside it does not say too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from django import template
from django.utils.translation import ngettext

from kith.web.components import KitSign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.paginator import Page
    from django_stubs_ext import StrOrPromise

    from kith.web.components import KitPart, Result, Side, SummaryRow, Table, TimelineEvent, WeightRow

register = template.Library()

Context = dict[str, Any]

# The ring, in the units of its drawing (200 by 200)
CENTRE: Final = 100.0
OUTER: Final = 94.0
INNER: Final = 62.0
GAP_DEGREES: Final = 5.0


@register.inclusion_tag("kith/components/ring.html")
def ring(parts: Sequence[KitPart], *, small: bool = False) -> Context:
    """The ring of the identity kit and, unless `small`, the list of its parts: `{% ring parts %}`."""
    done = sum(part.done for part in parts)
    segments = [
        {"path": segment(index, len(parts)), "sign": _sign_at(index, len(parts)), "part": part}
        for index, part in enumerate(parts)
    ]
    left = len(parts) - done
    says = ngettext(
        "%(done)d of %(all)d done, %(left)d not yet asked",
        "%(done)d of %(all)d done, %(left)d not yet asked",
        left,
    )
    values = {"done": done, "all": len(parts), "left": left}
    return {"segments": segments, "parts": parts, "small": small, "says": says % values, **values}


def segment(index: int, count: int) -> str:
    """The outline of one of `count` equal parts of the ring, clockwise from the top, as the `d` of an SVG path."""
    step = 360.0 / count
    begin = math.radians(index * step - 90.0 + GAP_DEGREES / 2)
    end = math.radians((index + 1) * step - 90.0 - GAP_DEGREES / 2)

    def at(radius: float, angle: float) -> str:
        return f"{CENTRE + radius * math.cos(angle):.1f} {CENTRE + radius * math.sin(angle):.1f}"

    large = int(end - begin > math.pi)
    return (
        f"M{at(OUTER, begin)}A{OUTER} {OUTER} 0 {large} 1 {at(OUTER, end)}"
        f"L{at(INNER, end)}A{INNER} {INNER} 0 {large} 0 {at(INNER, begin)}Z"
    )


def _sign_at(index: int, count: int) -> str:
    """Where the sign of a part stands: the middle of its segment, as an SVG translation."""
    angle = math.radians((index + 0.5) * 360.0 / count - 90.0)
    radius = (OUTER + INNER) / 2
    return f"translate({CENTRE + radius * math.cos(angle):.1f} {CENTRE + radius * math.sin(angle):.1f})"


@register.inclusion_tag("kith/components/kit_state_tag.html")
def kit_state_tag(state: str, words: StrOrPromise) -> Context:
    """The state of a part of the kit as a tag with its sign: `{% kit_state_tag part.state part.words %}`."""
    return {"state": state, "words": words, "done": state != KitSign.NOT_ASKED}


@register.inclusion_tag("kith/components/tag.html")
def tag(words: StrOrPromise, look: str = "") -> Context:
    """A word in a frame; `look` is "", "done", "todo", "notice" or "sand": `{% tag match.words "notice" %}`."""
    return {"words": words, "look": look}


@register.inclusion_tag("kith/components/icon.html")
def icon(name: str) -> Context:
    """A small drawing beside a word, hidden from screen readers: `{% icon "camera" %}`. The names are in icon.html."""
    return {"name": name}


@register.inclusion_tag("kith/components/summary.html")
def summary(rows: Sequence[SummaryRow]) -> Context:
    """Questions and answers, each with a link to change it: `{% summary rows %}`."""
    return {"rows": rows}


@register.inclusion_tag("kith/components/timeline.html")
def timeline(events: Sequence[TimelineEvent], level: int = 3) -> Context:
    """What happened, in the order given; headings of `level`: `{% timeline events %}`."""
    return {"events": events, "level": level}


@register.inclusion_tag("kith/components/table.html")
def table(data: Table) -> Context:
    """A table; on a phone each row becomes a card: `{% table data %}`."""
    return {"table": data}


@register.inclusion_tag("kith/components/result.html")
def result(answer: Result, level: int = 1) -> Context:
    """The answer to "who is this young person?" in words: `{% result answer %}`. As the page's heading it takes the focus."""
    return {"result": answer, "level": level}


@register.inclusion_tag("kith/components/sides.html")
def sides(probe: Side, candidate: Side, level: int = 2) -> Context:
    """Two sides of a comparison, beside each other on every screen: `{% sides probe candidate %}`."""
    return {"sides": (probe, candidate), "level": level}


@register.inclusion_tag("kith/components/weights.html")
def weights(rows: Sequence[WeightRow], level: int = 3) -> Context:
    """What each piece of evidence says and why, with a bar: `{% weights rows %}`."""
    return {"rows": rows, "level": level}


@register.inclusion_tag("kith/components/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any]) -> Context:
    """Links to other pages of a long list, keeping the rest of the address: `{% pages page %}`."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is not None:
        query.pop("page", None)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": list(numbers),
        "gap": page.paginator.ELLIPSIS,
        "rest": f"&{query.urlencode()}" if query else "",
    }


@register.inclusion_tag("kith/components/banner.html")
def banner(words: StrOrPromise, look: str = "", title: StrOrPromise = "") -> Context:
    """A notice across the page; `look` "success" is announced at once: `{% banner message %}`."""
    return {"words": words, "look": look, "title": title, "id": f"banner-{crc32(str(words).encode()):x}"}
