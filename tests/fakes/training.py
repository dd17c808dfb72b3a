"""A small data set, MPNet and base bundle to train with, and a recipe that takes seconds."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import MPNetConfig, MPNetModel

from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.models.ce_clip.saving import save_bundle
from tests.fakes.ce_clip import livelier, small_contents

RECIPE = """
name = "small-ce-clip"
model = "ce-clip"
seed = 5
rerank = 3
[cross_encoder]
width = 48
layers = 2
heads = 4
feed_forward = 64
positions = 64
hidden = 24
dropout = 0.2
[loss]
negatives = 3
[steps]
learning_rate = 1e-3
batch = 6
micro_batch = 3
precision = "fp32"
checkpoint_every = 2
validation_pool = 4
[[stages]]
name = "warm-up"
epochs = 3
trains = ["cross-encoder"]
[[stages]]
name = "fine-tune"
epochs = 2
trains = ["cross-encoder", "clip"]
"""

CLIP_RECIPE = """
name = "small-clip"
model = "clip"
seed = 5
rerank = 0
[data]
part = 0.5
[steps]
learning_rate = 1e-3
batch = 4
micro_batch = 4
precision = "fp32"
checkpoint_every = 2
validation_pool = 4
[[stages]]
name = "fine-tune"
epochs = 2
trains = ["clip"]
"""

COLOURS = {"red": (220, 30, 30), "green": (30, 190, 40), "blue": (30, 40, 210)}


def pairs_folder(folder: Path, train: int = 16, val: int = 6, test: int = 8) -> Path:
    """Pictures of one colour with noise, and a line of verse that names it and a number."""
    chance = np.random.default_rng(0)
    (folder / "pictures").mkdir(parents=True)
    lines, splits = [], {"train": [], "val": [], "test": []}
    for number in range(train + val + test):
        name, colour = list(COLOURS.items())[number % 3]
        image = f"pictures/{number}.png"
        pixels = np.clip(chance.normal(colour, 40, (20, 24, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / image)
        poem = f"a {name} sea\nnumber {number}"
        lines.append(json.dumps({"image": image, "texts": [poem], "kind": "poem-pair"}))
        split = "train" if number < train else "val" if number < train + val else "test"
        splits[split].append(image)
    (folder / "pairs.jsonl").write_text("\n".join(lines))
    (folder / "splits.json").write_text(json.dumps(splits))
    return folder


def small_shelf(folder: Path) -> Shelf:
    """A shelf with a small CLIP under the published name, and a small MPNet fetched."""
    shelf = Shelf(folder / "own", folder / "program", folder / "fetched")
    save_bundle(small_contents(name="clip-vit-b-32"), shelf.own / "clip-vit-b-32")
    shape = MPNetConfig(
        vocab_size=12,
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    torch.manual_seed(1)
    (shelf.fetched / "mpnet").mkdir(parents=True)
    state = livelier(MPNetModel(shape), 2).state_dict()
    save_file(state, shelf.fetched / "mpnet" / "model.safetensors")
    return shelf
