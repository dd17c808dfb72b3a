"""``recite``: the poems for a picture, printed and, if asked, spoken."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekphrasis_app.cli.arguments import Commands, add_command, at_least_one
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.cancel import CancelToken

if TYPE_CHECKING:
    from ekphrasis_app.app.recite import Recitation
    from ekphrasis_app.domain.match import Match
    from ekphrasis_app.domain.poem import Poem
    from ekphrasis_app.settings import Settings

TOP = 5


def add(commands: Commands) -> None:
    """Declare the command."""
    command = add_command(
        commands,
        "recite",
        run,
        "Find poems for a picture and print them.",
        "Prints title, author and lines of each poem, best match first.",
    )
    command.add_argument("picture", metavar="PICTURE", type=Path, help="the picture's file")
    command.add_argument(
        "--top",
        metavar="K",
        type=at_least_one,
        default=TOP,
        help=f"how many poems; {TOP} if not given",
    )
    command.add_argument(
        "--bundle",
        metavar="NAME",
        default="",
        help="the model to use, instead of the one in use",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document")
    voice = command.add_mutually_exclusive_group()
    voice.add_argument("--speak", action="store_true", help="also read the poems aloud")
    voice.add_argument(
        "--wav", metavar="FILE", type=Path, help="also write the spoken poems to a sound file"
    )
    voice.add_argument(
        "--silent", action="store_true", help="only print, as without the other two"
    )


def run(arguments: argparse.Namespace, output: Output) -> int:
    """Print the poems, and speak them or write them to a sound file."""
    from ekphrasis_app.app.recite import own_settings, recite

    if arguments.wav:
        from ekphrasis_app.app.aloud import refuse_bad_place

        refuse_bad_place(arguments.wav)
    settings = own_settings()
    if settings.said:
        output.note(settings.said)
    progress = output.progress("Preparing poems")
    recitation = recite(arguments.picture, arguments.top, settings, progress, arguments.bundle)
    # A document comes last, so that there is none where something fails.
    if not arguments.json:
        print_poems(recitation, output)
    _voice(recitation, arguments, settings, output)
    if arguments.json:
        output.document(as_document(recitation))
    return 0


def _voice(
    recitation: "Recitation",
    arguments: argparse.Namespace,
    settings: "Settings",
    output: Output,
) -> None:
    """Speak or write the poems, if that was asked for."""
    poems = [match.poem for match in recitation.answer.matches]
    if arguments.wav:
        from ekphrasis_app.app.aloud import write_sound

        progress = output.progress("Speaking line")
        write_sound(arguments.wav, poems, settings, progress, CancelToken())
        output.note(f"The poems are in {arguments.wav}.")
    if arguments.speak:
        from ekphrasis_app.app.aloud import read_aloud

        read_aloud(poems, settings, lambda problem: output.note(str(problem)))


def print_poems(recitation: "Recitation", output: Output) -> None:
    """Title and author of each poem, its lines, and an empty line between stanzas."""
    for match in recitation.answer.matches:
        poem = match.poem
        by = f", by {poem.author}" if poem.author else ""
        output.line(f"{match.rank}. {poem.heading}{by}")
        output.line()
        output.line(poem.text)
        output.line()
    output.flush()


def as_document(recitation: "Recitation") -> dict[str, Any]:
    """The shape that README.md promises."""
    picture = recitation.picture
    width, height = picture.original_size
    return {
        "picture": {
            "path": picture.path,
            "width": width,
            "height": height,
            "title": picture.title,
            "artist": picture.artist,
        },
        "bundle": recitation.answer.bundle,
        "matches": [_match(match) for match in recitation.answer.matches],
        "seconds": {step: round(took, 4) for step, took in recitation.seconds.items()},
    }


def _match(match: "Match") -> dict[str, Any]:
    return {
        "rank": match.rank,
        "score": round(match.score, 6),
        "strength": match.strength.value,
        "words": list(match.reasons.words),
        "poem": _poem(match.poem),
    }


def _poem(poem: "Poem") -> dict[str, Any]:
    return {
        "id": poem.id,
        "title": poem.heading,
        "author": poem.author,
        "lines": list(poem.lines),
    }
