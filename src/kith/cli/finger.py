"""`kith finger`: the fingerprint engine by itself, on files.

Always holds: nothing here opens the register, needs a key or an account, or writes anything but the files that were asked for; a
weight is a lead, not a verdict.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli import finger_files
from kith.cli.options import AsJson
from kith.cli.results import weight_json
from kith.cli.speaking import answers, out, plainly, progress, say_json
from kith.errors import BadAnswer

if TYPE_CHECKING:
    from kith.cli.finger_files import Print
    from kith.evidence.fingerprint import Comparison, Scan
    from kith.evidence.weight import Weight

commands = typer.Typer(
    help="Fingerprints in files: minutiae, comparison, search, quality. Works without a register.",
    no_args_is_help=True,
)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="An image, a record of images, or a record of minutiae.")
]
Finger = Annotated[
    str,
    typer.Option(
        "--finger",
        metavar="POSITION",
        help="Which finger it is, where the file does not say: right-thumb, left-index, 2; right-four, left-four or thumbs for "
        "several side by side.",
    ),
]
Ppi = Annotated[
    int | None,
    typer.Option("--ppi", min=300, max=4000, help="Pixels an inch, instead of what the file says."),
]
Raw = Annotated[
    str | None,
    typer.Option(
        "--raw", metavar="WxH", help="The file is nothing but grey pixels, of this width and height."
    ),
]
Scales = Annotated[
    int,
    typer.Option(
        "--scales",
        help="1, 3 or 5: try the first print also smaller and larger, for fingers that have grown.",
    ),
]
Draw = Annotated[
    Path | None,
    typer.Option("--draw", metavar="FILE", help="Also draw it: a file that ends in .svg or .png."),
]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="The file to write.")]


@commands.command()
@answers
def extract(  # an option is a parameter
    *,
    file: File,
    written_as: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="iso (ISO/IEC 19794-2:2005), ansi (ANSI INCITS 378-2004) or json.",
        ),
    ] = "iso",
    output: Output = None,
    finger: Finger = "unknown",
    ppi: Ppi = None,
    raw: Raw = None,
    draw: Draw = None,
    as_json: AsJson = False,
) -> None:
    """Find the minutiae of a finger, and write them as a record or as JSON.

    A file of several fingers is written as several, with the number of the finger behind the name.
    """
    if written_as not in finger_files.FORMATS:
        raise BadAnswer("There is no such format.", advice="Write iso, ansi or json.", field="format")
    prints = finger_files.read(file, finger=finger, ppi=ppi, raw=raw)
    target = output if output is not None else file.with_suffix(finger_files.FORMATS[written_as])
    made = []
    for one, path in zip(prints, finger_files.names(target, prints), strict=True):
        if output is None and path.resolve() == file.resolve():
            raise BadAnswer(
                "This would write over the file itself.", advice="Name another with --output.", field="output"
            )
        finger_files.write(path, finger_files.record(one, written_as), ask=output is None)
        made.append({"output": str(path), **finger_files.as_json(one)})
    _draw_each(prints, draw)
    if as_json:
        say_json({"fingers": made})
        return
    for body in made:
        out().print(
            plainly(f"{body['position']}: {len(body['minutiae'])} minutiae, quality {body['quality']} of 100 -> {body['output']}"),
            soft_wrap=True,
        )  # fmt: skip
        _say_warnings(body["warnings"])


@commands.command()
@answers
def compare(
    *,
    probe: Annotated[Path, typer.Argument(metavar="FILE", help="The one print.")],
    reference: Annotated[Path, typer.Argument(metavar="OTHER", help="The other print.")],
    ppi: Ppi = None,
    scales: Scales = 1,
    draw: Draw = None,
    as_json: AsJson = False,
) -> None:
    """Compare two prints: the weight with its reasons, and the minutiae that lie alike.

    Of files with several fingers the pair with the largest weight is told.
    """
    _check_scales(scales)
    from kith.evidence import fingerprint

    first, second = finger_files.read(probe, ppi=ppi), finger_files.read(reference, ppi=ppi)
    pairs = [
        (fingerprint.compare(a.template, b.template, scales=scales), a, b) for a in first for b in second
    ]
    found, a, b = max(pairs, key=lambda p: (p[0].weight.compared, p[0].weight.log10))
    if draw is not None:
        drawn = fingerprint.drawing.matches(found, a.template, b.template, a.pixels, b.pixels)
        finger_files.draw(draw, drawn)
    if as_json:
        say_json(_comparison_json(found, a, b))
        return
    _show_weight(found.weight)
    turn = found.transform
    if found.weight.compared:
        says = f"{len(found.pairs)} pairs; the first print turned by {turn.rotation * 57.2958:.0f} degrees, enlarged {turn.scale:.2f} times."
        out().print(says, soft_wrap=True)
        for i, j in found.pairs.tolist():
            out().print(f"   {_place(a, i)}  -  {_place(b, j)}")


@commands.command()
@answers
def search(  # an option is a parameter
    *,
    probe: Annotated[Path, typer.Argument(metavar="FILE", help="The print to search with.")],
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the prints are that it is compared with.")
    ],
    ppi: Ppi = None,
    scales: Scales = 1,
    most: Annotated[int, typer.Option("--most", min=1, help="How many to show.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Compare a print with every print in a folder, the likeliest first."""
    _check_scales(scales)
    from kith.evidence import fingerprint

    wanted = [fingerprint.prepare(one.template) for one in finger_files.read(probe, ppi=ppi)]
    entries, unread = [], []
    with progress(quiet=as_json) as bars:
        for path in bars.track(finger_files.inside(folder, probe), description="Reading prints"):
            prints, problem = finger_files.tried(path, ppi)
            entries += [(path, one) for one in prints]
            unread += [{"file": path.relative_to(folder).as_posix(), "says": problem}] if problem else []
    packed = fingerprint.pack([fingerprint.prepare(one.template) for _, one in entries])
    scans = [fingerprint.search(one, packed, scales=scales) for one in wanted]
    rows = [_row(scans, k, path.relative_to(folder).as_posix(), one) for k, (path, one) in enumerate(entries)]
    rows.sort(key=lambda row: (not row["compared"], -row["log10"], row["file"]))
    if as_json:
        say_json({"searched": len(rows), "candidates": rows[:most], "unread": unread})
        return
    _show_found(rows, most, unread)


