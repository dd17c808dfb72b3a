"""What the frozen networks make of pictures and texts, computed once and kept in a folder.

Both caches can be broken off and gone on with; a row that was not computed is all zeros.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models import efficientnet
from ekphrasis_app.models.graph import Graph, Session
from ekphrasis_app.models.starter.picture import Tensors, squeezed
from ekphrasis_app.models.starter.reading import Reader
from ekphrasis_app.ports import Array, Progress

Halves = NDArray[np.float16]
BATCH = 8
SAVED = 1000
"""Texts between two writings of what was read."""


class PictureFeatures(NamedTuple):
    """What the network made of n pictures."""

    mean: Halves
    """(n, 1280)"""
    logits: Halves
    """(n, 1000)"""


def picture_features(
    folder: Path,
    files: Sequence[Path],
    read: Callable[[Path], Picture],
    network: Tensors,
    progress: Progress,
    cancel: CancelToken,
) -> PictureFeatures:
    """Features of the pictures in ``files``; raises ``PictureProblem``, ``Cancelled``."""
    folder.mkdir(parents=True, exist_ok=True)
    names = "\n".join(str(file) for file in files)
    mark = hashlib.sha256(names.encode()).hexdigest()[:16]
    shapes = {"mean": (1280,), "logits": (1000,)}
    kept = PictureFeatures(
        **{
            name: _kept(folder / f"{mark}-{name}.npy", (len(files), *shape))
            for name, shape in shapes.items()
        }
    )
    session = _network(network)
    todo = np.flatnonzero(~kept.logits.any(axis=1))
    for start in range(0, len(todo), BATCH):
        cancel.check()
        rows = todo[start : start + BATCH]
        pixels = np.stack([squeezed(read(files[row])) for row in rows])
        found = session.run(list(shapes), {"images": efficientnet.normalised(pixels)})
        for cache, values in zip(kept, found, strict=True):
            cache[rows] = values
        progress(int(rows[-1]) + 1, len(files))
    return kept


def text_vectors(
    folder: Path,
    texts: Sequence[str],
    reader: Reader,
    progress: Progress,
    cancel: CancelToken,
) -> Array:
    """MPNet's unit vectors (n, 768) of ``texts``, in order. Raises ``Cancelled``."""
    path = folder / "texts.npz"
    known = _known(path)
    todo = sorted({*texts} - {*known}, key=len)
    readings = reader.read((text.splitlines() for text in todo), cancel)
    for number, (text, reading) in enumerate(zip(todo, readings, strict=True), 1):
        known[text] = reading.whole().astype(np.float16)
        if number % SAVED == 0 or number == len(todo):
            _keep(path, known)
            progress(number, len(todo))
    return np.stack([known[text] for text in texts]).astype(np.float32)


def _network(tensors: Tensors) -> Session:
    graph = Graph()
    images = graph.input("images", ["n", 3, efficientnet.SIDE, efficientnet.SIDE])
    mean = efficientnet.pooled(graph, efficientnet.features(graph, tensors, images))
    logits = efficientnet.logits(graph, tensors, mean)
    return graph.session({"mean": mean, "logits": logits})


def _kept(path: Path, shape: tuple[int, ...]) -> Halves:
    """A large array in a file, zero where nothing was written yet."""
    if path.is_file():
        return np.lib.format.open_memmap(path, mode="r+")
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)


def _known(path: Path) -> dict[str, Halves]:
    if not path.is_file():
        return {}
    with np.load(path) as file:
        texts = json.loads(bytes(file["texts"]).decode())
        return dict(zip(texts, file["vectors"], strict=True))


def _keep(path: Path, known: dict[str, Halves]) -> None:
    """Write all that is known, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = np.frombuffer(json.dumps(list(known)).encode(), np.uint8)
    with path.with_suffix(".part").open("wb") as file:
        np.savez(file, texts=texts, vectors=np.stack(list(known.values())))
    path.with_suffix(".part").replace(path)
