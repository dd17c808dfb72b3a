import pytest

from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.speech import registry
from tests.fakes.sound import KeptOutput, LevelSynthesiser


@pytest.fixture
def bare(monkeypatch):
    """A computer without any voice."""

    def missing(*_):
        raise SpeechProblem("It is missing.")

    for engine in ("Espeak", "Pyttsx3", "Dispatcher"):
        monkeypatch.setattr(registry, engine, missing)


def best(wish="auto"):
    return registry.best_engine(wish, KeptOutput(), lambda problem: None)


def test_without_any_voice_the_last_resort_is_text_on_screen(bare):
    engine = best()
    assert engine.key == registry.SILENT
    assert not engine.capabilities.audible


def test_the_screen_reader_is_only_taken_when_it_is_wished_for(bare):
    assert best(registry.SCREEN_READER).key == registry.SCREEN_READER
    assert best("espeak").key == registry.SILENT


def test_silence_can_be_wished_for():
    assert best(registry.SILENT).key == registry.SILENT


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_every_engine_is_a_candidate_once_on_every_platform(monkeypatch, platform):
    monkeypatch.setattr(registry.sys, "platform", platform)
    keys = [one.key for one in registry.candidates(KeptOutput(), lambda sentence: None)]
    assert sorted(keys) == ["dispatcher", "espeak", "pyttsx3", "screen-reader", "silent"]
    assert keys[0] == ("espeak" if platform == "linux" else "pyttsx3")
    assert keys[-1] == "silent"


def test_sound_files_are_made_by_the_wished_for_voice_or_another(monkeypatch):
    def missing():
        raise SpeechProblem("It is missing.")

    made = {"espeak": LevelSynthesiser, "pyttsx3": missing}
    monkeypatch.setattr(registry, "SYNTHESISERS", made)
    assert isinstance(registry.best_synthesiser("pyttsx3"), LevelSynthesiser)
    monkeypatch.setattr(registry, "SYNTHESISERS", {"espeak": missing})
    with pytest.raises(SpeechProblem, match="sound file"):
        registry.best_synthesiser("auto")
