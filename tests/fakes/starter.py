"""The starter's cross-encoder made small: one narrow layer with random weights."""

import numpy as np

from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Encoding

PLACES, WIDTH, INNER, HIDDEN = 8, 24, 32, 6
ATTENTION = "encoder.layer.0.attention."
SHAPES = {
    "enter": (WIDTH, PLACES),
    **{f"{ATTENTION}attn.{name}": (WIDTH, WIDTH) for name in "qkvo"},
    "encoder.layer.0.intermediate.dense": (INNER, WIDTH),
    "encoder.layer.0.output.dense": (WIDTH, INNER),
    "hidden": (HIDDEN, WIDTH),
}
NORMS = ("embeddings.LayerNorm", f"{ATTENTION}LayerNorm", "encoder.layer.0.output.LayerNorm")


def cross_tensors(seed=0):
    chance = np.random.default_rng(seed)
    tensors = {"scale": np.float32(4), "kind": chance.standard_normal((2, WIDTH))}
    tensors["out.weight"] = chance.standard_normal((1, HIDDEN))
    for name, shape in SHAPES.items():
        tensors[f"{name}.weight"] = chance.standard_normal(shape) / 2
        tensors[f"{name}.bias"] = chance.standard_normal(shape[0]) / 2
    for name in NORMS:
        tensors[f"{name}.weight"] = 1 + chance.standard_normal(WIDTH) / 4
        tensors[f"{name}.bias"] = chance.standard_normal(WIDTH) / 4
    return {name: np.asarray(value, np.float32) for name, value in tensors.items()}


def places(count, seed):
    chance = np.random.default_rng(seed)
    return unit(chance.standard_normal((count, PLACES)).astype(np.float32))


def picture(seed=0):
    """A picture's encoding: its place, the 1 that meets what poems append, and its parts."""
    tokens = places(5, seed)
    return Encoding(np.append(tokens[0], np.float32(1)), tokens)


def poem(lines, seed):
    """A poem's encoding, of so many lines."""
    tokens = places(lines, seed)
    return Encoding(np.append(unit(tokens.mean(axis=0)), np.float32(-0.1)), tokens)
