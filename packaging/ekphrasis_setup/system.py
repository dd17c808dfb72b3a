"""Install the system packages that are missing, or say which command installs them."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .commands import run
from .problem import SetupProblem, disk_is_full
from .progress import Progress
from .system_packages import Need

_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
_PATIENT = ("-q", "-o", "DPkg::Lock::Timeout=300")  # seconds another installation may take
_NO_SPACE = re.compile(r"No space left|enough free space")
_NO_NETWORK = re.compile(
    r"Temporary failure resolving|Could not (resolve|connect)|Unable to fetch"
)


def has_apt() -> bool:
    """Whether this is a machine with Debian's package tools."""
    return bool(shutil.which("dpkg-query") and shutil.which("apt-get"))


def missing(needs: Sequence[Need]) -> list[Need]:
    """What is not installed, with the purposes kept. Needs no rights and no network."""
    names = [name for need in needs for names in need.packages for name in names]
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Abbrev} ${Package}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    installed = {line[3:].strip() for line in answer.stdout.splitlines() if line[1:2] == "i"}
    found = []
    for need in needs:
        absent = tuple(names for names in need.packages if not installed.intersection(names))
        if absent:
            found.append(Need(need.purpose, absent))
    return found


def missing_names(needs: Sequence[Need]) -> list[str]:
    """The names of the packages that are missing, as this release of the system has them."""
    return _known_names(missing(needs)) if has_apt() else []


class Apt:
    """apt-get, with the rights that this person has."""

    def __init__(self, progress: Progress, log: Path) -> None:
        self._progress = progress
        self._log = log

    def install(self, absent: Sequence[Need]) -> None:
        """Say what is missing and why, then install it. Raises ``SetupProblem``."""
        prefix = _rights()
        if prefix is None:
            raise SetupProblem(_ask_for(absent))
        quietly = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C")
        self._apt([*quietly, "apt-get", "update", *_PATIENT])
        for need in absent:
            names = ", ".join(_known_names([need]))
            self._progress.say(f"Installing system packages {need.purpose}: {names}.")
        self._apt([*quietly, *_INSTALL, *_PATIENT, *_known_names(absent)])

    def _apt(self, words: Sequence[str]) -> None:
        def on_silence(seconds: int) -> None:
            self._progress.say(f"System packages: still working, {seconds} seconds so far.")

        outcome = run(words, self._log, on_silence=on_silence)
        if outcome.code == 0:
            return
        if _NO_SPACE.search(outcome.output):
            raise disk_is_full()
        if _NO_NETWORK.search(outcome.output):
            raise SetupProblem(
                "The system's package server cannot be reached: connect this machine to the "
                "network and run the same command again."
            )
        raise SetupProblem(
            f"apt-get could not install the system packages: {self._log} says why; mend that "
            "and run the same command again."
        )


def _rights() -> tuple[str, ...] | None:
    """What to put before apt-get, or None if only the person can install packages."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ("sudo", "-n")
    return None


def _ask_for(absent: Sequence[Need]) -> str:
    names = " ".join(_known_names(absent))
    purposes = ", and ".join(need.purpose for need in absent)
    return (
        f"Some system packages are missing ({purposes}): install them with\n"
        f"sudo apt-get update && sudo {' '.join(_INSTALL)} {names}\n"
        "and run the same command again."
    )


def _known_names(absent: Sequence[Need]) -> list[str]:
    return [_known_name(names) for need in absent for names in need.packages]


def _known_name(names: Sequence[str]) -> str:
    """The first name that this release of the system has."""
    for name in names:
        answer = subprocess.run(
            ["apt-cache", "policy", name],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
        if re.search(r"Candidate: (?!\(none\))", answer.stdout):
            return name
    return names[-1]
