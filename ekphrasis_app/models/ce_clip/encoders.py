"""CE-CLIP's networks behind the seams: picture, poems and pairs in batches."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models.ce_clip.clip import Clip, Side
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from ekphrasis_app.models.ce_clip.pixels import pixels_of
from ekphrasis_app.models.ce_clip.runtime import Runtime
from ekphrasis_app.models.ce_clip.words import Words
from ekphrasis_app.ports import Array, Encoding

BATCH = 16
"""Poems or pairs in one pass: about a second of work between two looks at ``cancel``."""


def encodings(side: Side, tokens: bool) -> Iterator[Encoding]:
    """Each item of ``side`` by itself, without its padding, in float32."""
    none = np.empty((0, side.tokens.shape[-1]), np.float32)
    for vector, sequence, mask in zip(side.vectors, side.tokens, side.mask, strict=True):
        yield Encoding(_array(vector), _array(sequence[mask]) if tokens else none)


def _array(tensor: Tensor) -> Array:
    return tensor.float().cpu().numpy()


class ClipImageEncoder:
    """Pictures by CLIP; ``tokens`` says whether their token sequence is wanted."""

    def __init__(
        self, clip: Callable[[], Clip], fingerprint: str, runtime: Runtime, tokens: bool
    ) -> None:
        self.fingerprint = fingerprint
        self._clip = clip
        self._runtime = runtime
        self._tokens = tokens

    def encode(self, picture: Picture) -> Encoding:
        """The vector (512,) and the class token and patches (50, 512) of a picture."""
        clip = self._clip()
        pixels = pixels_of(picture, clip.config.picture_size)
        with self._runtime.inference():
            side = clip.pictures(self._runtime.tensor(pixels[None]))
        return next(encodings(side, self._tokens))


class ClipTextEncoder:
    """Poems by CLIP; a poem longer than CLIP's context is cut there."""

    def __init__(
        self,
        clip: Callable[[], Clip],
        words: Callable[[], Words],
        fingerprint: str,
        runtime: Runtime,
        tokens: bool,
    ) -> None:
        self.fingerprint = fingerprint
        self._clip = clip
        self._words = words
        self._runtime = runtime
        self._tokens = tokens

    def encode(self, poems: Sequence[Poem], cancel: CancelToken) -> Iterator[Encoding]:
        """A vector (512,) and up to 77 tokens (n, 512) for each poem, in order."""
        for start in range(0, len(poems), BATCH):
            cancel.check()
            yield from self._encode([poem.text for poem in poems[start : start + BATCH]])

    def vectors(self, texts: Sequence[str]) -> Array:
        """The vectors (n, 512) of short texts, such as the lines of one poem."""
        return np.stack([encoding.vector for encoding in self._encode(texts)])

    def _encode(self, texts: Sequence[str]) -> Iterator[Encoding]:
        ids = self._runtime.tensor(self._words().ids(texts))
        with self._runtime.inference():
            side = self._clip().poems(ids)
        return encodings(side, self._tokens)


class CrossEncoderScorer:
    """Scores a picture with poems by the cross-encoder, from their cached encodings."""

    def __init__(
        self, network: Callable[[], CrossEncoder], context: int, runtime: Runtime
    ) -> None:
        self._network = network
        self._context = context
        self._runtime = runtime

    def score(
        self, picture: Encoding, poems: Sequence[Encoding], cancel: CancelToken
    ) -> list[float]:
        """A score in 0..1 for each poem."""
        scores: list[float] = []
        for start in range(0, len(poems), BATCH):
            cancel.check()
            scores += self._score(picture, poems[start : start + BATCH])
        return scores

    def _score(self, picture: Encoding, poems: Sequence[Encoding]) -> list[float]:
        network = self._network()
        seen, read, mask = self._inputs(picture, poems, network.takes_vectors)
        with self._runtime.inference():
            values = network(seen.expand(len(poems), -1, -1), read, mask)
            return [float(score) for score in network.score(values)]

    def _inputs(
        self, picture: Encoding, poems: Sequence[Encoding], vectors: bool
    ) -> tuple[Tensor, Tensor, Tensor]:
        to = self._runtime.tensor
        if vectors:
            read = to(np.stack([poem.vector for poem in poems])[:, None])
            return to(picture.vector[None, None]), read, torch.ones_like(read[..., 0]).bool()
        rows = np.zeros((len(poems), self._context, picture.tokens.shape[1]), np.float32)
        lengths = np.array([len(poem.tokens) for poem in poems])
        for row, poem in zip(rows, poems, strict=True):
            row[: len(poem.tokens)] = poem.tokens
        mask = np.arange(self._context) < lengths[:, None]
        return to(picture.tokens[None]), to(rows), to(mask)