@commands.command()
@answers
def quality(
    *,
    file: File,
    finger: Finger = "unknown",
    ppi: Ppi = None,
    raw: Raw = None,
    as_json: AsJson = False,
) -> None:
    """How good a print is, from 0 to 100, and what would make it better. Kith's own score; it is not NFIQ."""
    from kith.evidence import fingerprint

    measured = [
        (image, fingerprint.quality(image))
        for image in finger_files.images(file, finger=finger, ppi=ppi, raw=raw)
    ]
    if as_json:
        fingers = [
            {
                "position": image.position.words,
                "quality": found.score,
                "advice": found.advice,
                "warnings": image.warnings,
            }
            for image, found in measured
        ]
        say_json({"fingers": fingers})
        return
    for image, found in measured:
        out().print(f"{image.position.words}: {found.score} of 100", soft_wrap=True)
        for sentence in found.advice:
            out().print(f"   {sentence}", soft_wrap=True)
        _say_warnings(image.warnings)


def _check_scales(scales: int) -> None:
    if scales not in {1, 3, 5}:
        raise BadAnswer(
            "Growth is searched over 1, 3 or 5 scales.", advice="Write 1, 3 or 5.", field="scales"
        )


def _draw_each(prints: "list[Print]", target: Path | None) -> None:
    if target is None:
        return
    from kith.evidence.fingerprint import drawing

    for one, path in zip(prints, finger_files.names(target, prints), strict=True):
        finger_files.draw(path, drawing.minutiae(one.template, one.pixels))


def _comparison_json(found: "Comparison", a: "Print", b: "Print") -> dict[str, Any]:
    move = found.transform
    return {
        "weight": weight_json(found.weight),
        "positions": [a.template.position.words, b.template.position.words],
        "pairs": [[finger_files.minutia(a.template, i), finger_files.minutia(b.template, j)] for i, j in found.pairs.tolist()],
        "transform": {"rotation": move.rotation, "scale": move.scale, "tx": move.tx, "ty": move.ty},
    }  # fmt: skip


def _row(scans: "list[Scan]", k: int, file: str, one: "Print") -> dict[str, Any]:
    """The k-th print of a folder with the largest of its weights against each finger that is searched with."""
    _, log10, in_full = max((bool(s.compared[k]), float(s.log10[k]), bool(s.full[k])) for s in scans)
    return {
        "file": file,
        "position": one.template.position.words,
        "log10": log10,
        "compared": any(bool(s.compared[k]) for s in scans),
        "in_full": in_full,
    }


def _show_weight(weight: "Weight") -> None:
    from kith.evidence.weight import in_words

    said = f"log10 {weight.log10:+.2f}: {in_words(weight.log10)}" if weight.compared else "not compared"
    out().print(said)
    for reason in weight.reasons:
        out().print(f"   {reason}", soft_wrap=True)
    out().print("A lead, not a verdict.")


def _place(one: "Print", i: int) -> str:
    body = finger_files.minutia(one.template, i)
    return f"{body['kind']} ({body['x']:.0f}, {body['y']:.0f})"


def _show_found(rows: list[dict[str, Any]], most: int, unread: list[dict[str, str]]) -> None:
    from rich.table import Table

    from kith.evidence.weight import in_words

    table = Table(title=f"Compared with {len(rows)} prints", title_justify="left")
    for heading in ("File", "Finger", "log10", "In words"):
        table.add_column(heading)
    for row in rows[:most]:
        if row["compared"]:
            said = in_words(row["log10"]) + ("" if row["in_full"] else " (at most; looked at quickly)")
        else:
            said = "not compared"
        table.add_row(plainly(row["file"]), row["position"], f"{row['log10']:+.2f}", said)
    out().print(table)
    for one in unread:
        out().print(plainly(f"Not searched: {one['file']}. {one['says']}"), soft_wrap=True)


def _say_warnings(sentences: "tuple[str, ...] | list[str]") -> None:
    for sentence in sentences:
        out().print(f"   {plainly(sentence)}", soft_wrap=True)
