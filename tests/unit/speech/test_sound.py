import numpy as np
import pytest

from ekphrasis_app.ports import Sound, WordMark
from ekphrasis_app.speech.sound import resampled, trimmed


def test_silence_at_both_ends_goes_and_the_words_move_with_it():
    samples = np.zeros(1000, np.int16)
    samples[200:700] = 5000
    sound = trimmed(Sound(samples, 1000, (WordMark(0.0, 0, 1), WordMark(0.5, 2, 1))))
    assert len(sound.samples) == 500
    assert [word.seconds for word in sound.words] == pytest.approx([0.0, 0.3])


def test_silence_alone_becomes_nothing():
    assert len(trimmed(Sound(np.zeros(500, np.int16), 1000)).samples) == 0


def test_another_rate_keeps_the_length_in_seconds():
    sound = resampled(Sound(np.full(800, 700, np.int16), 16000), 22050)
    assert len(sound.samples) / sound.rate == pytest.approx(0.05, abs=0.001)
    assert set(sound.samples) == {700}
