"""`kith identify`: who is this young person?

Always holds: the question is an encounter like any other, recorded for the purpose of recognising, so that whoever asked
can be asked why, and a later search finds this young person again.
"""

from typing import TYPE_CHECKING

from kith.cli import capturing, results, typed, written
from kith.cli.acting import sign_in
from kith.cli.options import AsJson, PasswordFile, Username
from kith.cli.speaking import INCOMPLETE, answers, out, say_json
from kith.cli.told import Told, takes_what_is_told
from kith.errors import BadAnswer
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from kith.trust.who import Who


@answers
@takes_what_is_told
def identify(
    told: Told,
    *,
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Ask who a young person is: missing child, possible match, not known, or incomplete.

    The question is recorded as an encounter. Exit status 0: answered; 2: refused; 3: the answer is incomplete.
    """
    import typer

    fingers = told.fingers()
    if not (told.photo or fingers or told.name or told.born or told.age is not None or told.mrz):
        raise BadAnswer(
            "There is nothing to search with.", advice="Hand over --photo, --finger, --name or --mrz."
        )
    birth = typed.birth(told.born)
    who = sign_in(
        username,
        password_file,
        "encounter.record",
        (Purpose.RECOGNISE,),
        stdin=told.from_stdin,
        quiet=as_json,
    )
    handed = told.handed_over(typed.encounter_kind(None, who.role), birth)
    prepared = capturing.look_at_files(told.photos, fingers, told.ppi, quiet=as_json)
    kept = capturing.write_down(who, handed, prepared, quiet=as_json)

    from kith.register.matches.queries import search_result

    answer = results.answer_of(search_result(who, kept.encounter.pk))
    _say(who, kept, answer, as_json=as_json)
    if not answer.complete:
        raise typer.Exit(INCOMPLETE)


def _say(who: "Who", kept: capturing.Written, answer: results.Answer, *, as_json: bool) -> None:
    """The answer of the search, and what was wrong with the files."""
    if as_json:
        say_json(
            {
                "encounter": kept.encounter.pk,
                "purpose": who.purpose,
                **results.answer_json(answer),
                "captures": written.files_json(kept),
                "document": written.document_json(kept),
            }
        )
        return
    results.show(answer)
    written.show_files(kept)
    out().print(f"Encounter {kept.encounter.pk}", soft_wrap=True)
