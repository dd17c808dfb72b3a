import time

import pytest

from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech import fallback
from ekphrasis_app.speech.fallback import Candidate, FallbackEngine
from tests.fakes.engine import ScriptedEngine


class Named(ScriptedEngine):
    def __init__(self, name):
        super().__init__()
        self.name = name
        self.closed = 0

    def close(self):
        self.closed += 1


class Desk:
    """Three engines in order, and what was told."""

    def __init__(self, wish="auto", missing=()):
        self.engines = {name: Named(name) for name in ("best", "second", "last")}
        self.missing = set(missing)
        self.made = []
        self.told = []
        self.outcomes = []
        self.voice = FallbackEngine(
            [Candidate(name, lambda name=name: self.make(name)) for name in self.engines],
            wish,
            self.told.append,
        )

    def make(self, name):
        if name in self.missing:
            raise SpeechProblem("It is missing.")
        self.made.append(name)
        return self.engines[name]

    def speak(self, text="A line"):
        return self.voice.speak(text, Manner(), lambda *_: None, self.outcomes.append)


def until(condition):
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def test_the_best_engine_is_chosen():
    desk = Desk()
    assert (desk.voice.key, desk.voice.name, desk.made) == ("best", "best", ["best"])


def test_the_wish_comes_before_the_best():
    assert Desk(wish="last").voice.key == "last"


def test_a_wish_that_cannot_be_met_is_passed_over():
    assert Desk(wish="last", missing=["last"]).voice.key == "best"


def test_engines_that_are_missing_are_passed_over_without_a_word():
    desk = Desk(missing=["best", "second"])
    assert desk.voice.key == "last"
    assert desk.told == []


def test_without_any_engine_there_is_a_sentence():
    with pytest.raises(SpeechProblem, match="no voice"):
        Desk(missing=["best", "second", "last"])


def test_a_broken_engine_is_dropped_with_one_sentence_and_the_next_says_the_line():
    desk = Desk()
    desk.speak()
    desk.engines["best"].saying.end(Outcome.FAILED)
    assert desk.engines["second"].said == ["A line"]
    assert [str(told) for told in desk.told] == [
        "The voice best stopped working. second takes its place."
    ]
    desk.engines["second"].saying.end()
    assert desk.outcomes == [Outcome.FINISHED]
    until(lambda: desk.engines["best"].closed == 1)


def test_a_hanging_engine_is_dropped_too(monkeypatch):
    monkeypatch.setattr(fallback, "PATIENCE", 0.05)
    monkeypatch.setattr(fallback, "SLOWEST_CHARACTER", 0.0)
    desk = Desk()
    desk.speak()
    until(lambda: desk.engines["second"].said == ["A line"])
    assert len(desk.told) == 1


def test_an_engine_that_says_no_word_for_long_hangs(monkeypatch):
    monkeypatch.setattr(fallback, "PATIENCE", 0.05)
    desk = Desk()
    desk.speak("A line that would take many seconds to say")
    until(lambda: desk.engines["second"].said)


def test_an_engine_that_speaks_slowly_does_not_hang(monkeypatch):
    monkeypatch.setattr(fallback, "PATIENCE", 0.05)
    desk = Desk()
    desk.speak()
    desk.engines["best"].saying.hear("line")
    time.sleep(0.2)
    assert desk.told == []


def test_an_engine_that_is_paused_does_not_hang(monkeypatch):
    monkeypatch.setattr(fallback, "PATIENCE", 0.05)
    monkeypatch.setattr(fallback, "SLOWEST_CHARACTER", 0.0)
    desk = Desk()
    desk.speak().pause()
    time.sleep(0.2)
    assert desk.told == []


def test_when_the_last_one_breaks_the_line_has_failed():
    desk = Desk()
    desk.speak()
    for name in desk.engines:
        desk.engines[name].saying.end(Outcome.FAILED)
    assert desk.outcomes == [Outcome.FAILED]
    assert len(desk.told) == 2


