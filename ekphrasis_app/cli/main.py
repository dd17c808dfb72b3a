"""The command line: finds the command, runs it, and turns every error into a sentence."""

import contextlib
import os
import sys
from collections.abc import Sequence

from ekphrasis_app.cli.output import Output, terminal
from ekphrasis_app.cli.parser import parse
from ekphrasis_app.domain.errors import Cancelled, Problem

STOPPED = 130
"""What shells expect of a program that Ctrl+C ended."""


def main(argv: Sequence[str] | None = None, output: Output | None = None) -> int:
    """Run one command and return its exit code.

    0: done; 2: what was given cannot be used; 1: it failed here; 130: it was stopped.
    """
    output = output or terminal()
    try:
        return _run(sys.argv[1:] if argv is None else argv, output)
    except Problem as problem:
        output.note(str(problem))
        return problem.exit_code
    except (KeyboardInterrupt, Cancelled):
        output.note("Stopped.")
        return STOPPED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001  the seam: a bug becomes a sentence
        return _bug(error, output)


def _run(words: Sequence[str], output: Output) -> int:
    command = parse(words, output)
    if command is None:
        return 0
    with contextlib.redirect_stdout(sys.stderr):  # what a library prints is not a result
        code = command()
    output.flush()
    return code


def _reader_left() -> int:
    """Who read our output has had enough, as ``head`` does; that is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _bug(error: Exception, output: Output) -> int:
    from ekphrasis_app.app import log

    log.to_file()
    path = log.write_down(error)
    output.note(f"Something went wrong inside Ekphrasis. Details are in {path}.")
    return 1
