"""Sound files as the platforms' voices write them: WAV, and AIFF on a Mac."""

import struct
import wave
from pathlib import Path

import numpy as np

from ekphrasis_app.ports import Sound


def read_sound(path: Path) -> Sound:
    """The samples of a 16-bit file, its first channel; ``ValueError`` if it is not whole.

    Apple, "Audio Interchange File Format AIFF-C", 1991.
    """
    data = path.read_bytes()
    sound = _read_aiff(data) if data[:4] == b"FORM" else _read_wave(path)
    if not len(sound.samples):
        raise ValueError("the sound file is empty")
    return sound


def _read_wave(path: Path) -> Sound:
    try:
        with wave.open(str(path)) as file:
            if file.getsampwidth() != 2:
                raise ValueError("the sound file is not of 16 bits")
            frames = file.readframes(file.getnframes())
            if len(frames) < file.getnframes() * file.getnchannels() * 2:
                raise ValueError("the sound file is cut off")
            samples = np.frombuffer(frames, "<i2")[:: file.getnchannels()]
            return Sound(samples.copy(), file.getframerate())
    except wave.Error as error:
        raise ValueError(str(error)) from error


def _read_aiff(data: bytes) -> Sound:
    chunks = _chunks(data)
    if not {b"COMM", b"SSND"} <= chunks.keys():
        raise ValueError("the sound file is cut off")
    channels, _frames, bits = struct.unpack(">hIh", chunks[b"COMM"][:8])
    if bits != 16:
        raise ValueError("the sound file is not of 16 bits")
    little = chunks[b"COMM"][18:22] == b"sowt"
    samples = np.frombuffer(chunks[b"SSND"][8:], "<i2" if little else ">i2")
    return Sound(samples[::channels].astype(np.int16), _extended(chunks[b"COMM"][8:18]))


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of an IFF file by name; an unfinished last one is left out."""
    chunks = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        if at + 8 + size > len(data):
            break
        chunks[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return chunks


def _extended(number: bytes) -> int:
    """A sample rate: an 80-bit float, whole in practice."""
    exponent = int.from_bytes(number[:2], "big") - 16383
    return int.from_bytes(number[2:], "big") >> (63 - exponent)
