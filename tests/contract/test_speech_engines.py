"""What every way of speaking promises; an engine that is not here is skipped by name."""

import threading
import time

import pytest

from ekphrasis_app.app.transcript import Recorded
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, SpeechProblem
from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech.engines import ssip
from ekphrasis_app.speech.engines.dispatcher import Dispatcher
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.engines.played import PlayedEngine
from ekphrasis_app.speech.engines.pyttsx3 import Pyttsx3
from ekphrasis_app.speech.engines.silent import ScreenReader, Silent
from ekphrasis_app.speech.fallback import Candidate, FallbackEngine
from tests.fakes.sound import HastyOutput, LevelSynthesiser
from tests.fakes.speech_dispatcher import FakeDispatcher
from tests.fakes.voice import HeardVoice

LINE = "The lamp goes round, and nobody counts the turns"
QUICK = Manner(rate=2.0)
PATIENCE = 15.0


def silent():
    return Silent(lambda seconds, call: hurried(seconds, call))


def hurried(seconds, call):
    timer = threading.Timer(seconds / HastyOutput.HURRY, call)
    timer.daemon = True
    timer.start()
    return timer


class Timers:
    """A main thread whose timers go off by themselves."""

    def post(self, call):
        call()

    def later(self, seconds, call):
        return hurried(seconds, call).cancel


@pytest.fixture
def fake_dispatcher(tmp_path, monkeypatch):
    path = tmp_path / "ssip"
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{path}")
    server = FakeDispatcher(path)
    yield server
    server.close()


def played(make):
    return lambda request: PlayedEngine(make(), HastyOutput())


def with_fake_dispatcher(request):
    request.getfixturevalue("fake_dispatcher")
    return Dispatcher()


ENGINES = {
    "espeak": played(Espeak),
    "pyttsx3": played(Pyttsx3),
    "speech dispatcher": with_fake_dispatcher,
    "screen reader": lambda request: ScreenReader(lambda text: None, hurried),
    "silent": lambda request: silent(),
    "the first that works": lambda request: FallbackEngine(
        [Candidate("level", lambda: PlayedEngine(LevelSynthesiser(), HastyOutput()))],
        "auto",
        lambda problem: None,
    ),
    "recorded": lambda request: Recorded(
        PlayedEngine(LevelSynthesiser(), HastyOutput()),
        request.getfixturevalue("tmp_path") / "transcript",
    ),
    "fake": played(LevelSynthesiser),
    "fake that is only heard": lambda request: HeardVoice(Timers(), seconds=2.0),
}


@pytest.fixture(params=list(ENGINES))
def engine(request):
    try:
        engine = ENGINES[request.param](request)
    except SpeechProblem as problem:
        pytest.skip(str(problem))
    yield engine
    engine.close()


class Told:
    """What an engine told of one text."""

    def __init__(self):
        self.words = []
        self.outcomes = []
        self.over = threading.Event()

    def marked(self, start, length):
        self.words.append((start, length))

    def done(self, outcome):
        self.outcomes.append(outcome)
        self.over.set()

    def wait(self):
        assert self.over.wait(PATIENCE), "the engine never told the end"
        return self.outcomes


def speak(engine, text=LINE, manner=QUICK):
    told = Told()
    return engine.speak(text, manner, told.marked, told.done), told


def test_it_has_a_name_to_be_chosen_by(engine):
    assert engine.name.strip()


def test_speak_returns_at_once_and_the_end_is_told_once(engine):
    started = time.monotonic()
    _, told = speak(engine)
    assert time.monotonic() - started < 0.1
    assert told.wait() == [Outcome.FINISHED]
    time.sleep(0.05)
    assert told.outcomes == [Outcome.FINISHED]


def test_words_are_told_in_order_and_lie_within_the_text(engine):
    _, told = speak(engine)
    told.wait()
    if not engine.capabilities.word_times:
        assert told.words == []
        return
    starts = [start for start, _ in told.words]
    assert starts == sorted(set(starts))
    said = [LINE[start : start + length] for start, length in told.words]
    assert said[:3] == ["The", "lamp", "goes"]
    assert all(word.strip() and word in LINE for word in said)


def test_stop_is_told_once_and_no_word_comes_after_it(engine):
    utterance, told = speak(engine)
    utterance.stop()
    assert told.wait() == [Outcome.STOPPED]
    words = list(told.words)
    utterance.stop()
    time.sleep(0.2)
    assert (told.outcomes, told.words) == ([Outcome.STOPPED], words)


def test_stop_in_the_middle_ends_it(engine):
    utterance, told = speak(engine, LINE * 4)
    time.sleep(0.15)
    utterance.stop()
    assert told.wait() == [Outcome.STOPPED]


def test_a_new_text_takes_the_place_of_the_old_one(engine):
    _, first = speak(engine, LINE * 4)
    _, second = speak(engine, "Then silence")
    assert first.wait() == [Outcome.STOPPED]
    assert second.wait() == [Outcome.FINISHED]


def test_hush_stops_what_is_being_said(engine):
    _, told = speak(engine, LINE * 4)
    engine.hush()
    assert told.wait() == [Outcome.STOPPED]
    engine.hush()


def test_a_pause_keeps_the_place_or_is_a_stop(engine):
    utterance, told = speak(engine, LINE * 2)
    time.sleep(0.1)
    utterance.pause()
    time.sleep(0.6)
    if engine.capabilities.pause_in_line:
        assert told.outcomes == []
        utterance.resume()
        assert told.wait() == [Outcome.FINISHED]
    else:
        assert told.wait() != [Outcome.FAILED]


