"""Scores of every picture with every text of a hold-out, by any bundle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Encoding, Progress
from ekphrasis_app.training import metrics
from ekphrasis_app.training.pairs import Pair

ReadPicture = Callable[[Path], Picture]
ALL = -1
"""As a depth: the cross-encoder scores every pair, as the paper does."""
POOL_DRAWS = 20


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores (pictures, texts) and which texts are a picture's own, as a matrix of flags."""

    scores: NDArray[np.float32]
    own: NDArray[np.bool_]

    def ranks(
        self, pool: int = 0, seed: int = 0, draws: int = POOL_DRAWS
    ) -> NDArray[np.float64]:
        """Ranks (n,) among all texts, or (draws, n) among ``pool`` drawn at random."""
        if not pool:
            return metrics.ranks(self.scores, self.own)
        return metrics.ranks_among(self.scores, self.own, pool, draws, seed)


@dataclass(frozen=True)
class Encoded:
    """A hold-out through a bundle's encoders: n pictures, m different texts."""

    bundle: Bundle
    pictures: Sequence[Encoding]
    texts: Sequence[Encoding]
    own: NDArray[np.bool_]

    def alone(self) -> Ranking:
        """The bi-encoder's ranking."""
        rows = np.stack([encoding.vector for encoding in self.pictures])
        columns = np.stack([encoding.vector for encoding in self.texts])
        return Ranking(np.asarray(rows @ columns.T, dtype=np.float32), self.own)


def encoded(
    bundle: Bundle,
    folder: Path,
    pairs: Sequence[Pair],
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
) -> Encoded:
    """Encode the pictures and the different texts of ``pairs``. Raises ``Cancelled``."""
    texts = texts_of(pairs)
    total = len(pairs) + len(texts)
    pictures: list[Encoding] = []
    for pair in pairs:
        cancel.check()
        pictures.append(bundle.image_encoder.encode(read(folder / pair.image)))
        progress(len(pictures), total)
    poems: list[Encoding] = []
    for encoding in bundle.text_encoder.encode([poem_of(text) for text in texts], cancel):
        poems.append(encoding)
        progress(len(pictures) + len(poems), total)
    return Encoded(bundle, pictures, poems, own_texts(pairs, texts))


def texts_of(pairs: Sequence[Pair]) -> list[str]:
    """The different texts of the pairs, in their order."""
    return list(dict.fromkeys(text for pair in pairs for text in pair.texts))


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


def reranked(found: Encoded, depth: int, progress: Progress, cancel: CancelToken) -> Ranking:
    """The ranking with each picture's best ``depth`` texts in the cross-encoder's order.

    Texts below keep the bi-encoder's order, so that only the order of a row means
    anything; with ALL the scores are the cross-encoder's own. Raises ``InputProblem`` for
    a bundle that has no cross-encoder, and ``Cancelled``.
    """
    scorer = found.bundle.pair_scorer
    if scorer is None:
        raise InputProblem("{name} has no cross-encoder.", name=found.bundle.name)
    scores = found.alone().scores.copy()
    for row, picture in enumerate(found.pictures):
        best = np.argsort(-scores[row], kind="stable")
        best = best if depth == ALL else best[:depth]
        again = scorer.score(picture, [found.texts[int(place)] for place in best], cancel)
        above = 0.0 if depth == ALL else scores[row].max() + 1
        scores[row, best] = above + np.asarray(again, dtype=np.float32)
        progress(row + 1, len(found.pictures))
    return Ranking(scores, found.own)


def own_scores(found: Encoded) -> NDArray[np.float32]:
    """What the bundle's match score is for each picture with each of its own texts."""
    if not (found.bundle.pair_scorer and found.bundle.rerank):
        return found.alone().scores[found.own]
    scores: list[float] = []
    for picture, own in zip(found.pictures, found.own, strict=True):
        texts = [found.texts[int(place)] for place in np.flatnonzero(own)]
        scores += found.bundle.pair_scorer.score(picture, texts, CancelToken())
    return np.array(scores, dtype=np.float32)
