"""A visit to the real program: its own window, keys from outside, and what is said."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SCREEN = "1280x900x24"
PROGRAMS = ("Xvfb", "xdotool", "openbox", "dbus-run-session")


def missing_for_a_window() -> str:
    """The first program that is missing for a window of one's own, or nothing."""
    return next((name for name in PROGRAMS if shutil.which(name) is None), "")


def wait(over: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    """Wait until ``over()``; ``AssertionError`` when it takes too long."""
    end = time.monotonic() + seconds
    while not over():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} seconds in vain: {what}")
        time.sleep(0.02)


class Transcript:
    """What the program's own voice has said so far."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def events(self) -> list[dict]:
        if not self._path.exists():
            return []
        lines = self._path.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1]]

    def said(self) -> list[str]:
        return [event["said"] for event in self.events() if "said" in event]

    def expect(self, text: str, since: int = 0, seconds: float = 60.0) -> int:
        """Wait until something said after the first ``since`` texts holds ``text``."""

        def index() -> int | None:
            said = self.said()
            return next((i for i in range(since, len(said)) if text in said[i]), None)

        try:
            wait(lambda: index() is not None, text, seconds)
        except AssertionError as error:
            raise AssertionError(f"{text!r} was never said; {self.said()[since:]}") from error
        found = index()
        assert found is not None
        return found


class Visit:
    """The running program, the keyboard and the transcript."""

    def __init__(self, program: subprocess.Popen, display: str, transcript: Transcript) -> None:
        self.program = program
        self.transcript = transcript
        self._environment = {**os.environ, "DISPLAY": display}

    def press(self, *keys: str) -> float:
        """Press keys one after another; the moment of the last, on the monotonic clock."""
        for key in keys:
            pressed = time.monotonic()
            subprocess.run(
                ["xdotool", "key", "--clearmodifiers", key], env=self._environment, check=True
            )
        return pressed

    def type(self, text: str) -> None:
        """Type a text."""
        words = ["xdotool", "type", "--delay", "60", text]
        subprocess.run(words, env=self._environment, check=True)

    def screenshot(self, path: Path) -> None:
        """The whole screen as a PNG, where ImageMagick is there."""
        if shutil.which("import"):
            subprocess.run(
                ["import", "-window", "root", str(path)], env=self._environment, check=False
            )


@contextmanager
def visiting(folder: Path, *words: str) -> Iterator[Visit]:
    """Start the program in a screen and a session bus of its own, and end it after."""
    transcript = Transcript(folder / "transcript.jsonl")
    with screen_of_its_own() as environment:
        environment["EKPHRASIS_TRANSCRIPT"] = str(folder / "transcript.jsonl")
        command = [sys.executable, "-m", "ekphrasis_app", *words]
        program = started(["dbus-run-session", "--", *command], environment)
        try:
            yield Visit(program, environment["DISPLAY"], transcript)
        finally:
            ended(program)


@contextmanager
def screen_of_its_own() -> Iterator[dict[str, str]]:
    """A screen with a window manager; gives the environment of programs that use it."""
    display = f":{90 + os.getpid() % 900}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    screen = started(["Xvfb", display, "-screen", "0", SCREEN, "-nolisten", "tcp"], environment)
    try:
        wait(lambda: Path(f"/tmp/.X11-unix/X{display[1:]}").exists(), "the screen is there", 20)
        keeper = started(["openbox"], environment)
        try:
            yield environment
        finally:
            ended(keeper)
    finally:
        ended(screen)


def started(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )


def ended(process: subprocess.Popen) -> None:
    """End it with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        process.wait()