def test_a_paused_text_can_be_stopped(engine):
    utterance, told = speak(engine)
    utterance.pause()
    utterance.stop()
    assert told.wait() == [Outcome.STOPPED]


def test_a_hint_at_what_comes_next_changes_nothing(engine):
    _, told = speak(engine, "First")
    engine.prepare("Second", QUICK)
    engine.prepare("Third", QUICK)
    assert told.wait() == [Outcome.FINISHED]
    _, told = speak(engine, "Second")
    assert told.wait() == [Outcome.FINISHED]


def test_the_voices_have_names_of_their_own_and_languages(engine):
    voices = engine.voices()
    assert len({voice.id for voice in voices}) == len(voices)
    assert all(voice.name and voice.language for voice in voices)
    assert voices or not engine.capabilities.audible


def test_a_voice_or_language_that_is_not_there_is_no_failure(engine):
    _, told = speak(engine, "Word", Manner(voice="no such voice", language="tlh", rate=2.0))
    assert told.wait() == [Outcome.FINISHED]


def test_text_without_a_word_ends_too(engine):
    _, told = speak(engine, "…")
    assert told.wait() == [Outcome.FINISHED]


def test_closing_ends_what_is_being_said(engine):
    _, told = speak(engine, LINE * 4)
    engine.close()
    assert told.wait() in ([Outcome.STOPPED], [Outcome.FAILED])


@pytest.fixture(params=[Espeak, Pyttsx3, LevelSynthesiser])
def synthesiser(request):
    try:
        synthesiser = request.param()
    except SpeechProblem as problem:
        pytest.skip(str(problem))
    yield synthesiser
    synthesiser.close()


def seconds_of(sound):
    return len(sound.samples) / sound.rate


def test_a_text_becomes_sound_with_its_words_in_it(synthesiser):
    sound = synthesiser.synthesise(LINE, Manner(), CancelToken())
    assert sound.samples.dtype == "int16"
    assert abs(sound.samples.astype(int)).max() > 1000
    times = [word.seconds for word in sound.words]
    assert times == sorted(times)
    assert all(0 <= at <= seconds_of(sound) for at in times)
    assert bool(times) == synthesiser.capabilities.word_times


def test_what_was_given_up_before_it_began_is_not_made(synthesiser):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        synthesiser.synthesise(LINE, Manner(), cancel)
    assert seconds_of(synthesiser.synthesise(LINE, Manner(), CancelToken())) > 0


@pytest.mark.parametrize("factor", [2, 6])
@pytest.mark.parametrize("make", [Espeak, Pyttsx3])
def test_voices_can_be_hurried_six_times(make, factor):
    try:
        synthesiser = make()
    except SpeechProblem as problem:
        pytest.skip(str(problem))
    normal = seconds_of(synthesiser.synthesise(LINE, Manner(), CancelToken()))
    fast = seconds_of(synthesiser.synthesise(LINE, Manner(rate=factor), CancelToken()))
    synthesiser.close()
    assert normal / fast == pytest.approx(factor, rel=0.2)


def test_a_dispatcher_that_dies_is_told_as_a_failure(fake_dispatcher):
    engine = Dispatcher()
    _, told = speak(engine, LINE * 10)
    time.sleep(0.1)
    fake_dispatcher.close()
    assert told.wait() == [Outcome.FAILED]


def test_a_dispatcher_is_told_manner_and_language(fake_dispatcher):
    engine = Dispatcher()
    _, told = speak(engine, "Wort & <Ende>", Manner(language="de", rate=6.0, volume=0.5))
    told.wait()
    engine.close()
    assert "SET SELF LANGUAGE de" in fake_dispatcher.commands
    assert "SET SELF RATE 100" in fake_dispatcher.commands
    assert "SET SELF VOLUME -10" in fake_dispatcher.commands
    assert fake_dispatcher.said == ["Wort &amp; &lt;Ende&gt;"]


def test_at_normal_a_dispatcher_speaks_as_its_owner_has_set_it(fake_dispatcher):
    engine = Dispatcher()
    speak(engine, manner=Manner())[1].wait()
    engine.close()
    assert "SET SELF RATE 20" in fake_dispatcher.commands
    assert "SET SELF PITCH 0" in fake_dispatcher.commands
    assert "SET SELF VOLUME 80" in fake_dispatcher.commands


def test_variants_of_a_dispatchers_voices_are_left_out(fake_dispatcher):
    engine = Dispatcher()
    assert [voice.id for voice in engine.voices()] == ["English (Test)", "Deutsch (Test)"]
    engine.close()


def test_a_dispatcher_that_does_not_answer_is_a_problem_in_words(fake_dispatcher, monkeypatch):
    monkeypatch.setattr(ssip, "PATIENCE", 0.1)
    fake_dispatcher.deaf = True
    with pytest.raises(SpeechProblem, match="does not answer"):
        Dispatcher()


def test_a_dispatcher_that_falls_deaf_is_told_as_a_failure(fake_dispatcher, monkeypatch):
    engine = Dispatcher()
    monkeypatch.setattr(ssip, "PATIENCE", 0.1)
    fake_dispatcher.deaf = True
    _, told = speak(engine)
    assert told.wait() == [Outcome.FAILED]
    engine.close()


def test_the_screen_reader_is_given_each_text_once():
    given = []
    engine = ScreenReader(given.append, hurried)
    _, told = speak(engine, "Three poems")
    told.wait()
    assert given == ["Three poems"]
