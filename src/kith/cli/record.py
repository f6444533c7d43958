"""`kith record`: an encounter with a child, from the terminal.

Always holds: an incomplete kit is no obstacle; a command that was refused has recorded nothing.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from kith.cli import capturing, results, typed, written
from kith.cli.acting import sign_in
from kith.cli.options import AsJson, PasswordFile, Username
from kith.cli.speaking import answers, out, plainly, say_json
from kith.cli.told import Told, takes_what_is_told
from kith.errors import BadAnswer, NotFound
from kith.trust.who import Purpose

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who


# long: each option is explained where it is named
@answers
@takes_what_is_told
def record(  # noqa: PLR0913  # an option is a parameter
    told: Told,
    *,
    met: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="KIND=LABEL[:RELATION]",
            help="Whom or what the child was with; KIND is adult, phone, vehicle or address. May be repeated.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="When, such as 2026-03-01T14:30; otherwise now."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="KIND", help="port, police, home, social_work or other; otherwise by your role."
        ),
    ] = None,
    not_possible: Annotated[
        list[str] | None,
        typer.Option(
            "--not-possible",
            metavar="ITEM=REASON",
            help="An item of the identity kit that was not possible, and why: photograph, fingerprints, document, names, "
            "belonging or companions. May be repeated.",
        ),
    ] = None,
    declined: Annotated[
        list[str] | None,
        typer.Option("--declined", metavar="ITEM", help="An item that the child declined. May be repeated."),
    ] = None,
    notes: Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Anything else.")] = None,
    register: Annotated[
        bool, typer.Option("--register", help="Decide that this is a child new to the register.")
    ] = False,
    team: Annotated[
        str | None,
        typer.Option("--team", metavar="NAME", help="With --register: the team that takes the child over."),
    ] = None,
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Record an encounter with a child; it is searched against the whole register at once.

    Where anything is refused, nothing is kept. Exit status 0: recorded, whatever the search says; 2: refused.
    """
    fingers = told.fingers()
    with_whom = [typed.met(text) for text in met or ()]
    birth = typed.birth(told.born)
    if team is not None and not register:
        raise BadAnswer(
            "A team takes over a child who is on the register.", advice="Add --register.", field="team"
        )
    who = sign_in(
        username,
        password_file,
        "encounter.record",
        (Purpose.FIRST_CONTACT,),
        stdin=told.from_stdin,
        quiet=as_json,
    )
    handed = replace(
        told.handed_over(typed.encounter_kind(kind, who.role), birth),
        at=typed.when(at),
        notes=notes or "",
        met=with_whom,
        not_possible=[typed.not_possible(text) for text in not_possible or ()],
        declined=[typed.kit_item(text, "declined") for text in declined or ()],
    )
    team_id = _team(who, team) if team is not None else None
    prepared = capturing.look_at_files(told.photos, fingers, told.ppi, quiet=as_json)
    kept = capturing.write_down(who, handed, prepared, register=register, team_id=team_id, quiet=as_json)
    _say(who, kept, as_json=as_json)


def _team(who: "Who", name: str) -> "uuid.UUID":
    """The team that takes children, by its name.

    Raises:
        NotFound: none of that name.
    """
    from kith.trust.accounts.queries import teams_that_take_children

    teams = {team.name.casefold(): team for team in teams_that_take_children(who)}
    found = teams.get(" ".join(name.split()).casefold())
    if found is None:
        known = "; ".join(team.name for team in teams.values()) or "none is set up yet (kith team add)"
        raise NotFound(
            f"No team “{name[:60]}” takes children.", advice=f"Teams that do: {known}.", field="team"
        )
    return found.pk


def _say(who: "Who", kept: capturing.Written, *, as_json: bool) -> None:
    """The kit, the files and the answer of the search."""
    from kith.register.encounters.queries import encounter
    from kith.register.matches.queries import search_result

    told = encounter(who, kept.encounter.pk)
    answer = results.answer_of(search_result(who, kept.encounter.pk))
    reference = kept.child.reference if kept.child else ""
    if as_json:
        say_json(
            {
                "encounter": kept.encounter.pk,
                "purpose": who.purpose,
                "reference": reference,
                "kit": written.kit_json(told.kit),
                "captures": written.files_json(kept),
                "document": written.document_json(kept),
                "answer": results.answer_json(answer),
            }
        )
        return
    out().print(f"Recorded: encounter {kept.encounter.pk}", soft_wrap=True)
    if kept.child is not None:
        team = kept.child.responsible_team
        handed_over = f", handed over to {team.name}, {team.phone}" if team else ""
        out().print(plainly(f"Child {reference} is on the register{handed_over}."), soft_wrap=True)
    written.show_kit(told.kit)
    written.show_files(kept)
    results.show(answer)
