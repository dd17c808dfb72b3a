"""How well a bundle finds the texts of pictures, measured on a folder of pairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Encoding, Progress
from ekphrasis_app.training import metrics
from ekphrasis_app.training.pairs import Pair

POOL_DRAWS = 20
ReadPicture = Callable[[Path], Picture]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores (pictures, texts) and which texts are a picture's own, as a matrix of flags."""

    scores: NDArray[np.float32]
    own: NDArray[np.bool_]

    def ranks(self, pool: int = 0, seed: int = 0) -> NDArray[np.float64]:
        """Ranks (n,) among all texts, or (POOL_DRAWS, n) among ``pool`` drawn at random."""
        if not pool:
            return metrics.ranks(self.scores, self.own)
        return metrics.ranks_among(self.scores, self.own, pool, POOL_DRAWS, seed)


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
    texts = list(dict.fromkeys(text for pair in pairs for text in pair.texts))
    tell = _counter(len(pairs) + len(texts), progress)
    pictures = [tell(bundle.image_encoder.encode(read(folder / pair.image))) for pair in pairs]
    poems = [poem_of(text) for text in texts]
    encodings = [tell(e) for e in bundle.text_encoder.encode(poems, CancelToken())]
    first = Ranking(_products(pictures, encodings), own_texts(pairs, texts))
    ranks = {"bi_encoder": first.ranks(pool, seed)}
    if bundle.pair_scorer and bundle.rerank:
        ranks["reranked"] = _reranked(bundle, first, pictures, encodings).ranks(pool, seed)
    figures = {name: figures_of(found) for name, found in ranks.items()}
    return Report(
        bundle.name,
        len(pairs),
        len(texts),
        figures["bi_encoder"],
        figures.get("reranked"),
        ranks,
    )


def figures_of(ranks: NDArray[np.float64]) -> dict[str, float]:
    """R@1, 5, 10 and 20 in per cent, mean and median rank, by the names of the report."""
    names = {"mean": "mean_rank", "median": "median_rank"}
    told = metrics.summary(ranks).as_dict()
    return {names.get(name, name): round(value, 2) for name, value in told.items()}


def own_texts(pairs: Sequence[Pair], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which of ``texts`` (columns) belong to each pair (rows)."""
    column = {text: number for number, text in enumerate(texts)}
    own = np.zeros((len(pairs), len(texts)), np.bool_)
    for row, pair in enumerate(pairs):
        own[row, [column[text] for text in pair.texts if text in column]] = True
    return own


def poem_of(text: str) -> Poem:
    """A bare text as a poem without title or author."""
    return Poem(id="", title="", author="", stanzas=stanzas_of(text))


def _products(pictures: Sequence[Encoding], texts: Sequence[Encoding]) -> NDArray[np.float32]:
    rows = np.stack([encoding.vector for encoding in pictures])
    columns = np.stack([encoding.vector for encoding in texts])
    return np.asarray(rows @ columns.T, dtype=np.float32)


def _reranked(
    bundle: Bundle, first: Ranking, pictures: Sequence[Encoding], texts: Sequence[Encoding]
) -> Ranking:
    """The best ``bundle.rerank`` texts of each picture in the pair scorer's order, on top."""
    assert bundle.pair_scorer
    scores = first.scores.copy()
    for row, picture in enumerate(pictures):
        best = np.argsort(-first.scores[row], kind="stable")[: bundle.rerank]
        again = bundle.pair_scorer.score(picture, [texts[i] for i in best], CancelToken())
        scores[row, best] = scores[row].max() + 1 + np.asarray(again, dtype=np.float32)
    return Ranking(scores, first.own)


def _counter(total: int, progress: Progress | None) -> Callable[[Encoding], Encoding]:
    """Hands its argument on and counts it."""
    done = count(1)

    def tell(encoding: Encoding) -> Encoding:
        if progress:
            progress(next(done), total)
        return encoding

    return tell
