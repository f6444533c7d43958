"""`kith child show`: a child's record on a terminal.

Always holds: no address and no place is shown, to nobody: a terminal asks for no reason, and may stand at a counter.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli import written
from kith.cli.acting import sign_in
from kith.cli.options import AsJson, PasswordFile, Username
from kith.cli.speaking import answers, moment, out, plainly, say_json
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from kith.register.associates.models import Meeting
    from kith.register.children.models import Child
    from kith.register.encounters.queries import Told
    from kith.register.encounters.reading import Kit
    from kith.register.matches.models import Match
    from kith.register.missing.models import MissingEpisode
    from kith.register.placements.rules import Tonight
    from kith.trust.who import Who

commands = typer.Typer(help="A child's record.", no_args_is_help=True)


@commands.callback()
def child() -> None:
    """A child's record."""


class Looking(StrEnum):
    """Why somebody looks at a child's record from a terminal."""

    CARE = "care"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Seen:
    """A child's record; `tonight` is None where this person may not see where the child lives."""

    child: "Child"
    tonight: "Tonight | None"
    episodes: "list[MissingEpisode]"
    kit: "Kit"
    timeline: "list[Told]"
    matches: "list[Match]"
    associates: "list[Meeting]"


@commands.command()
@answers
def show(
    *,
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="Such as K7F3-Q2M9.")],
    purpose: Annotated[
        Looking | None,
        typer.Option("--purpose", help="Why you look; otherwise the first of the two that your role has."),
    ] = None,
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Where the child is tonight, the identity kit, the timeline, matches, associates; never an address."""
    purposes = (Purpose(purpose),) if purpose else (Purpose.CARE, Purpose.MISSING)
    who = sign_in(username, password_file, "child.read", purposes, quiet=as_json)
    seen = _look(who, reference)
    if as_json:
        say_json({"purpose": who.purpose} | _json(seen))
    else:
        _show(seen)


def _look(who: "Who", reference: str) -> Seen:
    """Everything that the register shows of a child."""
    from kith.register.associates.queries import associates_of
    from kith.register.children import queries as children
    from kith.register.encounters.queries import identity_kit, timeline
    from kith.register.matches.queries import matches_of
    from kith.register.missing.queries import episodes_of
    from kith.register.placements.queries import where_tonight
    from kith.trust import policy

    found = children.child(who, children.child_by_reference(who, reference).pk)
    return Seen(
        found,
        # a port officer looks for the child too, but is not told where the child lives
        where_tonight(who, found.pk) if policy.allowed(who, "placement.read") else None,
        episodes_of(who, found.pk),
        identity_kit(who, found.pk),
        timeline(who, found.pk),
        matches_of(who, found.pk),
        associates_of(who, found.pk),
    )


def _tonight(seen: Seen) -> str:
    """Where the child is tonight, in a sentence."""
    from kith.register.placements.words import PlacementKind

    open_since = next((episode.last_seen_at for episode in seen.episodes if episode.is_open), None)
    if open_since is not None:
        return f"MISSING since {moment(open_since)}"
    if seen.tonight is None:
        return "Not reported missing; where the child lives is not shown to your role."
    if seen.tonight.answer == "placed":
        parts = [str(PlacementKind(seen.tonight.kind).label), seen.tonight.provider, seen.tonight.area]
        return f"{', '.join(part for part in parts if part)}, since {moment(seen.tonight.since)}"
    since = f" since {moment(seen.tonight.since)}" if seen.tonight.since else ""
    return f"NOT KNOWN{since}"


def _label(meeting: "Meeting") -> str:
    """Whom or what the child was met with; an address is kept, and not shown here."""
    from kith.register.associates.words import AssociateKind

    return "" if meeting.associate.kind == AssociateKind.ADDRESS else meeting.associate.label


def _show(seen: Seen) -> None:
    from rich.table import Table
    from rich.text import Text

    console = out()
    found, team = seen.child, seen.child.responsible_team
    known_as = f", known as {found.known_as}" if found.known_as else ""
    console.print(Text(plainly(f"Child {found.reference}{known_as}"), style="bold"), soft_wrap=True)
    console.print(Text(plainly(f"Tonight: {_tonight(seen)}"), style="bold"), soft_wrap=True)
    console.print(
        plainly(f"Responsible: {f'{team.name}, {team.phone}' if team else 'no team yet'}"), soft_wrap=True
    )
    written.show_kit(seen.kit)
    table = Table(title="Encounters, newest first", title_justify="left")
    for heading in ("When", "How met", "By", "Said and captured"):
        table.add_column(heading)
    for told in seen.timeline:
        meeting = told.encounter
        said = [str(claim) for claim in told.claims] + [written.what(capture) for capture in told.captures]
        by = ", ".join(part for part in (meeting.officer_name, meeting.agency) if part)
        table.add_row(
            moment(meeting.at), plainly(meeting.get_kind_display()), plainly(by), plainly("; ".join(said))
        )
    console.print(table)
    for match in seen.matches:
        console.print(
            f"Match {match.pk}: {match.get_state_display()}, {moment(match.proposed_at)}", soft_wrap=True
        )
    for met in seen.associates:
        what = _label(met) or "kept, not shown on a terminal"
        relation = f" ({met.relation})" if met.relation else ""
        console.print(plainly(f"With: {met.associate.get_kind_display()} {what}{relation}"), soft_wrap=True)


def _json(seen: Seen) -> dict[str, Any]:
    found, team, tonight = seen.child, seen.child.responsible_team, seen.tonight
    return {
        "reference": found.reference,
        "known_as": found.known_as,
        "registered_at": found.registered_at,
        "team": team.name if team else "",
        "phone": team.phone if team else "",
        "tonight": tonight
        and {"answer": tonight.answer, "since": tonight.since, "kind": tonight.kind, "area": tonight.area},
        "missing": [{"last_seen_at": one.last_seen_at, "found_at": one.found_at} for one in seen.episodes],
        "kit": written.kit_json(seen.kit),
        "timeline": [_encounter_json(told) for told in seen.timeline],
        "matches": [
            {
                "match": one.pk,
                "state": one.state,
                "encounter": one.encounter_id,
                "proposed_at": one.proposed_at,
            }
            for one in seen.matches
        ],
        "associates": [
            {
                "kind": one.associate.kind,
                "label": _label(one),
                "relation": one.relation,
                "encounter": one.encounter_id,
            }
            for one in seen.associates
        ],
    }


def _encounter_json(told: "Told") -> dict[str, Any]:
    meeting = told.encounter
    return {
        "encounter": meeting.pk,
        "at": meeting.at,
        "kind": meeting.kind,
        "agency": meeting.agency,
        "officer": meeting.officer_name,
        "claims": [{"kind": claim.kind, "text": claim.text, "source": claim.source} for claim in told.claims],
        "captures": [written.capture_json(capture) for capture in told.captures],
    }
