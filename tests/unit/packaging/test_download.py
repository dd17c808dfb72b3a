"""Downloading from a server on this machine that can break off, resume or lie."""

import http.server
import threading

import pytest
from ekphrasis_setup.download import download
from ekphrasis_setup.problem import SourceFailed

from tests.fakes.package_index import pinned

CONTENT = bytes(range(256)) * 4096
PINNED = pinned("model", CONTENT)
pytestmark = pytest.mark.network


class Server(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT as the server's ``manner`` says."""

    def do_GET(self):
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        start = int(wanted[6:-1]) if wanted and self.server.manner != "no ranges" else 0
        if self.server.manner == "gone":
            self.send_error(404)
            return
        self.send_response(206 if start else 200)
        body = CONTENT[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.manner == "breaks off":
            body = body[: len(body) // 2]
        if self.server.manner == "lies":
            body = b"?" * len(body)
        self.wfile.write(body)

    def log_message(self, *words):
        pass


@pytest.fixture
def server():
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    served.manner, served.ranges = "honest", []
    served.url = f"http://127.0.0.1:{served.server_port}/model"
    thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


def fetch(server, target, reports=None):
    download(server.url, PINNED, target, lambda *step: (reports or []).append(step))


def test_a_file_arrives_whole_and_verified(server, tmp_path):
    fetch(server, tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT


def test_progress_is_reported_up_to_the_end(server, tmp_path):
    reports = [(0, 0)]
    fetch(server, tmp_path / "model", reports)
    assert reports[-1] == (len(CONTENT), len(CONTENT))


@pytest.mark.parametrize("second", ["honest", "no ranges"])
def test_a_broken_off_download_goes_on_or_starts_again(second, server, tmp_path):
    server.manner = "breaks off"
    with pytest.raises(SourceFailed, match="broke off"):
        fetch(server, tmp_path / "model")
    half = len(CONTENT) // 2
    assert (tmp_path / "model.part").stat().st_size == half
    server.manner = second
    fetch(server, tmp_path / "model")
    assert server.ranges == [None, f"bytes={half}-"]
    assert (tmp_path / "model").read_bytes() == CONTENT


def test_an_altered_file_is_deleted(server, tmp_path):
    server.manner = "lies"
    with pytest.raises(SourceFailed, match="another file than expected"):
        fetch(server, tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_a_failed_source(server, tmp_path):
    server.manner = "gone"
    with pytest.raises(SourceFailed, match="404"):
        fetch(server, tmp_path / "model")


def test_no_server_at_all_is_a_failed_source(server, tmp_path):
    server.shutdown()
    server.server_close()
    with pytest.raises(SourceFailed, match=r"127\.0\.0\.1"):
        fetch(server, tmp_path / "model")
