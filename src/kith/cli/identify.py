"""`kith identify`: who is this young person?

Always holds: the question is an encounter like any other, recorded for the purpose of recognising, so that whoever asked
can be asked why, and a later search finds this young person again.
"""

from kith.cli import capturing, files, results, typed, written
from kith.cli.acting import sign_in
from kith.cli.options import (
    Adult,
    Age,
    AsJson,
    Born,
    Fingers,
    Languages,
    Mrz,
    Names,
    Nationalities,
    PasswordFile,
    Photos,
    Place,
    Ppi,
    Username,
)
from kith.cli.speaking import INCOMPLETE, answers, out, say_json
from kith.errors import BadAnswer
from kith.trust.who import Purpose


# long: each option is named once and handed on once
@answers
def identify(  # noqa: PLR0913  # an option is a parameter
    *,
    photo: Photos = None,
    finger: Fingers = None,
    ppi: Ppi = None,
    name: Names = None,
    born: Born = None,
    age: Age = None,
    nationality: Nationalities = None,
    language: Languages = None,
    mrz: Mrz = None,
    adult: Adult = None,
    place: Place = None,
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Ask who a young person is: missing child, possible match, not known, or incomplete.

    The question is recorded as an encounter. Exit status 0: answered; 2: refused; 3: the answer is incomplete.
    """
    import typer

    fingers = [typed.finger(text) for text in finger or ()]
    if not (photo or fingers or name or born or age is not None or mrz):
        raise BadAnswer(
            "There is nothing to search with.", advice="Hand over --photo, --finger, --name or --mrz."
        )
    birth = typed.birth(born)
    who = sign_in(username, password_file, "encounter.record", (Purpose.RECOGNISE,), stdin=mrz == files.STDIN)
    handed = capturing.HandedOver(
        kind=typed.encounter_kind(None, who.role),
        place=place or "",
        adult=adult or "",
        names=name or (),
        birth=birth,
        age=age,
        nationalities=typed.nationalities(nationality or ()),
        languages=typed.languages(language or ()),
        mrz=None if mrz is None else files.read_mrz(mrz),
    )
    prepared = capturing.look_at_files(photo or (), fingers, ppi, quiet=as_json)
    kept = capturing.write_down(who, handed, prepared, quiet=as_json)

    from kith.register.matches.queries import search_result

    answer = results.answer_of(search_result(who, kept.encounter.pk), kept.captures)
    if as_json:
        say_json(
            {
                "encounter": kept.encounter.pk,
                **results.answer_json(answer),
                "captures": written.files_json(kept),
                "document": written.document_json(kept),
            }
        )
    else:
        results.show(answer)
        written.show_files(kept)
        out().print(f"Encounter {kept.encounter.pk}", soft_wrap=True)
    if not answer.complete:
        raise typer.Exit(INCOMPLETE)
