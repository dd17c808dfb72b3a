import itertools
import shutil
import wave

import numpy as np
import pytest

from ekphrasis_app.audio import recipe
from ekphrasis_app.audio.cues import CuePlayer, sound_in
from ekphrasis_app.domain.cue import Cue
from tests.fakes.sound import KeptOutput


@pytest.fixture
def folder(project):
    return project / "assets" / "cues"


@pytest.fixture
def sounds(folder):
    return {cue: sound_in(recipe.file_of(folder, cue)) for cue in Cue}


def test_every_file_is_what_its_recipe_gives(folder, sounds):
    for cue, notes in recipe.read(folder).items():
        assert np.array_equal(sounds[cue].samples, recipe.rendered(notes)), cue


def test_every_cue_is_short(sounds):
    for cue, sound in sounds.items():
        if cue is not Cue.WORKING:
            assert len(sound.samples) / sound.rate <= 0.2, cue


def test_every_cue_can_be_heard_but_is_quieter_than_a_voice(sounds):
    for cue, sound in sounds.items():
        peak = np.abs(sound.samples.astype(int)).max() / 32768
        assert 0.02 < peak <= 0.26, cue


def test_no_cue_begins_or_ends_with_a_click(sounds):
    for cue, sound in sounds.items():
        assert abs(int(sound.samples[0])) < 200, cue
        assert abs(int(sound.samples[-1])) < 200, cue


def test_any_two_cues_differ_in_pitch_or_shape(sounds):
    for (one, first), (other, second) in itertools.combinations(sounds.items(), 2):
        alike = pitch_of(first) == pytest.approx(pitch_of(second), rel=0.12)
        same_length = len(first.samples) == pytest.approx(len(second.samples), rel=0.2)
        assert not (alike and same_length), (one, other)


def test_a_cue_is_played_at_its_volume(folder):
    output = KeptOutput()
    CuePlayer(output, folder, lambda cue: 0.4).play(Cue.FOUND)
    [(sound, volume)] = output.cues
    assert volume == 0.4
    assert len(sound.samples) > 1000


def test_a_cue_that_is_off_stays_silent(folder):
    output = KeptOutput()
    CuePlayer(output, folder, lambda cue: 0.0).play(Cue.FOUND)
    assert output.cues == []


def test_a_missing_or_broken_file_stays_silent(tmp_path):
    output = KeptOutput()
    (tmp_path / "error.wav").write_bytes(b"no sound")
    player = CuePlayer(output, tmp_path, lambda cue: 1.0)
    player.play(Cue.FOUND)
    player.play(Cue.ERROR)
    assert output.cues == []


def test_the_recipe_can_be_rendered_anew(folder, tmp_path):
    shutil.copy(folder / "recipe.toml", tmp_path)
    recipe.write(tmp_path)
    with wave.open(str(tmp_path / "found.wav")) as file:
        assert file.getframerate() == recipe.RATE
    assert {path.stem for path in tmp_path.glob("*.wav")} == {cue.name.lower() for cue in Cue}


def pitch_of(sound):
    """The loudest frequency of the first and of the last third."""
    third = len(sound.samples) // 3
    thirds = (sound.samples[:third], sound.samples[-third:])
    return [loudest_frequency(part, sound.rate) for part in thirds]


def loudest_frequency(samples, rate):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8192))
    return float(np.argmax(spectrum) * rate / 8192)
