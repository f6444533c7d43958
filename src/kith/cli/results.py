"""The answer of a search, in words for a terminal and as one object for a program.

Always holds: no address; a lead, not a verdict; what could not be compared or searched is said, and then the answer is never
"not known".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kith.cli.speaking import moment, out, plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table

    from kith.evidence.weight import Weight
    from kith.register.matches.leads import Lead
    from kith.register.matches.queries import Result

LEADS_AT_MOST = 5
LARGE = {
    "missing": ("MISSING CHILD - call now", "bold white on red"),
    "possible": ("POSSIBLE MATCH - call", "bold black on yellow"),
    "not_known": ("NOT KNOWN", "bold"),
    "incomplete": ("INCOMPLETE - this is no answer yet", "bold white on red"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a search: `headline` is missing, possible, not_known or incomplete."""

    result: Result
    headline: str
    complete: bool
    problems: list[str]
    leads: Sequence[Lead]


def answer_of(result: Result) -> Answer:
    """The answer, as a terminal says it."""
    problems = [str(problem) for problem in result.problems]
    headline = str(result.headline)
    if headline == "waiting":
        problems.append("The search is not finished.")
    elif result.answered_at is None or (headline == "incomplete" and not problems):
        problems.append(
            "The search could not be made; it is taken up again at the next start of the register."
        )
    complete = result.complete and not problems
    if headline == "waiting" or (headline == "not_known" and not complete):
        headline = "incomplete"
    return Answer(result, headline, complete, problems, result.leads[:LEADS_AT_MOST])


def call(lead: Lead) -> str:
    """Whom to call about a lead."""
    return f"{lead.team}, {lead.phone}" if lead.team else "whoever recorded this: no team is responsible yet"


def searched(result: Result) -> str:
    """What was searched, in one sentence."""
    kinds = ", ".join(f"{kind} with {number:,}" for kind, number in result.searched.items())
    return f"Searched: {result.size:,} {'record' if result.size == 1 else 'records'} of children and young people; compared: {kinds or 'nothing'}."


def show(answer: Answer) -> None:
    """Print the answer: the headline first, then whom to call, then why."""
    from rich.text import Text

    console = out()
    words, style = LARGE[answer.headline]
    if answer.headline == "possible":
        words += f" {call(answer.leads[0])}"
    console.print(Text(f" {plainly(words)} ", style=style), soft_wrap=True)
    for number, lead in enumerate(answer.leads, start=1):
        console.print()
        console.print(Text(plainly(_title(number, lead)), style="bold"), soft_wrap=True)
        console.print(f"   Call {plainly(call(lead))}", soft_wrap=True)
        console.print(_weights(lead.weights))
    console.print()
    if answer.leads:
        console.print("A lead, not a verdict: a second person decides (kith match).", soft_wrap=True)
    elif answer.headline == "not_known":
        console.print(
            "Not being on this register says nothing about safety: protect this young person all the same."
        )
    console.print(searched(answer.result), soft_wrap=True)
    for problem in answer.problems:
        console.print(Text(f"Incomplete: {plainly(problem)}", style="red"), soft_wrap=True)


def _title(number: int, lead: Lead) -> str:
    who = (
        lead.reference
        or f"unknown young person of another encounter ({lead.subject.removeprefix('encounter:')})"
    )
    parts = [f"{number}. {who}"]
    if lead.known_as:
        parts.append(f"known as {lead.known_as}")
    if lead.missing_since is not None:
        parts.append(f"MISSING since {moment(lead.missing_since)}")
    elif not lead.reference:
        parts.append(f"met by {lead.recorded_by or 'somebody'} on {moment(lead.recorded_at)}")
    parts.append(lead.words)
    if lead.rejected_before:
        parts.append("rejected before")
    return ", ".join(parts)


def _weights(weights: Iterable[Weight]) -> Table:
    """Each kind of evidence, its weight, and why."""
    from kith.evidence.weight import in_words

    rows = (
        (one.kind.value, in_words(one.log10) if one.compared else "not compared", map(str, one.reasons))
        for one in weights
    )
    return reasons_table(rows)


def reasons_table(rows: Iterable[tuple[str, str, Iterable[str]]]) -> Table:
    """Kind, weight in words and reasons, a line each."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 0, 0, 3), show_header=False)
    for _ in ("kind", "weight"):
        table.add_column(no_wrap=True)
    table.add_column()
    for kind, said, reasons in rows:
        table.add_row(kind, said, "\n".join(plainly(reason) for reason in reasons))
    return table


def answer_json(answer: Answer) -> dict[str, Any]:
    """The same for a program; times in ISO 8601, weights in log10."""
    return {
        "headline": answer.headline,
        "complete": answer.complete,
        "problems": answer.problems,
        "size": answer.result.size,
        "searched": answer.result.searched,
        "answered_at": answer.result.answered_at,
        "candidates": [_lead_json(lead) for lead in answer.leads],
    }


def _lead_json(lead: Lead) -> dict[str, Any]:
    return {
        "subject": lead.subject,
        "reference": lead.reference,
        "known_as": lead.known_as,
        "team": lead.team,
        "phone": lead.phone,
        "missing_since": lead.missing_since,
        "recorded_at": lead.recorded_at,
        "recorded_by": lead.recorded_by,
        "log10": lead.log10,
        "words": lead.words,
        "posterior": lead.posterior,
        "probable": lead.probable,
        "rejected_before": lead.rejected_before,
        "weights": [weight_json(weight) for weight in lead.weights],
    }


def weight_json(weight: Weight) -> dict[str, Any]:
    """One weight with its reasons in words."""
    return {
        "kind": weight.kind.value,
        "log10": weight.log10,
        "compared": weight.compared,
        "quality": weight.quality,
        "calibration": weight.calibration,
        "reasons": [str(reason) for reason in weight.reasons],
    }
