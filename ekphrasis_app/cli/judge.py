"""``judge sheet|report``: how well the poems fit, judged by eye and blind."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ekphrasis_app.cli.arguments import Commands, add_command, add_group, at_least_one
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem

if TYPE_CHECKING:
    from ekphrasis_app.library.store import Library
    from ekphrasis_app.training.judging.key import Key

THUMBNAIL = 640
"""The longest side of a picture on the sheet, in pixels."""


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = add_group(commands, "judge", "Judge blind how well poems fit pictures.")
    _add_sheet(group)
    report = add_command(
        group, "report", run_report, "Write the report of a sheet that has been graded."
    )
    report.add_argument("sheet", metavar="FOLDER", type=Path, help="the folder of the sheet")
    report.add_argument("--json", action="store_true", help="print one JSON document")


def _add_sheet(group: Commands) -> None:
    sheet = add_command(
        group,
        "sheet",
        run_sheet,
        "Make a sheet with the best poems for each picture, mixed with random ones.",
        "It does not tell which are which; key.json does, and stays closed until the report.",
    )
    sheet.add_argument(
        "pictures", metavar="PICTURES", type=Path, help="a folder; artworks.json may name them"
    )
    sheet.add_argument(
        "--out", metavar="FOLDER", type=Path, required=True, help="where the sheet goes"
    )
    sheet.add_argument(
        "--top", metavar="K", type=at_least_one, default=5, help="best poems; default: 5"
    )
    sheet.add_argument(
        "--controls", metavar="K", type=at_least_one, default=5, help="random poems; default: 5"
    )
    sheet.add_argument("--seed", metavar="S", type=int, default=0, help="of chance; default: 0")
    sheet.add_argument(
        "--library", metavar="FILE", type=Path, help="a library other than your own"
    )
    sheet.add_argument("--bundle", metavar="NAME", default="", help="a model not in use")
    sheet.add_argument("--json", action="store_true", help="print one JSON document")


def run_sheet(arguments: argparse.Namespace, output: Output) -> int:
    """Rank the library for each picture and write the sheet."""
    from ekphrasis_app.training.judging.sheet import SHEET, refuse_taken, write_sheet

    out: Path = arguments.out
    refuse_taken(out)
    with _library(arguments.library) as library:
        key, thumbnails = _drawn_up(arguments, output, library)
    write_sheet(key, thumbnails, out)
    pictures, poems = len(key.pictures), len(list(key.places()))
    if arguments.json:
        output.document({"folder": str(out), "pictures": pictures, "poems": poems})
    else:
        output.line(f"{poems} poems for {pictures} pictures are in {out / SHEET}.")
        output.line(f"When they are graded: ekphrasis judge report {out}")
    return 0


def run_report(arguments: argparse.Namespace, output: Output) -> int:
    """Join grades and key, write the report, and print its figures."""
    from ekphrasis_app.training.judging.grades import read_grades
    from ekphrasis_app.training.judging.key import read_key
    from ekphrasis_app.training.judging.report import gain, summary_rows
    from ekphrasis_app.training.judging.writing import write_report

    key = read_key(arguments.sheet)
    found = write_report(key, read_grades(arguments.sheet, key), arguments.sheet)
    if arguments.json:
        output.document({"bundle": key.bundle, **found.as_dict()})
        return 0
    for what, chosen, random in summary_rows(found):
        output.line(f"{what}: {chosen}; of the random ones: {random}.")
    output.line(gain(found))
    output.note(f"The report is in {arguments.sheet}.")
    return 0


def _library(path: Path | None) -> "Library":
    from ekphrasis_app.app.home import open_library
    from ekphrasis_app.library.store import Library

    if path is None:
        return open_library()
    if not path.is_file():
        raise InputProblem("There is no library {path}.", path=path)
    return Library.open(path)


def _drawn_up(
    arguments: argparse.Namespace, output: Output, library: "Library"
) -> "tuple[Key, list[bytes]]":
    """The key, and each picture as a small file."""
    from ekphrasis_app.app import folders
    from ekphrasis_app.app.home import open_finder
    from ekphrasis_app.app.recite import own_settings
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.capture.listing import pictures_and_folders
    from ekphrasis_app.capture.small import small_jpeg
    from ekphrasis_app.domain.match import Match
    from ekphrasis_app.domain.picture import Picture
    from ekphrasis_app.models.manifest import read_manifest
    from ekphrasis_app.training.judging.drawing import Draw, draw_up
    from ekphrasis_app.training.judging.key import Key

    settings, cancel = own_settings(), CancelToken()
    name = arguments.bundle or settings.text("bundle")
    bundle = read_manifest(folders.bundle_folder(name), folders.fetched_weights())
    finder = open_finder(library, settings, name)
    preparing = output.progress("Preparing poems")

    def find(picture: Picture) -> tuple[Match, ...]:
        return finder.find(picture, arguments.top, preparing, cancel).matches

    draw = Draw(arguments.top, arguments.controls, arguments.seed)
    files, _ = pictures_and_folders(arguments.pictures)
    drawn = draw_up(
        files,
        decode_file,
        find,
        lambda picture: small_jpeg(picture, THUMBNAIL),
        library.poems(),
        draw,
        output.progress("Pictures"),
    )
    shown, thumbnails = zip(*drawn, strict=True)
    called = f"{bundle.name} {bundle.version}"
    return Key(called, library.count, draw.seed, shown), list(thumbnails)
