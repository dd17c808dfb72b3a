"""The starter's poem encoder: MPNet read line by line, and a map into the shared space."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models import mpnet
from ekphrasis_app.models.graph import Graph, Session
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array, Encoding

Tensors = Mapping[str, NDArray[Any]]
BEGIN, END = 0, 2
"""Token ids around every window."""
WINDOW = 256
"""Most tokens that MPNet reads at once, the two around them counted."""
LAYERS = 12


class Language(NamedTuple):
    """MPNet's tensors and its tokenizer."""

    tensors: Tensors
    tokenizer: Any

    @staticmethod
    def of(tensors: Tensors, tokenizer: bytes) -> "Language":
        """From what the bundle's parts hold; ``tokenizer`` is a tokenizer.json."""
        from tokenizers import Tokenizer

        read = Tokenizer.from_str(tokenizer.decode())
        read.no_padding()
        read.no_truncation()
        return Language({k.removeprefix("mpnet."): v for k, v in tensors.items()}, read)

    def ids(self, line: str) -> list[int]:
        """The token ids of a line, without the ones around a text."""
        found: list[int] = self.tokenizer.encode(line, add_special_tokens=False).ids
        return found


class PoemEncoder:
    """Poems in; a vector each and one token for each of their lines out.

    A line's token is the mean of MPNet's states of its words, read in the poem around it.
    ``language`` is called at the first poem, since MPNet is large and often not needed.
    """

    def __init__(
        self,
        head: Tensors,
        language: Callable[[], Language],
        fingerprint: str,
        threads: int = 0,
    ) -> None:
        self._head = {name: np.asarray(t, np.float32) for name, t in head.items()}
        self._open = language
        self._fingerprint = fingerprint
        self._threads = threads

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @cached_property
    def _language(self) -> Language:
        return self._open()

    @cached_property
    def _session(self) -> Session:
        graph = Graph()
        hidden = mpnet.encoder(graph, self._language.tensors, LAYERS)
        return graph.session({"hidden": hidden}, self._threads)

    def encode(self, poems: Sequence[Poem], cancel: CancelToken) -> Iterator[Encoding]:
        """``vector`` (d + 1,) with the hubness correction last; ``tokens`` (lines, d)."""
        for poem in poems:
            cancel.check()
            lines, counts = self.read(poem.lines)
            whole = unit(np.average(lines, axis=0, weights=counts))
            vector = self._placed(whole[None], verse=len(poem.lines) > 1)[0]
            tokens = self._placed(unit(lines), verse=False)
            yield Encoding(np.append(vector, self._correction(vector)), tokens)

    def read(self, lines: Sequence[str]) -> tuple[Array, NDArray[np.int64]]:
        """MPNet's mean state of each line (n, 768), and of how many tokens it is (n,).

        Weighted by those numbers their mean is MPNet's usual sentence vector, for a window
        of which the first line takes in the opening token, the last one the closing token.
        """
        ids = [self._language.ids(line)[: WINDOW - 2] or [END] for line in lines]
        parts = [self._window(window) for window in windows(ids, WINDOW - 2)]
        means, counts = zip(*parts, strict=True)
        return np.concatenate(means), np.concatenate(counts)

    def _window(self, lines: Sequence[Sequence[int]]) -> tuple[Array, NDArray[np.int64]]:
        """The same for lines that are read together."""
        ids = np.array([BEGIN, *chain.from_iterable(lines), END])
        words = self._language.tensors["embeddings.word_embeddings.weight"][ids]
        feed = mpnet.inputs(self._language.tensors, words[None], np.ones((1, len(ids))))
        (hidden,) = self._session.run(["hidden"], feed)
        ends = np.cumsum([1, *(len(line) for line in lines)])
        bounds = np.array([0, *ends[1:-1], len(ids)])
        counts = np.diff(bounds)
        sums = np.add.reduceat(hidden[0], bounds[:-1], axis=0)
        return np.asarray(sums / counts[:, None], dtype=np.float32), counts

    def _placed(self, vectors: Array, verse: bool) -> Array:
        """MPNet's vectors (n, 768) in the shared space (n, d).

        Verse and single lines differ more in being so than in what they speak of, so each
        is centred by its own mean; it is folded into the bias.
        """
        bias = self._head["poem.verse.bias" if verse else "poem.line.bias"]
        return unit(vectors @ self._head["poem.weight"].T + bias)

    def _correction(self, vector: Array) -> np.float32:
        """What is taken from the score of a poem that is near to too many pictures.

        A share of the mean of its best products with a bank of pictures (half a CSLS).
        """
        share, count = self._head["hub.share"].item(), int(self._head["hub.count"].item())
        near = np.sort(self._head["hub.bank"] @ vector)[-count:]
        return np.float32(-share * near.mean())


def windows(lines: Sequence[list[int]], size: int) -> Iterator[list[list[int]]]:
    """Consecutive lines, as many together as have at most ``size`` tokens."""
    window: list[list[int]] = []
    for line in lines:
        if window and sum(map(len, window)) + len(line) > size:
            yield window
            window = []
        window.append(line)
    if window:
        yield window
