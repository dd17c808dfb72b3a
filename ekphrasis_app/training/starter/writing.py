"""Writes a trained starter as a bundle that the app can open."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.models.manifest import FILE, FORMAT, Part

FETCHED = {
    "network": ("efficientnet-lite2", "model.safetensors"),
    "mpnet": ("mpnet", "model.safetensors"),
    "tokenizer": ("mpnet", "tokenizer.json"),
}
"""Parts that set-up fetches: name of the manifest entry, and file."""


@dataclass(frozen=True, slots=True)
class Made:
    """What training made: tensors, lines of text by part, and those of a cross-encoder."""

    tensors: Mapping[str, NDArray[np.floating]]
    lines: Mapping[str, Sequence[str]]
    cross: Mapping[str, NDArray[np.floating]] | None = None


def write_bundle(
    folder: Path,
    fetched: Path,
    name: str,
    version: str,
    made: Made,
    settings: Mapping[str, float],
) -> None:
    """Write the bundle's files, the manifest last: a folder without one is no bundle."""
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "head.safetensors", made.tensors)
    parts = [_part("head", folder / "head.safetensors")]
    for part_name, lines in made.lines.items():
        file = folder / f"{part_name}.txt"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        parts.append(_part(part_name, file))
    parts += [
        _part(name, fetched / entry / file, entry) for name, (entry, file) in FETCHED.items()
    ]
    if made.cross:
        _save(folder / "cross.safetensors", made.cross)
        parts.append(_part("cross", folder / "cross.safetensors"))
    about = [
        f"format = {FORMAT}",
        f'name = "{name}"',
        f'version = "{version}"',
        'kind = "starter"',
    ]
    told = ["[settings]", *(f"{name} = {round(value, 4)}" for name, value in settings.items())]
    text = "\n\n".join(["\n".join(about), *parts, "\n".join(told)]) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def part(fetched: Path, name: str) -> Part:
    """One of the fetched parts, believed as it lies there: set-up checked it."""
    entry, file = FETCHED[name]
    return Part(name, fetched / entry / file, _digest(fetched / entry / file), entry)


def _save(path: Path, tensors: Mapping[str, NDArray[np.floating]]) -> None:
    """Write tensors in half precision."""
    from safetensors.numpy import save_file

    halves = {name: np.ascontiguousarray(t, dtype=np.float16) for name, t in tensors.items()}
    save_file(dict(sorted(halves.items())), path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _part(name: str, path: Path, fetched: str = "") -> str:
    """A part's table in the manifest."""
    digest = _digest(path)
    source = [f'fetched = "{fetched}"'] if fetched else []
    return "\n".join(
        [f"[parts.{name}]", *source, f'file = "{path.name}"', f'sha256 = "{digest}"']
    )
