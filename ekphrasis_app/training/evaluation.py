"""How well a bundle finds the texts of pictures, measured on a folder of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Progress
from ekphrasis_app.training import metrics
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.scoring import ReadPicture, encoded, reranked


@dataclass(frozen=True, slots=True)
class Report:
    """What ``evaluate`` found; ``ranks`` are kept for intervals and tables."""

    bundle: str
    pictures: int
    texts: int
    bi_encoder: dict[str, float]
    reranked: dict[str, float] | None
    ranks: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The keys that ``evaluate --json`` promises."""
        return {
            "bundle": self.bundle,
            "pictures": self.pictures,
            "texts": self.texts,
            "bi_encoder": self.bi_encoder,
            "reranked": self.reranked,
        }


def evaluate(
    bundle: Bundle,
    folder: Path,
    pairs: Sequence[Pair],
    read: ReadPicture,
    pool: int = 0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Report:
    """Rank each picture's best own text among all texts of ``pairs``, or among ``pool``.

    ``read`` turns a file into a Picture. Encodes every picture and text, so this takes
    minutes for thousands; ``progress`` counts both together.
    """
    tell, cancel = progress or _silent, CancelToken()
    found = encoded(bundle, folder, pairs, read, tell, cancel)
    ranks = {"bi_encoder": found.alone().ranks(pool, seed)}
    if bundle.pair_scorer and bundle.rerank:
        again = reranked(found, bundle.rerank, _silent, cancel)
        ranks["reranked"] = again.ranks(pool, seed)
    figures = {name: figures_of(places) for name, places in ranks.items()}
    return Report(
        bundle.name,
        len(found.pictures),
        len(found.texts),
        figures["bi_encoder"],
        figures.get("reranked"),
        ranks,
    )


def figures_of(ranks: NDArray[np.float64]) -> dict[str, float]:
    """R@1, 5, 10 and 20 in per cent, mean and median rank, by the names of the report."""
    names = {"mean": "mean_rank", "median": "median_rank"}
    told = metrics.summary(ranks).as_dict()
    return {names.get(name, name): round(value, 2) for name, value in told.items()}


def _silent(done: int, total: int) -> None:
    """Progress that nobody follows."""
