"""CLIP's embeddings and tokens equal open_clip's, from open_clip's tensors."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch
from safetensors.torch import load_file

from ekphrasis_app.models.ce_clip import tensors
from ekphrasis_app.models.ce_clip.clip import Clip
from ekphrasis_app.models.ce_clip.config import ClipConfig

pytestmark = pytest.mark.skipif(
    find_spec("open_clip") is None or find_spec("ftfy") is None,
    reason="needs open_clip: pip install --no-deps open_clip_torch ftfy wcwidth",
)

SMALL = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 64, "layers": 2, "width": 128, "patch_size": 16},
    "text_cfg": {
        "context_length": 24,
        "vocab_size": 519,
        "width": 128,
        "heads": 2,
        "layers": 2,
    },
}
PUBLISHED = {
    "embed_dim": 512,
    "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 32},
    "text_cfg": {
        "context_length": 77,
        "vocab_size": 49408,
        "width": 512,
        "heads": 8,
        "layers": 12,
    },
}


def compare(folder: Path, shape: dict, activation: str) -> ClipConfig:
    """Fails unless both networks, with the same tensors and inputs, say the same."""
    shape = shape | {"quick_gelu": activation == "quick_gelu"}
    program = Path(__file__).with_name("open_clip_reference.py")
    command = [sys.executable, str(program), str(folder), json.dumps(shape)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    weights, found = load_file(folder / "weights"), load_file(folder / "found")
    renamed = tensors.by_transformers_names(weights)
    network = Clip(tensors.config_of(renamed, activation)).eval()
    tensors.load(network.network, renamed)
    with torch.inference_mode():
        pictures, poems = network.pictures(found["pixels"]), network.poems(found["ids"])
    close = {"atol": 2e-5, "rtol": 1e-4}
    torch.testing.assert_close(pictures.vectors, found["pictures"], **close)
    torch.testing.assert_close(pictures.tokens[:, 1:], found["patches"], **close)
    torch.testing.assert_close(poems.vectors, found["poems"], **close)
    return network.config


@pytest.mark.parametrize("activation", ["quick_gelu", "gelu"])
def test_small_networks_agree(tmp_path, activation):
    compare(tmp_path, SMALL, activation)


def test_the_wrong_activation_would_be_noticed(tmp_path, monkeypatch):
    right = tensors.config_of
    monkeypatch.setattr(tensors, "config_of", lambda found, _: right(found, "gelu"))
    with pytest.raises(AssertionError, match="not close"):
        compare(tmp_path, SMALL, "quick_gelu")


def test_the_published_network_agrees(tmp_path):
    assert compare(tmp_path, PUBLISHED, "quick_gelu") == ClipConfig()
