import time

import pytest

from ekphrasis_app.app.voice import cue_volume, manners, open_voice
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Manner
from ekphrasis_app.settings import Settings
from ekphrasis_app.speech import registry
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


def test_the_engine_changes_with_the_settings_at_once(settings, player, scripted):
    voice = open_voice(settings, player, print, print)
    assert voice.key == "espeak"
    settings.set("engine", "dispatcher")
    assert voice.key == "dispatcher"
    settings.set("reader", "screen-reader")
    assert voice.key == "screen-reader"
    settings.set("reader", "own")
    assert voice.key == "dispatcher"


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
