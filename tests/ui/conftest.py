"""The real window and all behind it; only the voice, the model and the picture are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ekphrasis_app.app import folders
from ekphrasis_app.app.finder import Answer
from ekphrasis_app.app.services import Services, put_together
from ekphrasis_app.domain.match import Match, Strength
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.library.store import Library
from ekphrasis_app.settings import Settings
from ekphrasis_app.ui.main import App
from ekphrasis_app.ui.main_thread import QtMainThread
from ekphrasis_app.ui.screen_reader import install_roles
from tests.fakes.app import GivenFinder, GivenSource, HeardCues
from tests.fakes.people import HARBOUR, SNOW, match
from tests.fakes.voice import HeardVoice

MATCHES = (
    match(HARBOUR, 1, Strength.STRONG),
    match(SNOW, 2, Strength.GOOD),
    Match(3, HARBOUR, 0.1, None, Strength.LOOSE),
)
PATIENCE = 6000
"""How often to look, each after 5 ms: background jobs make way for all else on a busy
computer."""
LANES = ("picture", "list", "folder", "sound file", "bundle", "use", "model", "removing")
"""How the names of the lanes begin whose work a test waits for."""
PICTURE = Picture(bytes(range(192)) * 16, 32, 32, Origin.FILE, "lighthouse", "/tmp/light.png")


@dataclass
class Visitor:
    """A person at the window: presses keys, hears sentences."""

    app: App
    voice: HeardVoice
    read_out: list[str]
    """What the screen reader was given to say."""

    @property
    def services(self) -> Services:
        return self.app.services

    @property
    def window(self):
        return self.app.window

    @property
    def state(self):
        return self.services.session.state

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    @property
    def said(self) -> list[str]:
        """All messages so far."""
        return list(self.services.announcer.messages)

    @property
    def heard(self) -> list[str]:
        """All that the own voice has said."""
        return self.voice.heard

    def press(self, *keys: str) -> list[str]:
        """Press keys and return what is heard from then on, when all has settled."""
        mark = len(self.heard)
        read_out = len(self.read_out)
        for key in keys:
            combination = QKeySequence(key)[0]
            handle = self.window.windowHandle()
            text = key if len(key) == 1 else ""
            if text:
                QTest.keyClick(handle, text)
            else:
                QTest.keyClick(handle, combination.key(), combination.keyboardModifiers())
            self.settle()
        return self.heard[mark:] + self.read_out[read_out:]

    def tap_control(self) -> None:
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Control)
        self.settle()

    def settle(self) -> None:
        """Wait until jobs, timers of no length and the voice have come to rest."""
        for _ in range(PATIENCE):
            QTest.qWait(5)
            busy = [lane for lane in self.services.jobs._running if lane.startswith(LANES)]
            if not busy and not self.services.announcer.speaking:
                return
        raise AssertionError(f"no rest: {busy or self.services.announcer.speaking}")

    def wait(self, seconds: float) -> None:
        QTest.qWait(int(1000 * seconds))
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)
        self.settle()

    def leave(self) -> None:
        """Close the window; nothing of it is left for the next test."""
        self.services.recital.stop()
        self.services.announcer.let_go()
        self.services.jobs.close()
        shiboken6.delete(self.window)
        self.services.library.close()

    def open_picture(self) -> None:
        """Open a picture for which three poems are found."""
        self.services.session.open(GivenSource(PICTURE))
        self.settle()
        assert self.state.matches == MATCHES

    def set(self, key: str, value) -> None:
        self.services.settings.set(key, value)
        QTest.qWait(5)


def services_for_tests(main: QtMainThread) -> tuple[Services, HeardVoice]:
    settings = Settings(folders.settings_path())
    library = Library.open(folders.library_path())
    library.add([HARBOUR, SNOW])
    voice = HeardVoice(main)
    finder = GivenFinder(Answer(MATCHES, "starter"))
    services = put_together(main, settings, library, finder, voice, HeardCues())
    return services, voice


@pytest.fixture(scope="session")
def roles(qapp):
    qapp.setStyle("Fusion")
    install_roles()
    return qapp


@pytest.fixture
def plain_look(roles):
    """What a test makes of fonts and colours is not left to the next one."""
    font, palette = roles.font(), roles.palette()
    yield
    roles.setStyleSheet("")
    roles.setFont(font)
    roles.setPalette(palette)


@pytest.fixture
def language():
    """What the window speaks: English, unless a module puts another in place of this."""


@contextmanager
def visiting() -> Iterator[Visitor]:
    """A person at a window of their own, who has answered that the own voice shall read."""
    services, voice = services_for_tests(QtMainThread())
    services.settings.set("reader", "own")
    app = App(services)
    app.window.resize(1000, 700)
    app.show()
    QTest.qWait(20)
    read_out: list[str] = []
    services.announcer.to_screen_reader = lambda text, urgent: read_out.append(text)
    person = Visitor(app, voice, read_out)
    person.settle()
    yield person
    person.leave()


@pytest.fixture
def visitor(roles, plain_look, language):
    """A person at the window."""
    with visiting() as person:
        yield person
