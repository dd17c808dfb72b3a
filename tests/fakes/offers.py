"""CLIP's weights as they are published, made small, on a server of this machine."""

import hashlib

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch
from safetensors.torch import save

from ekphrasis_app.models.bundles import Shelf
from tests.fakes.ce_clip import MERGES, small_clip
from tests.fakes.web import Site

LINES = "#version: 0.2\n" + "\n".join(" ".join(pair) for pair in MERGES)
OFFER = """
[{table}]
publisher = "{publisher}"
megabytes = {megabytes}
bundle = "clip-vit-b-32"
file = "{file}"
url = "{url}"
sha256 = "{sha256}"
licence = "MIT"
"""


def offering(
    site: Site, shelf: Shelf, pinned: bool = True, sources: tuple[str, ...] = ("laion",)
) -> dict[str, bytes]:
    """Puts weights and vocabulary on the site, and the list of offers on the shelf.

    Returns what is there of each source, by its name, which is its path on the site.
    """
    weights = {name: save(published(seed=n)) for n, name in enumerate(sources)}
    site.files |= {"merges.txt": LINES.encode(), **weights}
    told = "format = 1\n[networks]\n" + _offer(site, "vocabulary", "merges.txt", True)
    for name in sources:
        told += _offer(site, f"offers.{name}", name, pinned)
    (shelf.program / "bundles.toml").write_text(told)
    return weights


def _offer(site: Site, table: str, path: str, pinned: bool) -> str:
    data = site.files[path]
    return OFFER.format(
        table=table,
        publisher={"openai": "OpenAI"}.get(path, path.upper()),
        megabytes=round(len(data) / 1_000_000),
        file=path if path == "merges.txt" else f"{path}.safetensors",
        url=site.url(path),
        sha256=hashlib.sha256(data).hexdigest() if pinned else "",
    )


def published(seed: int = 0, dtype=torch.float32) -> dict:
    """Tensors by open_clip's names, of the small shape."""
    generator = torch.Generator().manual_seed(seed)
    wide, deep, words, shared = 64, 2, small_clip().vocabulary, 32
    shapes = {
        "logit_scale": (),
        "token_embedding.weight": (words, wide),
        "positional_embedding": (24, wide),
        "ln_final.weight": (wide,),
        "ln_final.bias": (wide,),
        "text_projection": (wide, shared),
        "visual.class_embedding": (wide,),
        "visual.positional_embedding": (5, wide),
        "visual.conv1.weight": (wide, 3, 16, 16),
        "visual.ln_pre.weight": (wide,),
        "visual.ln_pre.bias": (wide,),
        "visual.ln_post.weight": (wide,),
        "visual.ln_post.bias": (wide,),
        "visual.proj": (wide, shared),
    }
    for block in ("transformer", "visual.transformer"):
        for layer in range(deep):
            at = f"{block}.resblocks.{layer}"
            shapes |= {
                f"{at}.ln_1.weight": (wide,),
                f"{at}.ln_1.bias": (wide,),
                f"{at}.ln_2.weight": (wide,),
                f"{at}.ln_2.bias": (wide,),
                f"{at}.attn.in_proj_weight": (3 * wide, wide),
                f"{at}.attn.in_proj_bias": (3 * wide,),
                f"{at}.attn.out_proj.weight": (wide, wide),
                f"{at}.attn.out_proj.bias": (wide,),
                f"{at}.mlp.c_fc.weight": (4 * wide, wide),
                f"{at}.mlp.c_fc.bias": (4 * wide,),
                f"{at}.mlp.c_proj.weight": (wide, 4 * wide),
                f"{at}.mlp.c_proj.bias": (wide,),
            }
    return {
        name: (0.1 * torch.randn(shape, generator=generator)).to(dtype)
        for name, shape in shapes.items()
    }
