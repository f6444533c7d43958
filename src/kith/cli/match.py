"""`kith match`: the matches that wait, proposing one, deciding on one.

Always holds: who decides is not who proposed; a decision has a reason; nothing merges by itself.
"""

import uuid
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.acting import sign_in
from kith.cli.options import AsJson, PasswordFile, Username, Why
from kith.cli.results import reasons_table
from kith.cli.speaking import answers, moment, out, plainly, say_json
from kith.errors import BadAnswer, NotFound
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from kith.register.matches.models import Match
    from kith.trust.who import Who

commands = typer.Typer(help="Matches: one person proposes, another decides.", no_args_is_help=True)
SHORTEST = 6  # characters of a match's number that may stand for the whole of it


@commands.command("list")
@answers
def waiting(
    *,
    reference: Annotated[
        str | None,
        typer.Option("--child", metavar="REFERENCE", help="Every match of this child, decided or not."),
    ] = None,
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """The matches that wait for a second person, each with its evidence."""
    who = sign_in(username, password_file, "match.read", (Purpose.REVIEW,), quiet=as_json)
    from kith.register.children.queries import child_by_reference
    from kith.register.matches.queries import matches_of, open_matches

    found = open_matches(who) if reference is None else matches_of(who, child_by_reference(who, reference).pk)
    if as_json:
        say_json({"matches": [_json(one) for one in found]})
        return
    if not found:
        out().print("No match waits." if reference is None else "This child has no match.")
    for one in found:
        _show(one)


@commands.command()
@answers
def propose(
    *,
    encounter: Annotated[str, typer.Argument(metavar="ENCOUNTER", help="The encounter that was searched.")],
    candidate: Annotated[
        str,
        typer.Argument(
            metavar="CANDIDATE", help="A candidate of its search: a child's reference, or another encounter."
        ),
    ],
    why: Why = "",
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Say that the young person of an encounter may be a candidate of its search."""
    encounter_id = _identifier(encounter, "encounter")
    who = sign_in(username, password_file, "match.propose", (Purpose.RECOGNISE,), quiet=as_json)
    from kith.register.matches import actions

    made = actions.propose(who, encounter_id, _subject(who, encounter_id, candidate), why)
    if as_json:
        say_json(_json(made))
    else:
        out().print(f"Proposed: match {made.pk}. It waits for a second person.", soft_wrap=True)


@commands.command()
@answers
def decide(
    *,
    match: Annotated[
        str, typer.Argument(metavar="MATCH", help="Its number, or the first six or more characters of it.")
    ],
    confirmed: Annotated[
        bool | None, typer.Option("--confirm/--reject", help="That it is the same child, or that it is not.")
    ] = None,
    why: Why = "",
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Confirm or reject a match that somebody else proposed, with the reason."""
    if confirmed is None:
        raise BadAnswer("It is not said what you decide.", advice="Write --confirm or --reject.")
    who = sign_in(username, password_file, "match.decide", (Purpose.REVIEW,), quiet=as_json)
    from kith.register.matches import actions

    done = actions.decide(who, _match_id(who, match), confirmed=confirmed, why=why)
    if as_json:
        say_json(_json(done))
        return
    reference = f" {done.child.reference}" if done.child else ""
    says = f"Confirmed: this is child{reference}." if confirmed else "Rejected. The rejection is remembered."
    out().print(says + " The teams were told.", soft_wrap=True)


def _identifier(text: str, field: str) -> uuid.UUID:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        raise NotFound(
            f"“{plainly(text[:40])}” is not the number of a record.", advice="Copy it whole.", field=field
        ) from None


def _subject(who: "Who", encounter_id: uuid.UUID, text: str) -> str:
    """The candidate of an encounter's search that is meant.

    Raises:
        NotFound: the search offers none such.
    """
    from kith.register.children.rules import read_reference
    from kith.register.matches.queries import search_result

    meant = {read_reference(text), f"encounter:{text.strip().lower()}", text.strip()} - {None}
    for lead in search_result(who, encounter_id).leads:
        if meant & {lead.subject, lead.reference or None}:
            return lead.subject
    raise NotFound(
        f"The search of this encounter does not offer “{plainly(text[:40])}”.",
        advice="Write a reference that kith identify has shown.",
        field="candidate",
    )


def _match_id(who: "Who", text: str) -> uuid.UUID:
    """The match that is meant: by its whole number, or by the beginning of that of a match that waits.

    Raises:
        NotFound: none, or several.
    """
    begins = text.strip().lower()
    if len(begins) >= SHORTEST:
        from kith.register.matches.queries import open_matches

        found = [one.pk for one in open_matches(who) if str(one.pk).startswith(begins)]
        if len(found) == 1:
            return found[0]
    return _identifier(text, "match")


def _about(one: "Match") -> str:
    met_by = one.encounter.agency or one.encounter.officer_name
    who = f"child {one.child.reference}" if one.child else "the unknown young person of another encounter"
    return f"the young person met by {met_by} on {moment(one.encounter.at)} may be {who}"


def _show(one: "Match") -> None:
    from rich.text import Text

    from kith.evidence.weight import in_words

    console = out()
    console.print(Text(f"{one.pk}  {one.get_state_display()}", style="bold"), soft_wrap=True)
    console.print(plainly(f"   {_about(one)}: {in_words(one.log10)}"), soft_wrap=True)
    rows = (
        (w["kind"], in_words(w["log10"]) if w["compared"] else "not compared", _reasons(w))
        for w in one.evidence.get("weights", ())
    )
    console.print(reasons_table(rows))
    console.print(
        plainly(f"   proposed by {one.proposed_by}, {moment(one.proposed_at)}: {one.why}"), soft_wrap=True
    )
    if one.decided_by is not None:
        console.print(
            plainly(f"   decided by {one.decided_by}, {moment(one.decided_at)}: {one.decision}"),
            soft_wrap=True,
        )


def _reasons(weight: dict[str, Any]) -> list[str]:
    from kith.evidence.weight import Reason

    return [str(Reason(reason["text"], reason["values"])) for reason in weight["reasons"]]


def _json(one: "Match") -> dict[str, Any]:
    weights = [
        {"kind": w["kind"], "log10": w["log10"], "compared": w["compared"], "reasons": _reasons(w)}
        for w in one.evidence.get("weights", ())
    ]
    return {
        "match": one.pk,
        "state": one.state,
        "encounter": one.encounter_id,
        "candidate": one.candidate,
        "reference": one.child.reference if one.child else "",
        "log10": one.log10,
        "weights": weights,
        "proposed_by": str(one.proposed_by),
        "proposed_at": one.proposed_at,
        "why": one.why,
        "decided_by": str(one.decided_by) if one.decided_by else "",
        "decided_at": one.decided_at,
        "decision": one.decision,
    }
