"""What lies in a file or folder: CLIP's weights, and whose they are. Needs no PyTorch."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

WEIGHTS_FILES = (
    "open_clip_model.safetensors",
    "model.safetensors",
    "ViT-B-32.pt",
    "open_clip_pytorch_model.bin",
    "pytorch_model.bin",
)
WEIGHTS_SUFFIXES = (".safetensors", ".pt", ".pth", ".ckpt", ".bin")
ACTIVATIONS = {"openai": "quick_gelu", "laion": "gelu"}
"""Whose weights there are, and with which activation they were trained."""
CONFIGS = ("open_clip_config.json", "config.json")
UNREADABLE = (OSError, zipfile.BadZipFile, ValueError, RuntimeError)
"""How the list of what a damaged or odd zip holds can fail to be read."""
QUICK = ('"quick_gelu":true', '"hidden_act":"quick_gelu"')


def is_file(path: Path) -> bool:
    """Whether there is such a file, and its folder lets us know."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """The same of a folder."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_weights(path: Path) -> bool:
    """Whether it is a file of weights, as its name tells."""
    return path.suffix.lower() in WEIGHTS_SUFFIXES and is_file(path)


def first_of(folder: Path, names: Iterable[str]) -> Path | None:
    """The first of ``names`` that lies in ``folder``."""
    return next((folder / name for name in names if is_file(folder / name)), None)


def is_torchscript(path: Path) -> bool:
    """Whether the file is such an archive, as OpenAI's are."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith("/constants.pkl") for name in archive.namelist())
    except UNREADABLE:
        return False


def source_of(weights: Path) -> str:
    """Whose weights they are, as far as the files beside them tell; empty if they do not.

    OpenAI and LAION trained with different activations, and the tensors do not show which.
    """
    if is_torchscript(weights):
        return "openai"
    try:
        config = first_of(weights.parent, CONFIGS)
        told = config.read_text(encoding="utf-8", errors="replace") if config else ""
    except OSError:
        return ""
    if not told:
        return ""
    return "openai" if any(q in told.replace(" ", "") for q in QUICK) else "laion"
