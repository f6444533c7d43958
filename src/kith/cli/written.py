"""An encounter as it was written down: the identity kit, each captured file, what is wrong in a document.

Always holds: every state of the kit is shown as it is; a refusal by the child looks no worse than a capture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kith.cli.speaking import out, plainly

if TYPE_CHECKING:
    from kith.cli.capturing import Written
    from kith.register.encounters.models import Capture
    from kith.register.encounters.reading import Kit


def show_kit(kit: Kit) -> None:
    """The six things and the state of each."""
    from rich.table import Table

    from kith.register.encounters.words import KitItem, KitState

    table = Table(title=f"Identity kit: {kit.answered} of {len(KitItem)}", title_justify="left")
    table.add_column("Item")
    table.add_column("State")
    table.add_column("Why")
    for item in KitItem:
        state = KitState(kit.states.get(item, KitState.NOT_ASKED))
        table.add_row(str(item.label), str(state.label), plainly(kit.reasons.get(item, "")))
    out().print(table)


def kit_json(kit: Kit) -> dict[str, Any]:
    """The kit for a program."""
    items = {
        item: {"state": state, "reason": kit.reasons.get(item, "")} for item, state in kit.states.items()
    }
    return {"complete": kit.complete, "items": items}


def show_files(written: Written) -> None:
    """Each captured file with its quality, its problem, and what would help."""
    from rich.table import Table

    if written.captures:
        table = Table(title="Captured", title_justify="left")
        for heading in ("File", "Kind", "Quality", "Problem and advice"):
            table.add_column(heading)
        for name, capture in written.captures:
            quality = "" if capture.quality is None else f"{capture.quality} of 100"
            says = " ".join(part for part in (capture.problem, capture.advice) if part)
            table.add_row(plainly(name), what(capture), quality, plainly(says))
        out().print(table)
    for doubt in written.document.errors if written.document else ():
        out().print(f"Document: {plainly(doubt.says)}. {plainly(doubt.advice)}", soft_wrap=True)


def files_json(written: Written) -> list[dict[str, Any]]:
    """Each captured file for a program."""
    return [{"file": name, **capture_json(capture)} for name, capture in written.captures]


def capture_json(capture: Capture) -> dict[str, Any]:
    """One capture for a program."""
    return {
        "capture": capture.pk,
        "kind": capture.kind,
        "position": capture.position,
        "quality": capture.quality,
        "compared": capture.template_id is not None,
        "problem": capture.problem,
        "advice": capture.advice,
    }


def document_json(written: Written) -> dict[str, Any] | None:
    """What was read of a document, and each doubt, for a program."""
    if written.document is None:
        return None
    wrong = [{"field": d.field, "says": d.says, "advice": d.advice} for d in written.document.errors]
    return {"format": written.document.format, "number": written.document.number, "wrong": wrong}


def what(capture: Capture) -> str:
    """A capture in words, a finger with its position."""
    from kith.evidence.fingerprint import Position
    from kith.register.encounters.words import CaptureKind

    return Position(capture.position).words if capture.kind == CaptureKind.FINGERPRINT else "photograph"
