"""The options that several commands share, so that each is spelt and explained in one way."""

from pathlib import Path
from typing import Annotated

import typer

Username = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="USERNAME",
        envvar="KITH_AS",
        help="Who acts. May be left out where only one account may do this.",
    ),
]
PasswordFile = Annotated[
    str | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="A file whose first line is the password, - for standard input; otherwise it is asked for.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]

Photos = Annotated[
    list[Path] | None,
    typer.Option("--photo", metavar="FILE", help="A photograph of the face. May be repeated."),
]
Fingers = Annotated[
    list[str] | None,
    typer.Option(
        "--finger",
        metavar="POSITION=FILE",
        help="Fingerprints: right-thumb=FILE, left-index=FILE, 2=FILE, unknown=FILE; of several fingers in one image "
        "right-four=FILE, left-four=FILE, thumbs=FILE. A record of several fingers is taken apart. May be repeated.",
    ),
]
Ppi = Annotated[
    int | None,
    typer.Option(
        "--ppi", min=300, max=4000, help="Pixels an inch of the fingerprints, where their files do not say."
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="TEXT", help="A name as said, in any script. May be repeated."),
]
Born = Annotated[
    str | None,
    typer.Option("--born", metavar="YYYY[-MM[-DD]]", help="The date of birth as told, or the part told."),
]
Age = Annotated[
    int | None, typer.Option("--age", metavar="N", help="The age in years as told. Nobody estimates one.")
]
Nationalities = Annotated[
    list[str] | None,
    typer.Option(
        "--nationality", metavar="CODE", help="As told: the three letters of a passport. May be repeated."
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="CODE", help="A language the child speaks: ISO 639. May be repeated."),
]
Mrz = Annotated[
    str | None,
    typer.Option(
        "--mrz",
        metavar="TEXT|FILE|-",
        help="The lines at the foot of a travel document: typed, in a file, or - for input.",
    ),
]
Adult = Annotated[
    str | None,
    typer.Option(
        "--adult",
        metavar="NAME",
        help="The responsible adult, who is not the officer: needed for fingerprints under sixteen.",
    ),
]
Place = Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where the child was met.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, in a sentence.")]
