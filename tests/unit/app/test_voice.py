import os
import sys
import threading
import time

import pytest

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.voice import EngineChoice, cue_volume, manners, open_voice
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Manner
from ekphrasis_app.settings import Settings
from ekphrasis_app.speech import registry
from tests.fakes.app import HeardAnnouncer
from tests.fakes.engine import ScriptedEngine
from tests.fakes.sound import HandStream


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def stream():
    return HandStream()


@pytest.fixture
def player(stream):
    player = Player(stream.open, stream.clock)
    yield player
    player.close()


@pytest.fixture
def scripted(monkeypatch):
    """Each real engine is a scripted one here."""
    monkeypatch.setattr(registry, "Espeak", object)
    monkeypatch.setattr(registry, "PlayedEngine", lambda synthesiser, output: ScriptedEngine())
    monkeypatch.setattr(registry, "Dispatcher", ScriptedEngine)


def test_a_manner_is_what_the_settings_say_at_that_moment(settings):
    manner = manners(settings)
    assert manner(Role.POEM, "de") == Manner(language="de")
    settings.set("rate", 200)
    settings.set("pitch", 120)
    settings.set("volume", 50)
    settings.set("voice.poem", "anna")
    assert manner(Role.POEM, "de") == Manner("anna", "de", 2.0, 1.2, 0.5)
    assert manner(Role.TITLE, "de").voice == ""


def test_cues_obey_their_settings(settings):
    settings.set("cue_volume", 40)
    assert cue_volume(settings, Cue.FOUND) == 0.4
    settings.set("cue.found", False)
    assert cue_volume(settings, Cue.FOUND) == 0.0
    assert cue_volume(settings, Cue.ERROR) == 0.4
    settings.set("cues", False)
    assert cue_volume(settings, Cue.ERROR) == 0.0


def test_every_cue_has_a_setting(settings):
    for cue in Cue:
        assert isinstance(settings[f"cue.{cue.name.lower()}"], bool)


class House:
    """The voice and the settings, and what is said of them; all on this thread."""

    def __init__(self, settings, player):
        self.loop = PlainLoop()
        self.settings = settings
        self.jobs = Jobs(self.loop)
        self.announcer = HeardAnnouncer()
        self.problems = []
        self.voice = open_voice(settings, player, print, print)
        EngineChoice(self.voice, settings, self.jobs, self.announcer, self.problems.append)

    def settle(self):
        assert self.loop.run_until(lambda: not self.jobs.busy("voice"), 5)


@pytest.fixture
def house(settings, player, scripted):
    house = House(settings, player)
    yield house
    house.jobs.close()


@pytest.fixture
def slow(scripted, monkeypatch):
    """Speech Dispatcher takes until the test lets it, and fails if the test wants that."""

    class Slow:
        def __init__(self):
            self.let = threading.Event()
            self.asked = threading.Event()
            self.missing = False

        def __call__(self):
            self.asked.set()
            assert self.let.wait(5)
            if self.missing:
                raise SpeechProblem("Speech Dispatcher does not answer.")
            return ScriptedEngine()

    slow = Slow()
    monkeypatch.setattr(registry, "Dispatcher", slow)
    return slow


def test_the_engine_changes_with_the_settings(house):
    assert house.voice.key == "espeak"
    house.settings.set("engine", "dispatcher")
    house.settle()
    assert house.voice.key == "dispatcher"
    house.settings.set("reader", "screen-reader")
    house.settle()
    assert house.voice.key == "screen-reader"
    house.settings.set("reader", "own")
    assert house.voice.key == "dispatcher", "one that is there takes no time"
    assert house.announcer.heard == ["The speech engine is now Scripted."], "who reads is told"


def test_nobody_waits_for_an_engine_and_the_old_one_speaks_on(slow, house):
    house.settings.set("engine", "dispatcher")
    assert slow.asked.wait(5)
    assert house.voice.key == "espeak"
    assert house.announcer.heard == []
    slow.let.set()
    house.settle()
    assert house.voice.key == "dispatcher"
    assert house.announcer.heard == ["The speech engine is now Scripted."]


def test_an_engine_that_cannot_be_used_is_told_and_the_settings_go_back(slow, house):
    slow.missing = True
    house.settings.set("engine", "dispatcher")
    slow.let.set()
    house.settle()
    assert house.voice.key == "espeak"
    assert house.settings.text("engine") == "auto"
    assert [str(problem) for problem in house.problems] == [
        "Speech Dispatcher does not answer."
    ]
    assert house.announcer.heard == ["The speech engine is still Scripted."]


def test_who_changes_their_mind_meanwhile_keeps_the_last_choice(slow, house):
    house.settings.set("engine", "dispatcher")
    assert slow.asked.wait(5)
    house.settings.set("engine", "espeak")
    slow.let.set()
    house.loop.run_until(lambda: False, 0.2)
    assert house.voice.key == "espeak"
    assert house.announcer.heard == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has niceness by thread")
def test_the_threads_of_a_new_engine_are_as_quick_as_all_of_the_voice(house, monkeypatch):
    seen = []

    def engine():
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return ScriptedEngine()

    monkeypatch.setattr(registry, "Dispatcher", engine)
    other = House(Settings(), Player(HandStream().open))
    other.settings.set("engine", "dispatcher")
    other.settle()
    assert seen == [os.getpriority(os.PRIO_PROCESS, threading.get_native_id())]


def test_the_device_is_opened_before_it_is_needed(settings, player, stream, scripted):
    open_voice(settings, player, print, print)
    wait_until(lambda: stream.opened == 1)


def test_without_a_device_it_says_so_once_and_goes_on(settings, player, stream, scripted):
    stream.missing = True
    told = []
    voice = open_voice(settings, player, print, told.append)
    wait_until(lambda: told)
    assert [str(problem) for problem in told] == ["No sound output was found on this computer."]
    assert voice.key == "espeak"


def wait_until(condition):
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)