def test_an_engine_that_was_dropped_is_not_tried_again_by_itself():
    desk = Desk()
    desk.speak()
    desk.engines["best"].saying.end(Outcome.FAILED)
    desk.speak("Another")
    assert desk.engines["second"].said[-1] == "Another"
    assert desk.engines["best"].said == ["A line"]


def test_a_lost_sound_device_is_not_the_engines_fault():
    desk = Desk()
    desk.speak()
    desk.engines["best"].saying.end(Outcome.LOST)
    assert desk.outcomes == [Outcome.LOST]
    assert (desk.voice.key, desk.told) == ("best", [])


def test_another_engine_can_be_chosen_at_any_time_and_the_old_one_falls_silent():
    desk = Desk()
    desk.speak()
    desk.voice.choose("last")
    assert desk.outcomes == [Outcome.STOPPED]
    desk.speak("Another")
    assert desk.engines["last"].said == ["Another"]


def test_going_back_to_an_engine_does_not_make_it_anew():
    desk = Desk()
    desk.voice.choose("last")
    desk.voice.choose("best")
    assert desk.made == ["best", "last"]


def test_choosing_again_gives_a_dropped_engine_a_new_try():
    desk = Desk()
    desk.speak()
    desk.engines["best"].saying.end(Outcome.FAILED)
    desk.voice.choose("best")
    assert desk.voice.key == "best"
    assert desk.made == ["best", "second", "best"]


def test_an_engine_only_for_those_who_wish_it_is_never_fallen_back_on():
    mine, theirs = Named("mine"), Named("theirs")
    candidates = [
        Candidate("theirs", lambda: theirs, only_if_wished=True),
        Candidate("mine", lambda: mine),
    ]
    assert FallbackEngine(candidates, "auto", print).key == "mine"
    assert FallbackEngine(candidates, "theirs", print).key == "theirs"


def test_stop_and_pause_reach_the_engine_that_took_over():
    desk = Desk()
    utterance = desk.speak()
    desk.engines["best"].saying.end(Outcome.FAILED)
    utterance.pause()
    utterance.resume()
    utterance.stop()
    assert desk.engines["second"].saying.asked == ["pause", "resume", "stop"]
    assert desk.outcomes == [Outcome.STOPPED]


def test_closing_closes_every_engine_that_was_made():
    desk = Desk()
    desk.voice.choose("last")
    desk.voice.close()
    assert [engine.closed for engine in desk.engines.values()] == [1, 0, 1]


def test_getting_ready_changes_nothing_yet():
    desk = Desk()
    desk.voice.make("last")
    assert (desk.voice.key, desk.made) == ("best", ["best", "last"])
    assert desk.voice.ready("last")
    desk.voice.choose("last")
    assert (desk.voice.key, desk.made) == ("last", ["best", "last"])


def test_getting_ready_for_a_wish_that_cannot_be_met_is_told():
    desk = Desk(missing=["second"])
    assert not desk.voice.ready("second")
    with pytest.raises(SpeechProblem, match="missing"):
        desk.voice.make("second")
    assert desk.voice.key == "best"


def test_getting_ready_for_the_best_takes_the_best_that_can_be_made():
    desk = Desk(wish="last", missing=["best"])
    desk.voice.make("auto")
    assert desk.made == ["last", "second"]


def test_of_an_engine_that_was_made_twice_at_the_same_time_one_is_kept():
    made = []

    def slow():
        made.append(Named("slow"))
        engine = made[-1]
        if len(made) == 1:
            voice.make("slow")
        return engine

    candidates = [Candidate("quick", lambda: Named("quick")), Candidate("slow", slow)]
    voice = FallbackEngine(candidates, "quick", print)
    voice.make("slow")
    assert [engine.closed for engine in made] == [1, 0]
    voice.close()
    assert [engine.closed for engine in made] == [1, 1]
