"""A visit with the real screen reader Orca, every word of which is written down."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.visit import PROGRAMS, SCREEN, ended, started, wait

SPEECH = Path(__file__).with_name("fake_speech_dispatcher.py")
QUIET = 0.6
"""Seconds without a word after which Orca is taken to have finished."""


def missing_for_orca() -> str:
    """The first program that is missing for a visit with Orca, or nothing."""
    names = (*PROGRAMS, "orca", "dbus-daemon")
    return next((name for name in names if shutil.which(name) is None), "")


class Orca:
    """Presses keys and hears what Orca says."""

    def __init__(self, spoken: Path, environment: dict[str, str]) -> None:
        self._spoken = spoken
        self._environment = environment

    def said(self) -> list[str]:
        """Everything said so far."""
        if not self._spoken.exists():
            return []
        lines = [line.split("\t", 2) for line in self._spoken.read_text().splitlines()]
        return [text.strip() for _, kind, text in lines if kind in ("say", "char")]

    def press(self, keys: str, expect: str, seconds: float = 30.0) -> list[str]:
        """Press keys ("ctrl+o Down" or "type:words") and return what is said to them."""
        mark = len(self.said())
        typed, _, text = keys.partition(":")
        if typed == "type":
            self._xdotool("type", "--delay", "60", text)
        else:
            for key in keys.split():
                # Held as a person would: once it is let go, Orca takes Control End for End.
                self._xdotool("key", "--clearmodifiers", "--delay", "400", key)
        return self.listen(mark, expect, seconds)

    def listen(self, mark: int, expect: str, seconds: float = 30.0) -> list[str]:
        """What is said after the first ``mark`` sentences, once ``expect`` was said."""

        def heard() -> bool:
            return any(expect in text for text in self.said()[mark:])

        try:
            wait(heard, expect, seconds)
        except AssertionError as error:
            raise AssertionError(
                f"Orca never said {expect!r}; it said {self.said()[mark:]}"
            ) from error
        count = -1
        while count != len(self.said()):
            count = len(self.said())
            time.sleep(QUIET)
        return self.said()[mark:]

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True)


@contextmanager
def orca_running(folder: Path, home: Path) -> Iterator[tuple[Orca, dict[str, str]]]:
    """A screen, a session bus and Orca of their own; gives Orca and their environment."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    display, spoken, socket = f":{1200 + os.getpid() % 900}", folder / "spoken", run / "ssip"
    environment = {
        **os.environ,
        "DISPLAY": display,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(run),
        "EKPHRASIS_HOME": str(home),
        "QT_QPA_PLATFORM": "xcb",
        "SPEECHD_ADDRESS": f"unix_socket:{socket}",
    }
    processes = []

    def start(*command: str, there: Path) -> None:
        processes.append(started(list(command), environment))
        wait(there.exists, f"{command[0]} runs", 20)

    try:
        screen = Path(f"/tmp/.X11-unix/X{display[1:]}")
        start("Xvfb", display, "-screen", "0", SCREEN, "-nolisten", "tcp", there=screen)
        start("dbus-daemon", "--session", f"--address=unix:path={run}/bus", there=run / "bus")
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={run}/bus"
        start(sys.executable, str(SPEECH), str(socket), str(spoken), there=socket)
        processes.append(started(["openbox"], environment))
        processes.append(started(["orca", "--replace"], environment))
        orca = Orca(spoken, environment)
        orca.listen(0, "Screen reader on")
        yield orca, environment
    finally:
        for process in reversed(processes):
            ended(process)


@contextmanager
def program_running(environment: dict[str, str], *words: str) -> Iterator[None]:
    """The program in the environment of ``orca_running``."""
    program = started([sys.executable, "-m", "ekphrasis_app", *words], environment)
    try:
        yield
    finally:
        ended(program)
