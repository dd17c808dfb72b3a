"""Poems read aloud without a window."""

import pytest

from ekphrasis_app.app import aloud
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Capabilities, Outcome
from ekphrasis_app.settings import Settings
from tests.fakes.people import HARBOUR, SNOW


def fast():
    """Settings that make the pauses of verse short."""
    settings = Settings()
    settings.set("rate", 600)
    return settings


class Quiet:
    """An utterance that is over as soon as it was begun."""

    def stop(self): ...
    def pause(self): ...
    def resume(self): ...


class QuickVoice:
    """A voice that keeps what it is told to say and is done at once."""

    name = "quick"
    key = "espeak"
    capabilities = Capabilities()

    def __init__(self, fails_at=None):
        self.said, self.closed, self.fails_at = [], False, fails_at

    def voices(self):
        return ()

    def prepare(self, text, manner): ...

    def speak(self, text, manner, marked, done):
        self.said.append(text)
        done(Outcome.LOST if len(self.said) == self.fails_at else Outcome.FINISHED)
        return Quiet()

    def close(self):
        self.closed = True


class OpenPlayer:
    """A player that needs no device."""

    closed = False

    def open(self): ...

    def close(self):
        OpenPlayer.closed = True


@pytest.fixture
def house(monkeypatch):
    """Reads with the voice that the test hands in; no time passes between poems."""
    monkeypatch.setattr(aloud, "Player", OpenPlayer)
    monkeypatch.setattr(aloud, "BETWEEN_POEMS", 0)

    def with_voice(voice):
        wishes = []
        monkeypatch.setattr(
            aloud, "best_engine", lambda wish, *rest: wishes.append(wish) or voice
        )
        return wishes

    return with_voice


def test_each_poem_is_read_with_its_title_and_author(house):
    voice = QuickVoice()
    house(voice)
    aloud.read_aloud([HARBOUR], fast(), print)
    said = " ".join(voice.said)
    places = [said.index(each) for each in (HARBOUR.title, HARBOUR.author, HARBOUR.lines[0])]
    assert places == sorted(places)
    assert voice.closed
    assert OpenPlayer.closed


def test_poems_are_read_in_their_order(house):
    voice = QuickVoice()
    house(voice)
    aloud.read_aloud([HARBOUR, SNOW], fast(), print)
    said = " ".join(voice.said)
    assert said.index("the turns") < said.index("Snow on the wall")


def test_a_voice_that_fails_in_the_middle_is_told_and_everything_closed(house):
    voice = QuickVoice(fails_at=2)
    house(voice)
    with pytest.raises(SpeechProblem, match="gone away"):
        aloud.read_aloud([SNOW], fast(), print)
    assert voice.closed


def test_where_only_silence_is_left_it_says_so(house):
    voice = QuickVoice()
    voice.key = "silent"
    house(voice)
    with pytest.raises(SpeechProblem, match="No voice works"):
        aloud.read_aloud([SNOW], fast(), print)
    assert voice.said == []


def test_who_asks_to_hear_poems_hears_them_though_the_voice_is_off(house):
    wishes = house(QuickVoice())
    settings = fast()
    settings.set("engine", "silent")
    aloud.read_aloud([SNOW], settings, print)
    assert wishes == ["auto"]


def test_without_a_sound_output_nothing_is_begun(house, monkeypatch):
    def no_device(self):
        raise SpeechProblem("No sound output was found.")

    monkeypatch.setattr(OpenPlayer, "open", no_device)
    house(QuickVoice())
    with pytest.raises(SpeechProblem, match="No sound output"):
        aloud.read_aloud([SNOW], fast(), print)
