"""A Speech Dispatcher that says nothing: each word takes a moment, and marks are told."""

import contextlib
import itertools
import re
import socket
import socketserver
import threading

WORD_SECONDS = 0.03
VOICES = (
    "English (Test)\ten-gb\tnone",
    "English (Test)+Adam\ten-gb\tnone",
    "Deutsch (Test)\tde\tnone",
)

NORMAL = {"GET RATE": 20, "GET PITCH": 0, "GET VOLUME": 80}
"""What the person has set."""


class FakeDispatcher:
    """Listens at ``path``; ``said`` keeps the texts, ``commands`` all else."""

    def __init__(self, path):
        self.said = []
        self.commands = []
        self.deaf = False
        self.connections = []
        self._server = _Server(str(path), _Connection)
        self._server.fake = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        for connection in self.connections:
            connection.shut()


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


class _Connection(socketserver.StreamRequestHandler):
    numbers = itertools.count(1)

    def setup(self):
        super().setup()
        self.fake = self.server.fake
        self.fake.connections.append(self)
        self.lock = threading.Lock()
        self.cancelled = threading.Event()

    def handle(self):
        for raw in self.rfile:
            line = raw.decode().strip()
            if self.fake.deaf:
                continue
            if line == "SPEAK":
                self.put("230 OK RECEIVING DATA")
                self.speak()
            elif line == "CANCEL SELF":
                self.cancelled.set()
                self.put("210 OK CANCELED")
            elif line == "LIST SYNTHESIS_VOICES":
                self.put(*(f"249-{voice}" for voice in VOICES), "249 OK VOICE LIST SENT")
            elif line in NORMAL:
                self.put(f"251-{NORMAL[line]}", "251 OK GET RETURNED")
            else:
                self.fake.commands.append(line)
                self.put("208 OK")

    def speak(self):
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        text = "\n".join(lines)
        self.fake.said.append(re.sub(r"<[^>]+>", "", text))
        number = next(self.numbers)
        self.cancelled.set()
        self.cancelled = threading.Event()
        self.put(f"225-{number}", "225 OK MESSAGE QUEUED")
        marks = re.findall(r'<mark name="([^"]+)"/>', text)
        threading.Thread(
            target=self.say, args=(number, marks, self.cancelled), daemon=True
        ).start()

    def say(self, number, marks, cancelled):
        self.event(number, "701 BEGIN")
        for mark in marks:
            self.event(number, f"700-{mark}", "700 INDEX MARK")
            if cancelled.wait(WORD_SECONDS):
                self.event(number, "703 CANCELED")
                return
        self.event(number, "702 END")

    def event(self, number, *lines):
        code = lines[-1][:3]
        self.put(f"{code}-{number}", f"{code}-1", *lines)

    def put(self, *lines):
        # The program may have gone, and so has what it asked for.
        with self.lock, contextlib.suppress(OSError, ValueError):
            self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def shut(self):
        with contextlib.suppress(OSError):  # it may have been shut before
            self.connection.shutdown(socket.SHUT_RDWR)
