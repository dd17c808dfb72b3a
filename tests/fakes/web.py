"""A web server on this machine: files with ranges, broken connections, refusals."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What the server has, and what it was asked for (path, range, second).

    ``breaks`` maps a path to how many bytes it sends before it hangs up, once, and
    ``halts`` to how many before it falls silent, until ``goes_on`` is set;
    ``refuses`` to the statuses that it answers with first; ``moved`` to another path.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    breaks: dict[str, int] = field(default_factory=dict)
    halts: dict[str, int] = field(default_factory=dict)
    goes_on: threading.Event = field(default_factory=threading.Event)
    refuses: dict[str, list[int]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    address: str = ""

    def url(self, path: str) -> str:
        return f"{self.address}/{path}"

    def times(self, path: str) -> int:
        return sum(one == path for one, _, _ in self.asked)


@contextmanager
def serving() -> Iterator[Site]:
    """A site at a free port of 127.0.0.1, for a test marked ``network``."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.lstrip("/")
            wanted = self.headers.get("Range", "")
            site.asked.append((path, wanted, time.monotonic()))
            site.agents.add(self.headers.get("User-Agent", ""))
            if site.refuses.get(path):
                self._refuse(site.refuses[path].pop(0))
            elif path in site.moved:
                self.send_response(302)
                self.send_header("Location", site.url(site.moved[path]))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif path not in site.files:
                self._refuse(404)
            else:
                self._send(path, site.files[path], wanted)

        def _refuse(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _send(self, path: str, data: bytes, wanted: str) -> None:
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            if start >= len(data) > 0 and wanted:
                self._refuse(416)
                return
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            end = site.breaks.pop(path, len(data))
            if path in site.halts:
                halt = site.halts.pop(path)
                self.wfile.write(data[start:halt])
                site.goes_on.wait()
                start = halt
            self.wfile.write(data[start:end])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.goes_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
