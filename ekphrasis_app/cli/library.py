"""``library list|add|rebuild|prepare``: the poems on this computer."""

import argparse
from pathlib import Path

from ekphrasis_app.cli.arguments import Commands, add_command, add_group
from ekphrasis_app.cli.output import Output
from ekphrasis_app.wording import trn


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = add_group(commands, "library", "See and change the poems on this computer.")
    listing = add_command(group, "list", run_list, "List the poems.")
    listing.add_argument("--author", metavar="NAME", default="", help="only poems by NAME")
    adding = add_command(
        group,
        "add",
        run_add,
        "Add poems from files.",
        "Reads Project Gutenberg's plain text books, plain text and JSON, and folders of them.",
    )
    adding.add_argument(
        "--kind", metavar="KIND", default="auto", help="what the files are, if it is not seen"
    )
    adding.add_argument("paths", metavar="FILE", nargs="+", type=Path, help="file or folder")
    rebuilding = add_command(
        group, "rebuild", run_rebuild, "Make anew what the model knows of each poem."
    )
    preparing = add_command(
        group, "prepare", run_prepare, "Make the starter library, which set-up does at its end."
    )
    for command in (listing, adding, rebuilding, preparing):
        command.add_argument("--json", action="store_true", help="print one JSON document")


def run_list(arguments: argparse.Namespace, output: Output) -> int:
    """Print a line for each poem: title, author, how many lines."""
    from ekphrasis_app.app import phrases
    from ekphrasis_app.app.poems import all_poems

    wanted = arguments.author.casefold()
    poems = [poem for poem in all_poems() if wanted in poem.author.casefold()]
    if arguments.json:
        listed = [
            {
                "id": poem.id,
                "title": poem.heading,
                "author": poem.author,
                "lines": len(poem.lines),
                "language": poem.language,
                "source": poem.source,
                "licence": poem.licence,
            }
            for poem in poems
        ]
        output.document({"count": len(poems), "poems": listed})
        return 0
    for poem in poems:
        output.line(f"{phrases.poem_name(poem)}, {phrases.length(poem)}")
    output.note(trn("{n} poem.", "{n} poems.", len(poems)))
    return 0


def run_add(arguments: argparse.Namespace, output: Output) -> int:
    """Import the files, then encode the new poems so that the next picture need not wait."""
    from ekphrasis_app.app.poems import add_poems, encode_poems
    from ekphrasis_app.app.recite import own_settings

    added = add_poems(arguments.paths, arguments.kind)
    read = trn("{n} poem read", "{n} poems read", added.found)
    output.note(f"{read}, {added.new} new.")
    encoded = encode_poems(own_settings(), output.progress("Preparing poems"))
    if arguments.json:
        output.document(
            {
                "found": added.found,
                "added": added.new,
                "encoded": encoded,
                "count": added.total,
            }
        )
    else:
        output.line(trn("The library has {n} poem.", "The library has {n} poems.", added.total))
    return 0


def run_rebuild(arguments: argparse.Namespace, output: Output) -> int:
    """Encode every poem again."""
    from ekphrasis_app.app.poems import encode_poems
    from ekphrasis_app.app.recite import own_settings

    encoded = encode_poems(own_settings(), output.progress("Preparing poems"), anew=True)
    if arguments.json:
        output.document({"encoded": encoded})
    else:
        output.line(
            trn("{n} poem was prepared anew.", "{n} poems were prepared anew.", encoded)
        )
    return 0


def run_prepare(arguments: argparse.Namespace, output: Output) -> int:
    """Make the starter library, or do nothing where it is made."""
    from ekphrasis_app.app.poems import prepare_starter_library

    path = prepare_starter_library(output.progress("Preparing poems"))
    if arguments.json:
        output.document({"path": str(path)})
    else:
        output.line(f"The starter library is ready: {path}.")
    return 0
