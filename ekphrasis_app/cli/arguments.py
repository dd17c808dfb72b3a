"""What the declarations of all commands have in common."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from ekphrasis_app.cli.output import Output

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object

Run = Callable[[argparse.Namespace, Output], int]


def add_command(
    commands: Commands, name: str, run: Run, summary: str, more: str = ""
) -> argparse.ArgumentParser:
    """Declare a command that calls ``run``; ``summary`` is a sentence for the list of all."""
    command = commands.add_parser(name, help=summary, description=f"{summary} {more}".strip())
    command.set_defaults(run=run)
    return command


def add_group(commands: Commands, name: str, summary: str) -> Commands:
    """Declare a word that needs a second one after it, as in ``library list``."""
    group = commands.add_parser(name, help=summary, description=summary)
    return group.add_subparsers(title="commands", metavar="COMMAND", required=True)


def at_least_one(word: str) -> int:
    """A whole number from 1; ``ArgumentTypeError`` for anything else."""
    if not word.isdecimal() or not int(word):
        raise argparse.ArgumentTypeError(f"{word} is not a whole number from 1 up")
    return int(word)
