"""The words after ``./ekphrasis``: set up what is missing, then do what was asked."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import system
from .options import read_options
from .problem import SetupProblem, from_os_error
from .progress import Progress
from .project import Project
from .steps import SetUp, Wishes
from .suite import run_tests
from .system_packages import needs

_STOPPED = 130
"""Exit code after Ctrl+C, as shells have it."""

_USAGE = """\
Ekphrasis finds poems for a picture and reads them aloud.
./ekphrasis                   open the app
./ekphrasis PICTURE           open the app with a picture
./ekphrasis recite PICTURE    poems for a picture, here in the terminal
./ekphrasis doctor            what works on this machine and what does not
./ekphrasis setup --help      set up without starting anything
./ekphrasis test              set up what is missing and run the tests
The first start sets up everything that is missing. README.md says more."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what ``words`` ask for and return the exit code."""
    words = list(sys.argv[1:] if words is None else words)
    project = Project(Path(__file__).resolve().parents[2])
    progress = Progress()
    try:
        return _dispatch(project, words, progress)
    except SetupProblem as problem:
        return _end(problem, progress)
    except OSError as error:
        return _end(from_os_error(error), progress)
    except KeyboardInterrupt:
        progress.say("Stopped. Run the same command again to go on from here.")
        return _STOPPED


def _end(problem: SetupProblem, progress: Progress) -> int:
    progress.say(str(problem))
    return problem.exit_code


def _dispatch(project: Project, words: list[str], progress: Progress) -> int:
    match words:
        case ["setup", *options]:
            return _set_up(project, options, progress)
        case ["test", *options]:
            SetUp(project, Wishes(tests=True), progress).run()
            return run_tests(project, options)
        case ["-h" | "--help" | "help", *_] if not project.python.exists():
            print(_USAGE)
            return 0
    SetUp(project, Wishes(), progress).run()
    return _hand_over(project, words)


def _hand_over(project: Project, words: list[str]) -> int:
    command = [str(project.python), "-P", "-m", "ekphrasis_app", *words]
    if os.name == "nt":  # there, exec would return to the prompt at once
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)


def _set_up(project: Project, options: list[str], progress: Progress) -> int:
    given = read_options(options)
    if given.missing:
        for name in system.missing_names(needs(for_tests=False)):
            print(name)
        return 0
    if given.stick and not given.stick.is_dir():
        raise SetupProblem(f"There is no folder {given.stick}: check its name.")
    wishes = Wishes(
        training=given.training or bool(given.torch_index),
        torch_index=given.torch_index,
        stick=given.stick,
        extras=tuple(given.extras),
        system=given.system,
        again=True,
    )
    SetUp(project, wishes, progress).run()
    progress.say("Everything is set up. ./ekphrasis opens the app.")
    return 0
