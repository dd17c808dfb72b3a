import struct
import wave

import numpy as np
import pytest

from ekphrasis_app.speech.engines.soundfiles import read_sound

SAMPLES = np.array([0, 1000, -2000, 32767, -32768], np.int16)


def wav(path, samples=SAMPLES, channels=1, width=2):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(22050)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def chunk(name, data):
    return name + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)


def aiff(path, rate=b"\x40\x0d\xac\x44\0\0\0\0\0\0", kind=b"AIFF", compression=b"", bits=16):
    """A file as a Mac writes it; the rate is an 80-bit float, here 22 050."""
    common = struct.pack(">hIh", 1, len(SAMPLES), bits) + rate + compression
    samples = SAMPLES.astype("<i2" if compression == b"sowt" else ">i2").tobytes()
    body = (
        kind
        + chunk(b"COMM", common)
        + chunk(b"FLLR", b"x")
        + chunk(b"SSND", bytes(8) + samples)
    )
    path.write_bytes(b"FORM" + struct.pack(">I", len(body)) + body)
    return path


def test_a_wav_file_is_read(tmp_path):
    sound = read_sound(wav(tmp_path / "a.wav"))
    assert (sound.samples.tolist(), sound.rate) == (SAMPLES.tolist(), 22050)


def test_of_two_channels_the_first_is_taken(tmp_path):
    both = np.repeat(SAMPLES, 2)
    both[1::2] = 7
    assert read_sound(wav(tmp_path / "a.wav", both, 2)).samples.tolist() == SAMPLES.tolist()


@pytest.mark.parametrize(
    ("kind", "compression"), [(b"AIFF", b""), (b"AIFC", b"sowt"), (b"AIFC", b"NONE")]
)
def test_an_aiff_file_is_read(tmp_path, kind, compression):
    sound = read_sound(aiff(tmp_path / "a.aiff", kind=kind, compression=compression))
    assert (sound.samples.tolist(), sound.rate) == (SAMPLES.tolist(), 22050)


@pytest.mark.parametrize("make", [wav, aiff])
def test_a_file_that_is_cut_off_is_refused(tmp_path, make):
    path = make(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises((ValueError, EOFError)):
        read_sound(path)


def test_an_empty_sound_is_refused(tmp_path):
    with pytest.raises(ValueError, match="empty"):
        read_sound(wav(tmp_path / "a.wav", SAMPLES[:0]))


def test_other_widths_than_sixteen_bits_are_refused(tmp_path):
    with pytest.raises(ValueError, match="16 bits"):
        read_sound(wav(tmp_path / "a.wav", width=1))
    with pytest.raises(ValueError, match="16 bits"):
        read_sound(aiff(tmp_path / "a.aiff", bits=8))


def test_what_is_no_sound_file_is_refused(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"nothing of the kind, but long enough to be one")
    with pytest.raises(ValueError):
        read_sound(tmp_path / "a.wav")
