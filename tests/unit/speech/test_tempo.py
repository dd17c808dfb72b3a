import numpy as np
import pytest

from ekphrasis_app.ports import Sound, WordMark
from ekphrasis_app.speech.tempo import faster

RATE = 22050


def note(hz, seconds=1.0):
    time = np.arange(round(seconds * RATE)) / RATE
    return (12000 * np.sin(2 * np.pi * hz * time)).astype(np.int16)


def loudest(samples):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 16))
    return float(np.argmax(spectrum) * RATE / (1 << 16))


@pytest.mark.parametrize("factor", [1.5, 2.33, 4.0])
@pytest.mark.parametrize("hz", [110, 440, 1500])
def test_it_is_shorter_at_the_same_pitch_and_loudness(factor, hz):
    sound = faster(Sound(note(hz), RATE), factor)
    assert len(sound.samples) == pytest.approx(RATE / factor, abs=2)
    assert loudest(sound.samples) == pytest.approx(hz, rel=0.02)
    middle = sound.samples[1000:-1000].astype(float)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(12000 / np.sqrt(2), rel=0.1)


def test_words_keep_their_place_in_the_sound():
    words = (WordMark(0.0, 0, 3), WordMark(0.6, 4, 3))
    sound = faster(Sound(note(220), RATE, words), 2.0)
    assert sound.words == (WordMark(0.0, 0, 3), WordMark(0.3, 4, 3))


def test_a_click_in_the_middle_is_still_in_the_middle():
    samples = np.zeros(RATE, np.int16)
    samples[RATE // 2 : RATE // 2 + 200] = note(800)[:200]
    sound = faster(Sound(samples, RATE), 2.0)
    at = int(np.argmax(np.abs(sound.samples)))
    assert at / len(sound.samples) == pytest.approx(0.5, abs=0.05)


def test_at_normal_speed_and_for_silence_nothing_is_done():
    sound = Sound(note(220), RATE)
    assert faster(sound, 1.0) is sound
    nothing = Sound(np.zeros(0, np.int16), RATE)
    assert faster(nothing, 3.0) is nothing
