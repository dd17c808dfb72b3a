import time

import pytest

from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech.engines.played import KEPT, PlayedEngine
from tests.fakes.sound import KeptOutput, LevelSynthesiser


@pytest.fixture
def synthesiser():
    return LevelSynthesiser()


@pytest.fixture
def output():
    return KeptOutput()


@pytest.fixture
def engine(synthesiser, output):
    engine = PlayedEngine(synthesiser, output)
    yield engine
    engine.close()


def until(condition):
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.002)


def speak(engine, text="one two", manner=None):
    outcomes = []
    utterance = engine.speak(text, manner or Manner(), lambda *_: None, outcomes.append)
    return utterance, outcomes


def test_what_was_prepared_is_not_made_again(engine, synthesiser, output):
    engine.prepare("next line", Manner())
    until(lambda: synthesiser.made)
    speak(engine, "next line")
    until(lambda: output.played)
    assert [text for text, _ in synthesiser.made] == ["next line"]


def test_what_was_prepared_in_another_manner_is_made_anew(engine, synthesiser, output):
    engine.prepare("next line", Manner(rate=1.0))
    until(lambda: synthesiser.made)
    speak(engine, "next line", Manner(rate=2.0))
    until(lambda: output.played)
    assert len(synthesiser.made) == 2


def test_another_volume_needs_no_new_sound(engine, synthesiser, output):
    speak(engine, manner=Manner(volume=0.5))
    until(lambda: len(output.played) == 1)
    speak(engine, manner=Manner(volume=0.8))
    until(lambda: len(output.played) == 2)
    assert [playing.volume for playing in output.played] == [0.5, 0.8]
    assert len(synthesiser.made) == 1


def test_only_a_few_sounds_are_kept(engine, synthesiser, output):
    for number in range(KEPT + 5):
        speak(engine, f"line {number}")
        until(lambda number=number: len(output.played) == number + 1)
    speak(engine, "line 0")
    until(lambda: len(output.played) == KEPT + 6)
    assert len(synthesiser.made) == KEPT + 6


def test_a_voice_that_breaks_has_failed(engine, synthesiser):
    synthesiser.broken = True
    _, outcomes = speak(engine)
    until(lambda: outcomes)
    assert outcomes == [Outcome.FAILED]


def test_without_a_sound_device_the_line_is_lost_and_the_next_one_tries_again(engine, output):
    output.missing = True
    _, outcomes = speak(engine)
    until(lambda: outcomes)
    assert outcomes == [Outcome.LOST]
    output.missing = False
    speak(engine)
    until(lambda: output.played)


def test_a_pause_before_the_sound_began_holds_it(engine, output):
    utterance, _ = speak(engine)
    utterance.pause()
    until(lambda: output.played)
    until(lambda: "pause" in output.played[0].asked)


def test_a_problem_while_preparing_is_nobodys_business(engine, synthesiser, output):
    synthesiser.broken = True
    engine.prepare("next line", Manner())
    time.sleep(0.05)
    synthesiser.broken = False
    _, outcomes = speak(engine, "next line")
    until(lambda: output.played)
    output.played[0].hear_all()
    assert outcomes == [Outcome.FINISHED]
