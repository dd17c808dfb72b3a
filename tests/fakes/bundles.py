"""A bundle that anybody can check in the head: it knows red, green and blue.

And one on disk, with right hashes, that can be listed, checked and removed, but not opened.
"""

import hashlib
from pathlib import Path

import numpy as np

from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Encoding

COLOURS = ("red", "green", "blue")
NO_TOKENS = np.zeros((0, 0), np.float32)


MANIFEST = """
format = 1
name = "{name}"
version = "3"
kind = "starter"
[parts.words]
file = "words.txt"
sha256 = "{hash}"
"""


def shelved_bundle(folder: Path, name: str = "mine", words: str = "sea lamp") -> Path:
    """A bundle's folder with one part, which holds ``words``."""
    folder.mkdir(parents=True)
    (folder / "words.txt").write_text(words)
    digest = hashlib.sha256(words.encode()).hexdigest()
    (folder / "bundle.toml").write_text(MANIFEST.format(name=name, hash=digest))
    return folder


def unit(values):
    vector = np.asarray(values, np.float32) + 1e-3
    return vector / np.linalg.norm(vector)


class MeanColour:
    """A picture's vector is its mean colour."""

    fingerprint = "colours"

    def encode(self, picture):
        pixels = np.frombuffer(picture.pixels, np.uint8).reshape(-1, 3)
        return Encoding(unit(pixels.mean(axis=0)), NO_TOKENS)


class ColourWords:
    """A poem's vector counts the words red, green and blue."""

    fingerprint = "colours"

    def encode(self, poems, cancel):
        for poem in poems:
            cancel.check()
            words = poem.text.lower().split()
            yield Encoding(unit([words.count(colour) for colour in COLOURS]), NO_TOKENS)


def colour_bundle(name="colours"):
    return Bundle(name, "1", "colours", MeanColour(), ColourWords(), good=0.5, strong=0.9)
