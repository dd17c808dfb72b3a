"""What really leaves the loudspeaker, recorded from a sound card that plays into nothing.

The limits here are twice those that the bench measures: tests share their computer.
"""

import threading
import time

import numpy as np
import pytest

from ekphrasis_app.audio.cues import CuePlayer
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.domain.place import Place
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech.engines.dispatcher import Dispatcher
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.reader import Listener
from tests.listening import Load, Stage

pytestmark = pytest.mark.sound

LINE = "Bright morning comes upon the hill, and all the gardens wake"
POEM = Poem("dawn", "", "", (("Bright morning,", "wide awake."), ("Then night.",)))


@pytest.fixture
def stage(sound_card, ear):
    try:
        Espeak()
    except SpeechProblem as problem:
        pytest.skip(str(problem))
    stage = Stage(sound_card, ear)
    yield stage
    stage.close()


def test_the_voice_is_heard_soon_and_falls_silent_at_once(stage):
    assert np.median([stage.seconds_to_sound(f"{LINE} {n}") for n in range(5)]) < 0.15
    assert np.median([stage.seconds_to_silence(f"{LINE} {n}") for n in range(5)]) < 0.1


def test_the_next_line_follows_a_key_soon(stage):
    assert np.median([stage.seconds_to_next(LINE, f"Then {n} {LINE}") for n in range(3)]) < 0.15


@pytest.mark.parametrize("factor", [1.0, 3.0])
def test_each_word_is_told_while_it_is_heard(stage, factor):
    assert np.median(np.abs(stage.drifts(factor))) < 0.1
    assert max(map(abs, stage.drifts(factor))) < 0.15


def test_a_poem_is_heard_with_its_pauses(stage):
    started = time.perf_counter()
    places = []
    assert stage.read(POEM, 30, Listener(moved=places.append))
    end = stage.ear.last_sound(started)
    heard = stage.ear.sound(started, started + end)
    assert 1.5 < np.count_nonzero(np.abs(heard) > 300) / 48000 * 2 < end
    assert places[0] == Place(0, 0, 0)
    assert places[-1] == Place(1, 0, 1)


def test_a_paused_voice_is_silent_and_goes_on(stage):
    asked, utterance, over = stage.speak(LINE)
    stage.ear.first_sound(asked)
    time.sleep(0.3)
    utterance.pause()
    paused = time.perf_counter()
    assert stage.ear.last_sound(paused) < 0.15
    resumed = time.perf_counter()
    utterance.resume()
    assert stage.ear.first_sound(resumed) < 0.3
    assert over.wait(20)


def test_a_stop_does_not_click(stage):
    asked, utterance, _ = stage.speak("Oooooh")
    stage.ear.first_sound(asked)
    time.sleep(0.2)
    stopped = time.perf_counter()
    utterance.stop()
    end = stage.ear.last_sound(stopped)
    heard = stage.ear.sound(asked, stopped + end + 0.2).astype(int)
    last = np.flatnonzero(np.abs(heard) > 100)[-1]
    fall = np.abs(np.diff(heard[last - 200 :]))
    loudest = np.abs(np.diff(heard)).max()
    assert fall.max() < loudest


def test_a_cue_is_heard_beside_the_voice(stage, project):
    cues = CuePlayer(stage.player, project / "assets" / "cues", lambda cue: 1.0)
    played = time.perf_counter()
    cues.play(Cue.FOUND)
    assert stage.ear.first_sound(played) < 0.15
    stage.ear.last_sound(played)
    asked, _, over = stage.speak(LINE)
    stage.ear.first_sound(asked)
    cues.play(Cue.ERROR)
    assert over.wait(20)


def test_hardly_anything_is_broken_off_beside_a_model_at_full_load(stage):
    lines = tuple(f"{LINE} {number}," for number in range(20))
    stage.player.underruns = 0
    with Load():
        stage.read(Poem("load", "", "", (lines,)), seconds=15)
    # Six came in ten minutes where other programs wanted two cores three times over.
    assert stage.player.underruns <= 1


def test_headphones_that_are_pulled_and_plugged_in_again(stage):
    outcomes = []
    told = threading.Event()

    def done(outcome):
        outcomes.append(outcome)
        told.set()

    asked = time.perf_counter()
    stage.voice.speak(LINE * 3, Manner(), lambda *_: None, done)
    stage.ear.first_sound(asked)
    stage.card.pull()
    assert told.wait(10)
    assert outcomes == [Outcome.LOST]
    told.clear()
    stage.voice.speak(LINE, Manner(), lambda *_: None, done)
    assert told.wait(10)
    assert outcomes == [Outcome.LOST, Outcome.LOST]
    told.clear()
    stage.card.start()
    stage.voice.speak("Here again", Manner(), lambda *_: None, done)
    assert told.wait(20)
    assert outcomes[-1] == Outcome.FINISHED
    assert stage.problems == []


def test_the_real_speech_dispatcher_is_heard_and_stops(speech_dispatcher, ear):
    engine = Dispatcher()
    words, over = [], threading.Event()
    asked = time.perf_counter()
    engine.speak(
        "Bright morning comes", Manner(), lambda *word: words.append(word), lambda _: over.set()
    )
    assert ear.first_sound(asked, patience=20) < 10
    assert over.wait(20)
    assert words == [(0, 6), (7, 7), (15, 5)]
    ear.last_sound(asked)
    asked = time.perf_counter()
    utterance = engine.speak(LINE, Manner(), lambda *_: None, lambda _: None)
    ear.first_sound(asked, patience=20)
    stopped = time.perf_counter()
    utterance.stop()
    assert ear.last_sound(stopped) < 0.5
    engine.close()
