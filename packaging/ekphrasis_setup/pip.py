"""The virtual environment's pip: run it, condense what it prints, put failures into words."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from .commands import Outcome, run
from .problem import OURS, SetupProblem, SourceFailed, disk_is_full
from .progress import Progress
from .project import Project

_QUIETLY = ("--disable-pip-version-check", "--no-input")
_ONE_WHEEL = ["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--progress-bar", "raw"]

_WORTH_SAYING = re.compile(r"^Downloading (\S+?)-(\d\S*?)[-\s].*\((\d[\d.]*) ([MG])B\)")
_SMALL_MEGABYTES = 10.0
_RAW_PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")
_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|getaddrinfo|ConnectTimeout|"
    r"ReadTimeout|ProxyError|Network is unreachable|Connection (refused|aborted|reset|broken)|"
    r"SSLError|Read timed out|Failed to establish"
)
_NO_SPACE = "No space left on device"
_NOT_FOUND = "No matching distribution found"


class Pip:
    """pip in the virtual environment of ``project``."""

    def __init__(self, project: Project, progress: Progress) -> None:
        self._project = project
        self._progress = progress

    def install(self, what: str, *words: str) -> None:
        """``pip install WORDS``; ``what`` says what that is. Raises ``SetupProblem``."""
        outcome = self.try_install(what, *words)
        if outcome.code:
            raise _problem(outcome, self._project.log)

    def try_install(self, what: str, *words: str) -> Outcome:
        """``pip install WORDS``; the caller looks at the outcome."""
        return self._run("install", words, what, self._say_if_large)

    def download(
        self, package: str, version: str, into: Path, report: Callable[[int, int], None]
    ) -> None:
        """Download one wheel, unpacking nothing. Raises ``SourceFailed``, ``SetupProblem``."""

        def on_line(line: str) -> None:
            if match := _RAW_PROGRESS.match(line):
                report(int(match[1]), int(match[2]))

        words = [*_ONE_WHEEL, "--dest", str(into), f"{package}=={version}"]
        outcome = self._run("download", words, package, on_line)
        if _NO_SPACE in outcome.output:
            raise disk_is_full()
        if outcome.code:
            raise SourceFailed(_why(outcome))

    def _run(
        self, verb: str, words: Sequence[str], what: str, on_line: Callable[[str], None]
    ) -> Outcome:
        def on_silence(seconds: int) -> None:
            self._progress.say(f"{what}: still working, {seconds} seconds so far.")

        command = [str(self._project.python), "-m", "pip", verb, *_QUIETLY, *words]
        return run(command, self._project.log, on_line, on_silence)

    def _say_if_large(self, line: str) -> None:
        match = _WORTH_SAYING.match(line)
        if match and (match[4] == "G" or float(match[3]) >= _SMALL_MEGABYTES):
            self._progress.say(f"Downloading {match[1]} {match[2]}, {match[3]} {match[4]}B.")


def _why(outcome: Outcome) -> str:
    if _NO_NETWORK.search(outcome.output):
        return "the package index cannot be reached"
    if _NOT_FOUND in outcome.output:
        return "the package index does not have it"
    return "pip could not download it"


def _problem(outcome: Outcome, log: Path) -> SetupProblem:
    if _NO_SPACE in outcome.output:
        return disk_is_full()
    if _NO_NETWORK.search(outcome.output):
        return SetupProblem(
            "The package index cannot be reached: connect this machine to the network and "
            "run the same command again; what is already there is kept."
        )
    return SetupProblem(
        f"pip could not install the Python packages: {log} says why; please report it.", OURS
    )
