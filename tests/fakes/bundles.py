"""A bundle that anybody can check in the head: it knows red, green and blue."""

import numpy as np

from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Encoding

COLOURS = ("red", "green", "blue")
NO_TOKENS = np.zeros((0, 0), np.float32)


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
