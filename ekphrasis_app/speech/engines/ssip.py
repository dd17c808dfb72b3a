"""The Speech Synthesis Interface Protocol: the conversation with Speech Dispatcher.

Lines over a unix socket. Each command is answered by lines that share a code, the last
one with a space after it; events (code 700 and up) come in between at any time.
Brailcom, "SSIP Documentation", https://htmlpreview.github.io/?https://github.com/brailcom/speechd
"""

import contextlib
import os
import queue
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ekphrasis_app.domain.errors import SpeechProblem

PATIENCE = 3.0
"""Seconds to wait for an answer; it comes within a few milliseconds or not at all."""

START_PATIENCE = 6.0
"""Seconds that the server may take to start."""

ADVICE = "Install the package speech-dispatcher, or choose another speech engine."


class Event(NamedTuple):
    """What became of a message: its number, the event's code, and a mark's name."""

    message: str
    code: int
    mark: str = ""


BEGIN, END, CANCELLED, MARK = 701, 702, 703, 700


class Conversation:
    """A connection to the server; raises ``SpeechProblem`` where there is none.

    ``heard`` is called with each event, ``closed`` when the server has gone, both from
    the thread that listens.
    """

    def __init__(self, heard: Callable[[Event], None], closed: Callable[[], None]) -> None:
        self._socket = _connected()
        self._heard = heard
        self._closed = closed
        self._answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        self._turn = threading.Lock()
        threading.Thread(target=self._listen, name="ssip", daemon=True).start()

    def ask(self, command: str) -> list[str]:
        """Send ``command``; the lines of its answer without their codes, the last left out.

        Raises ``SpeechProblem`` if it is refused or not answered.
        """
        with self._turn:
            self._send(command)
            lines = self._answer()
        return [line[4:] for line in lines[:-1]]

    def speak(self, text: str) -> str:
        """Have ``text`` (SSML) spoken; the number that its events will carry."""
        escaped = re.sub(r"(?m)^\.", "..", text)
        with self._turn:
            self._send("SPEAK")
            self._answer()
            self._send(f"{escaped}\r\n.")
            return self._answer()[0][4:]

    def close(self) -> None:
        """Hang up; the thread that listens hears it and ends."""
        with contextlib.suppress(OSError):  # they may have hung up before
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _send(self, text: str) -> None:
        try:
            self._socket.sendall(text.encode() + b"\r\n")
        except OSError as error:
            raise SpeechProblem("Speech Dispatcher has gone away.", ADVICE) from error

    def _answer(self) -> list[str]:
        try:
            lines = self._answers.get(timeout=PATIENCE)
        except queue.Empty as error:
            raise SpeechProblem("Speech Dispatcher does not answer.", ADVICE) from error
        if not lines or lines[-1][0] not in "12":
            raise SpeechProblem("Speech Dispatcher refused to speak.", ADVICE)
        return lines

    def _listen(self) -> None:
        """Sort what comes into answers and events."""
        block: list[str] = []
        try:
            with self._socket.makefile("r", encoding="utf-8", newline="\r\n") as stream:
                for line in stream:
                    block.append(line.rstrip("\r\n"))
                    if line[3:4] == " ":
                        self._sort(block)
                        block = []
        except (OSError, ValueError):
            pass  # the socket was closed, by them or by us
        self._answers.put([])
        self._closed()

    def _sort(self, block: list[str]) -> None:
        code = int(block[-1][:3])
        if code < 700:
            self._answers.put(block)
        else:
            mark = block[2][4:] if code == MARK and len(block) > 3 else ""
            self._heard(Event(block[0][4:], code, mark))


def _connected() -> socket.socket:
    """A socket to the running server, which is started if that is not so yet."""
    if not hasattr(socket, "AF_UNIX"):
        raise SpeechProblem("Speech Dispatcher is missing.", ADVICE)
    address = _address()
    try:
        return _opened(address)
    except OSError:
        _start_server()
    end = time.monotonic() + START_PATIENCE
    while time.monotonic() < end:
        try:
            return _opened(address)
        except OSError:
            time.sleep(0.1)
    raise SpeechProblem("Speech Dispatcher does not start.", ADVICE)


def _opened(address: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(address))
    except OSError:
        connection.close()
        raise
    return connection


def _address() -> Path:
    """Where the server listens, as its own clients find it."""
    named = os.environ.get("SPEECHD_ADDRESS", "")
    if named.startswith("unix_socket:"):
        return Path(named.removeprefix("unix_socket:"))
    runtime = os.environ.get("XDG_RUNTIME_DIR") or Path.home() / ".cache"
    return Path(runtime) / "speech-dispatcher" / "speechd.sock"


def _start_server() -> None:
    program = shutil.which("speech-dispatcher")
    if program is None:
        raise SpeechProblem("Speech Dispatcher is missing.", ADVICE)
    subprocess.Popen(  # it goes into the background by itself
        [program, "--spawn"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).wait(timeout=START_PATIENCE)
