"""What may be handed over about a young person, for every command that takes it: the options, and what they mean.

Always holds: each of these options is named in one place only, so that no two commands read it differently.
"""

import dataclasses
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from kith.cli import capturing, files, typed
from kith.cli.options import (
    Adult,
    Age,
    Born,
    Fingers,
    Languages,
    Mrz,
    Names,
    Nationalities,
    Photos,
    Place,
    Ppi,
)

P = ParamSpec("P")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The options as typed; each field is an option of the command."""

    photo: Photos = None
    finger: Fingers = None
    ppi: Ppi = None
    name: Names = None
    born: Born = None
    age: Age = None
    nationality: Nationalities = None
    language: Languages = None
    mrz: Mrz = None
    adult: Adult = None
    place: Place = None

    @property
    def photos(self) -> list[Path]:
        """The files of the photographs."""
        return self.photo or []

    @property
    def from_stdin(self) -> bool:
        """Whether standard input is the document."""
        return self.mrz == files.STDIN

    def fingers(self) -> list[tuple[int, str]]:
        """Each finger's position and file.

        Raises:
            BadAnswer: one of them is not written as a finger is.
        """
        return [typed.finger(text) for text in self.finger or ()]

    def handed_over(self, kind: str, birth: typed.Birth | None) -> capturing.HandedOver:
        """What was told, ready to be written down as an encounter of this kind.

        Raises:
            BadAnswer: a code is not known, or the document's file cannot be read.
        """
        return capturing.HandedOver(
            kind=kind,
            place=self.place or "",
            adult=self.adult or "",
            names=self.name or (),
            birth=birth,
            age=self.age,
            nationalities=typed.nationalities(self.nationality or ()),
            languages=typed.languages(self.language or ()),
            mrz=None if self.mrz is None else files.read_mrz(self.mrz),
        )


def takes_what_is_told(command: Callable[Concatenate[Told, P], None]) -> Callable[..., None]:
    """Give a command the options of `Told`, before its own; it is handed them as its first argument."""
    names = [one.name for one in dataclasses.fields(Told)]

    def run(**given: Any) -> None:
        told = Told(**{name: given.pop(name) for name in names if name in given})
        command(told, **given)  # type: ignore[call-arg]

    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    shared = list(inspect.signature(Told, eval_str=True).parameters.values())
    taken = [*shared, *own]
    # Typer reads the options off the signature
    run.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in taken}
    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    return run
