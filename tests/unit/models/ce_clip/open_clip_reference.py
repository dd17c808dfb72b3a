"""Run as a program: what open_clip makes of random pixels and token ids, as safetensors.

open_clip imports torchvision for its training transforms, and a torchvision wheel fits one
build of torch only. Where it does not import, empty modules take its place here, in this
process and nowhere else: nothing that is compared passes through it.
"""

import json
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from unittest.mock import MagicMock


def make_importable() -> None:
    try:
        import torchvision  # noqa: F401
    except (ImportError, RuntimeError):
        for name in ("", ".transforms", ".transforms.functional", ".ops", ".ops.misc"):
            spec = ModuleSpec(f"torchvision{name}", None)
            sys.modules[spec.name] = MagicMock(__spec__=spec, FrozenBatchNorm2d=type)


def main(target: Path, shape: dict) -> None:
    import torch
    from open_clip.model import CLIP
    from safetensors.torch import save_file

    torch.manual_seed(7)
    model = CLIP(**shape, output_dict=True).eval()
    model.visual.output_tokens = True
    side = shape["vision_cfg"]["image_size"]
    words = shape["text_cfg"]["vocab_size"]
    pixels = torch.randn(2, 3, side, side)
    ids = torch.randint(0, words - 2, (2, shape["text_cfg"]["context_length"]))
    ids[0, 5], ids[0, 6:], ids[1, -1] = words - 1, 0, words - 1
    with torch.inference_mode():
        pictures, patches = model.visual(pixels)
        found = {
            "pixels": pixels,
            "ids": ids,
            "pictures": torch.nn.functional.normalize(pictures, dim=-1),
            "patches": patches @ model.visual.proj,
            "poems": model.encode_text(ids, normalize=True),
        }
    save_file({name: tensor.contiguous() for name, tensor in found.items()}, target / "found")
    state = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    save_file(state, target / "weights")


if __name__ == "__main__":
    make_importable()
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
