import wave

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, SpeechProblem
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.ports import Manner
from ekphrasis_app.speech.soundfile import BETWEEN_POEMS, RATE, write_wav
from ekphrasis_app.speech.verse import COMMA, STANZA
from tests.fakes.sound import LevelSynthesiser

POEM = Poem("p", "Title", "Ann", stanzas_of("one two,\nthree\n\nfour"))


def write(path, poems=(POEM,), synthesiser=None, volume=1.0, progress=None, cancel=None):
    write_wav(
        path,
        poems,
        synthesiser or LevelSynthesiser(),
        lambda role, language: Manner(language=language, volume=volume),
        lambda poem: f"by {poem.author}",
        progress or (lambda done, total: None),
        cancel or CancelToken(),
    )


def samples_of(path):
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def runs(samples):
    """The lengths of sound and silence by turns, in hundredths of a second."""
    edges = np.flatnonzero(np.diff(samples != 0)) + 1
    lengths = np.diff([0, *edges, len(samples)])
    return [round(100 * length / RATE) for length in lengths]


def test_titles_lines_and_pauses_are_in_the_file_in_order(tmp_path):
    path = tmp_path / "poem.wav"
    synthesiser = LevelSynthesiser()
    write(path, synthesiser=synthesiser)
    said = [text for text, _ in synthesiser.made]
    assert said == ["Title", "by Ann", "one two,", "three", "four"]
    title, _, about, _, first, after, second, gap, third, end = runs(samples_of(path))
    assert (title, about, first, second, third) == (10, 20, 20, 10, 10)
    assert (after, gap) == (round(100 * COMMA), round(100 * STANZA))
    assert end == round(100 * (STANZA + BETWEEN_POEMS))


def test_the_volume_is_in_the_samples(tmp_path):
    write(tmp_path / "soft.wav", volume=0.5)
    assert samples_of(tmp_path / "soft.wav").max() == 4000


def test_progress_counts_to_the_end(tmp_path):
    seen = []
    write(tmp_path / "two.wav", (POEM, POEM), progress=lambda *step: seen.append(step))
    assert seen == [(number, 10) for number in range(1, 11)]


def test_giving_up_leaves_nothing_behind_and_an_old_file_as_it_was(tmp_path):
    path = tmp_path / "poem.wav"
    path.write_bytes(b"old")
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        write(path, progress=lambda *_: cancel.cancel(), cancel=cancel)
    assert [file.name for file in tmp_path.iterdir()] == ["poem.wav"]
    assert path.read_bytes() == b"old"


def test_a_voice_that_breaks_leaves_nothing_behind(tmp_path):
    synthesiser = LevelSynthesiser()
    synthesiser.broken = True
    with pytest.raises(SpeechProblem, match="broken"):
        write(tmp_path / "poem.wav", synthesiser=synthesiser)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(SpeechProblem, match=r"poem\.wav could not be written: No such file"):
        write(tmp_path / "missing" / "poem.wav")
