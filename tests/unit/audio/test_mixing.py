import numpy as np
import pytest

from ekphrasis_app.audio.mixing import FADE, Mixer, Playing, Track, as_block


def level(seconds=1.0, value=0.5, rate=1000):
    return np.full(round(seconds * rate), value, np.float32)


def filled(mixer, count=200):
    block = np.full(count, 9.0, np.float32)
    mixer.fill(block)
    return block


def steps(block):
    return np.abs(np.diff(block)).max()


def test_nothing_playing_is_silence():
    assert not filled(Mixer()).any()


def test_a_track_is_played_once_from_its_beginning_to_its_end():
    mixer = Mixer()
    mixer.playing = Playing(Track(np.linspace(0.1, 0.2, 250, dtype=np.float32), faded_in=True))
    first, second, third = (filled(mixer, 100) for _ in range(3))
    heard = np.concatenate((first, second, third[:50]))
    assert heard == pytest.approx(np.linspace(0.1, 0.2, 250))
    assert not third[50:].any()
    assert mixer.playing.voice.over


def test_the_volume_scales_the_samples():
    mixer = Mixer()
    mixer.playing = Playing(Track(level(), volume=0.5, faded_in=True))
    assert filled(mixer) == pytest.approx(0.25)


def test_a_track_comes_up_without_a_click():
    mixer = Mixer()
    mixer.playing = Playing(Track(level()))
    block = filled(mixer)
    assert steps(np.concatenate(([0.0], block))) < 0.01
    assert block[-1] == pytest.approx(0.5)


def test_a_track_taken_away_fades_out_without_a_click():
    mixer = Mixer()
    mixer.playing = Playing(Track(level(), faded_in=True))
    before = filled(mixer)
    mixer.playing = Playing()
    after = filled(mixer)
    assert steps(np.concatenate((before, after))) < 0.01
    assert not after[FADE:].any()


def test_a_voice_that_takes_anothers_place_fades_across():
    mixer = Mixer()
    mixer.playing = Playing(Track(level(), faded_in=True))
    before = filled(mixer)
    mixer.playing = Playing(Track(level()))
    assert steps(np.concatenate((before, filled(mixer)))) < 0.01


def test_a_cue_sounds_beside_the_voice_and_takes_nothing_from_it():
    mixer = Mixer()
    voice = Track(level(value=0.3), faded_in=True)
    mixer.playing = Playing(voice, (Track(level(value=0.2), faded_in=True),))
    assert filled(mixer) == pytest.approx(0.5)
    assert voice.at == 200


def test_too_much_is_held_at_full_scale():
    mixer = Mixer()
    mixer.playing = Playing(Track(level(value=0.9), faded_in=True), (Track(level(value=0.9)),))
    assert filled(mixer).max() == 1.0


def test_samples_at_another_rate_keep_length_and_pitch():
    seconds = np.arange(2000) / 1000
    samples = (20000 * np.sin(2 * np.pi * 50 * seconds)).astype(np.int16)
    block = as_block(samples, rate=1000, device_rate=3000)
    assert len(block) == 6000
    crossings = np.count_nonzero(np.diff(np.signbit(block)))
    assert crossings == pytest.approx(200, abs=2)


def test_full_scale_in_sixteen_bits_is_one():
    assert as_block(np.array([-32768, 16384], np.int16), 1000, 1000).tolist() == [-1.0, 0.5]
