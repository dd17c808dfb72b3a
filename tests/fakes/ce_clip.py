"""CE-CLIP made small: the published shapes with fewer and narrower layers."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch

from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.models.bundle import Bundle, open_bundle
from ekphrasis_app.models.ce_clip.clip import Clip
from ekphrasis_app.models.ce_clip.config import ClipConfig, CrossConfig
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from ekphrasis_app.models.ce_clip.saving import Contents, save_bundle
from ekphrasis_app.models.ce_clip.words import tokenizer_of
from ekphrasis_app.training.scoring import poem_of

MERGES = [("t", "h"), ("th", "e</w>"), ("s", "e"), ("se", "a</w>"), ("o", "f</w>")]
VERSES = (
    "The sea goes out and leaves the stones to sing",
    "A lamp\nin the window of the mill",
    "Of the grey geese\nonly the last looks back\nand the reeds are still",
    "Snow",
)


def small_clip(**changes: int | str) -> ClipConfig:
    shape = {
        "picture_size": 32,
        "patch": 16,
        "picture_width": 64,
        "picture_layers": 2,
        "picture_heads": 1,
        "vocabulary": 512 + len(MERGES) + 2,
        "context": 24,
        "poem_width": 64,
        "poem_layers": 2,
        "poem_heads": 1,
        "shared": 32,
    }
    return ClipConfig(**{**shape, **changes})


def small_cross(**changes: int | str | float) -> CrossConfig:
    shape = {
        "width": 48,
        "layers": 2,
        "heads": 4,
        "feed_forward": 64,
        "positions": 64,
        "hidden": 24,
    }
    return CrossConfig(**{**shape, **changes})


def livelier(network: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Weights large enough that what goes in makes a difference to what comes out."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += 0.1 * torch.randn(parameter.shape, generator=generator)
    return network.eval()


def small_contents(seed: int = 0, cross: CrossConfig | None = None, **changes) -> Contents:
    torch.manual_seed(seed)
    clip = livelier(Clip(small_clip()), seed)
    scorer = livelier(CrossEncoder(cross, 32), seed + 1).state_dict() if cross else None
    contents = {
        "name": "small",
        "version": "1",
        "clip": clip.network.state_dict(),
        "clip_config": clip.config,
        "tokenizer": tokenizer_of(MERGES).to_str(),
        "card": "# Made by a test\n",
        "cross": scorer,
        "cross_config": cross or CrossConfig(),
        "settings": {"device": "cpu"},
    }
    return Contents(**{**contents, **changes})


def small_bundle(folder: Path, cross: CrossConfig | None = None, **changes) -> Bundle:
    save_bundle(small_contents(cross=cross, **changes), folder)
    return open_bundle(folder, folder.parent / "fetched")


def noise(seed: int = 0, width: int = 40, height: int = 36) -> Picture:
    pixels = np.random.default_rng(seed).integers(0, 256, 3 * width * height, np.uint8)
    return Picture(pixels.tobytes(), width, height, Origin.FILE)


def verses() -> list:
    return [poem_of(text) for text in VERSES]
