"""What the networks make of pictures and texts, computed once and kept in a folder.

Both caches can be broken off and gone on with; a row that was not computed is all zeros.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models import efficientnet
from ekphrasis_app.models.efficientnet import QUARTERS
from ekphrasis_app.models.graph import Graph, Session
from ekphrasis_app.models.starter.picture import Tensors, squeezed
from ekphrasis_app.models.starter.reading import Reader, Reading
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array, Progress

Halves = NDArray[np.float16]
BATCH = 8
SAVED = 1000
"""Texts between two writings of what was read."""


SHAPES = {"mean": (1280,), "logits": (1000,), "quarters": (QUARTERS, 1280)}
"""What is kept of a picture."""


def picture_features(
    folder: Path,
    files: Sequence[Path],
    read: Callable[[Path], Picture],
    network: Tensors,
    names: Sequence[str],
    progress: Progress,
    cancel: CancelToken,
) -> dict[str, Halves]:
    """Features (n, …) of the n pictures in ``files``, those of SHAPES that ``names`` tells.

    Raises ``PictureProblem``, ``Cancelled``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256("\n".join(map(str, files)).encode()).hexdigest()[:16]
    kept = {
        name: _kept(folder / f"{mark}-{name}.npy", (len(files), *SHAPES[name]))
        for name in names
    }
    session = _network(network)
    done = [cache.reshape(len(files), -1).any(axis=1) for cache in kept.values()]
    todo = np.flatnonzero(~np.all(done, axis=0))
    for start in range(0, len(todo), BATCH):
        cancel.check()
        rows = todo[start : start + BATCH]
        pixels = np.stack([squeezed(read(files[row])) for row in rows])
        found = session.run(list(names), {"images": efficientnet.normalised(pixels)})
        for name, values in zip(names, found, strict=True):
            kept[name][rows] = values.reshape(len(rows), *SHAPES[name])
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
    readings = _Readings(folder / "texts.npz", lambda reading: reading.whole()[None])
    return np.concatenate(readings.of(texts, reader, progress, cancel)).astype(np.float32)


def line_vectors(
    folder: Path,
    texts: Sequence[str],
    reader: Reader,
    progress: Progress,
    cancel: CancelToken,
) -> list[Array]:
    """MPNet's unit vectors (lines, 768) of each text's lines. Raises ``Cancelled``."""
    readings = _Readings(folder / "lines.npz", lambda reading: unit(reading.means))
    found = readings.of(texts, reader, progress, cancel)
    return [vectors.astype(np.float32) for vectors in found]


@dataclass(frozen=True)
class _Readings:
    """A file of what was kept of texts: ``kept`` gives vectors (k, 768) of a reading."""

    path: Path
    kept: Callable[[Reading], Array]

    def of(
        self, texts: Sequence[str], reader: Reader, progress: Progress, cancel: CancelToken
    ) -> list[Halves]:
        known = self._known()
        todo = sorted({*texts} - {*known}, key=len)
        readings = reader.read((text.splitlines() for text in todo), cancel)
        for number, (text, reading) in enumerate(zip(todo, readings, strict=True), 1):
            known[text] = self.kept(reading).astype(np.float16)
            if number % SAVED == 0 or number == len(todo):
                self._keep(known)
                progress(number, len(todo))
        return [known[text] for text in texts]

    def _known(self) -> dict[str, Halves]:
        if not self.path.is_file():
            return {}
        with np.load(self.path) as file:
            texts = json.loads(bytes(file["texts"]).decode())
            # Where every text has one vector, there may be no counts.
            counts = file["counts"] if "counts" in file else np.ones(len(texts), np.int64)
            vectors = np.split(file["vectors"], np.cumsum(counts)[:-1])
            return dict(zip(texts, vectors, strict=True))

    def _keep(self, known: dict[str, Halves]) -> None:
        """Write all that is known, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        texts = np.frombuffer(json.dumps(list(known)).encode(), np.uint8)
        counts = np.array([len(vectors) for vectors in known.values()])
        vectors = np.concatenate(list(known.values()))
        with self.path.with_suffix(".part").open("wb") as file:
            np.savez(file, texts=texts, counts=counts, vectors=vectors)
        self.path.with_suffix(".part").replace(self.path)


def _network(tensors: Tensors) -> Session:
    graph = Graph()
    images = graph.input("images", ["n", 3, efficientnet.SIDE, efficientnet.SIDE])
    spatial = efficientnet.features(graph, tensors, images)
    mean = efficientnet.pooled(graph, spatial)
    logits = efficientnet.logits(graph, tensors, mean)
    quarters = efficientnet.quarters(graph, spatial)
    return graph.session({"mean": mean, "logits": logits, "quarters": quarters})


def _kept(path: Path, shape: tuple[int, ...]) -> Halves:
    """A large array in a file, zero where nothing was written yet."""
    if path.is_file():
        return np.lib.format.open_memmap(path, mode="r+")
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)
