"""From words on the command line to a command that is ready to run."""

import argparse
import difflib
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from ekphrasis_app import __version__
from ekphrasis_app.cli import (
    bench,
    bundles,
    doctor,
    evaluate,
    judge,
    library,
    project,
    recite,
    training,
    window,
)
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.errors import InputProblem

Run = Callable[[argparse.Namespace, Output], int]

GROUPS = (recite, library, bundles, training, evaluate, judge, bench, doctor, project)
"""The modules of commands; each has ``add(commands)`` and imports what is slow when run."""

PROGRAM = "ekphrasis"
ABOUT = "Poems for pictures, chosen on this computer and read aloud."
MORE = """\
Without a command the window opens; with the name of a picture it opens with that.
Every command explains itself: ekphrasis recite --help.
With --json, the one JSON document is all that goes to standard output.
"""


class Parser(argparse.ArgumentParser):
    """Says in a sentence what is wrong, instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Raise ``InputProblem``."""
        sentence = message[:1].upper() + message[1:].rstrip(".") + "."
        raise InputProblem(
            "{sentence}", "{program} --help explains.", sentence=sentence, program=self.prog
        )


def parse(words: Sequence[str], output: Output) -> Callable[[], int] | None:
    """The command that ``words`` ask for, or None where only help was wanted.

    Raises ``InputProblem`` for words that make no sense.
    """
    if words and words[0] in project.SUMMARIES:
        return partial(project.hand_over, words)
    parser, names = _parser()
    if not words or not (words[0] in names or words[0].startswith("-")):
        return partial(window.open_window, _picture(words, names))
    try:
        arguments = parser.parse_args(words)
    except SystemExit:  # help and version were printed
        return None
    run: Run = arguments.run
    return partial(run, arguments, output)


def _parser() -> tuple[Parser, list[str]]:
    """The parser, and the names of all commands."""
    parser = Parser(
        prog=PROGRAM,
        description=ABOUT,
        epilog=MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Ekphrasis {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.add(commands)
    return parser, list(commands.choices)


def _picture(words: Sequence[str], names: Sequence[str]) -> Path | None:
    if not words:
        return None
    path = Path(words[0])
    if path.suffix or os.sep in words[0] or path.exists():
        if len(words) > 1:
            raise InputProblem(
                "The window opens one picture at a time.", "ekphrasis --help explains."
            )
        return path
    close = difflib.get_close_matches(words[0], names, 1)
    raise InputProblem(
        "There is no command and no picture called {word}.",
        "Perhaps you meant {close}." if close else "ekphrasis --help lists the commands.",
        word=words[0],
        close="".join(close),
    )
