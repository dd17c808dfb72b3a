"""Answers as Speech Dispatcher would, and writes down what it was asked to say.

Usage: fake_speech_dispatcher.py SOCKET FILE; each line of FILE is time, kind and text,
separated by tabs; kinds are say, char, key, sound_icon and stop.
"""

import html
import itertools
import re
import socketserver
import sys
import time
from pathlib import Path

_numbers = itertools.count(1)


class Connection(socketserver.StreamRequestHandler):
    """One program that wants to speak, in the protocol SSIP."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            words = line.decode().rstrip("\r\n").split(" ", 1)
            if words[0].upper() == "QUIT":
                self._answer("231 HAPPY HACKING")
                return
            self._obey(words[0].upper(), words[1] if len(words) > 1 else "")

    def _obey(self, command: str, text: str) -> None:
        match command:
            case "SPEAK":
                self._answer("230 OK RECEIVING DATA")
                self._spoken("say", " ".join(self._lines()))
            case "CHAR" | "KEY" | "SOUND_ICON":
                self._spoken(command.lower(), text)
            case "STOP" | "CANCEL":
                self._log("stop", "")
                self._answer("210 OK STOPPED")
            case "HISTORY":
                self._answer("245-1", "245 OK CLIENT ID SENT")
            case "LIST":
                self._answer("249-Fake\ten\tnone", "249 OK VOICE LIST SENT")
            case "GET":
                self._answer("251-0", "251 OK GET RETURNED")
            case _:
                self._answer("208 OK")

    def _lines(self) -> list[str]:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return lines

    def _spoken(self, kind: str, text: str) -> None:
        self._log(kind, text)
        number = next(_numbers)
        self._answer(
            f"225-{number}",
            "225 OK MESSAGE QUEUED",
            *(f"701-{number}", "701-1", "701 BEGIN"),
            *(f"702-{number}", "702-1", "702 END"),
        )

    def _answer(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def _log(self, kind: str, text: str) -> None:
        plain = html.unescape(re.sub("<[^>]+>", "", text))
        with Path(sys.argv[2]).open("a", encoding="utf-8") as file:
            file.write(f"{time.time():.3f}\t{kind}\t{plain}\n")


class Server(socketserver.ThreadingUnixStreamServer):
    """Listens on the socket of the first argument."""

    daemon_threads = True


if __name__ == "__main__":
    Server(sys.argv[1], Connection).serve_forever()
