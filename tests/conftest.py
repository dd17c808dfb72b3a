"""What every test gets: folders of its own, a closed network, a log without surprises."""

import logging
import os
import re
import signal
from pathlib import Path

import pytest

from tests.ears import ear, sound_card, speech_dispatcher
from tests.offline import closed_network

__all__ = ["ear", "sound_card", "speech_dispatcher"]

PROJECT = Path(__file__).resolve().parent.parent
SHARED_DATA = PROJECT.parent / "shared" / "data"


def pytest_configure() -> None:
    """Close the network here and in every Python process that a test starts."""
    closed_network.close_network()
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(PROJECT / "tests" / "offline"), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # A shell has what it starts in the background ignore the key that stops a program, and
    # so would each program that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # The window would otherwise speak the language of whoever runs the tests.
    os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch) -> Path:
    """The user's folder of Ekphrasis: a new and empty one for each test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("EKPHRASIS_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _network(request, monkeypatch):
    """Other machines are out of reach; this one is reached by tests marked ``network``."""
    if request.node.get_closest_marker("network"):
        monkeypatch.setenv(closed_network.LOOPBACK, "1")
    closed_network.attempts.clear()
    yield
    assert not closed_network.attempts, f"the test called out to {closed_network.attempts}"


@pytest.fixture(autouse=True)
def _screen(request, monkeypatch) -> None:
    """Programs started by tests marked ``screen`` open real windows, others none."""
    if request.node.get_closest_marker("screen"):
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")


class Surprises(logging.Handler):
    """Keeps what was logged as a warning or worse, and which of it a test expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, pattern: str) -> None:
        """The test fails unless a line that ``pattern`` is found in is logged."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [
            line for line in self.lines if not any(re.search(p, line) for p in self.expected)
        ]

    def missing(self) -> list[str]:
        return [p for p in self.expected if not any(re.search(p, line) for line in self.lines)]


@pytest.fixture(autouse=True)
def warnings_logged():
    """Fails the test on a warning in the log that it did not announce by ``expect``."""
    surprises, root = Surprises(), logging.getLogger()
    before = list(root.handlers)
    root.addHandler(surprises)
    yield surprises
    for handler in set(root.handlers).difference(before):
        root.removeHandler(handler)
        handler.close()
    assert not surprises.unexpected(), "unexpected in the log"
    assert not surprises.missing(), "expected in the log, but not there"


@pytest.fixture
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture
def shared_data() -> Path:
    """Pictures and texts that lie beside the project on some machines."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the folder ../shared/data, which is not on this machine")
    return SHARED_DATA
