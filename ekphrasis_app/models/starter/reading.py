"""Reads texts with MPNet, line by line, for the starter's poem encoder."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models import mpnet
from ekphrasis_app.models.graph import Graph, Session
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array

Tensors = Mapping[str, NDArray[Any]]
Window = list[list[int]]
"""Token ids of lines that are read together."""
Text = list[Window]
BEGIN, PADDING, END = 0, 1, 2
"""Token ids around every window, and after a shorter one."""
BATCH = 512
"""Most tokens in one pass over short texts: about half a second on two cores."""
WINDOW = 256
"""Most tokens that MPNet reads at once, the two around them counted."""
LAYERS = 12


class Reading(NamedTuple):
    """MPNet's mean state of each line (n, 768), and of how many tokens it is (n,)."""

    means: Array
    counts: NDArray[np.int64]

    def whole(self) -> Array:
        """MPNet's usual sentence vector, (768,), of unit length."""
        return unit(np.average(self.means, axis=0, weights=self.counts))


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

    def words(self) -> set[str]:
        """What the tokenizer knows: whole words, and pieces of words."""
        return set(self.tokenizer.get_vocab())

    def ids(self, line: str) -> list[int]:
        """The token ids of a line, without the ones around a text."""
        found: list[int] = self.tokenizer.encode(line, add_special_tokens=False).ids
        return found


class Reader:
    """Texts in, states of their lines out.

    ``language`` is called at the first text, since MPNet is large and often not needed.
    """

    def __init__(self, language: Callable[[], Language]) -> None:
        self._open = language

    @cached_property
    def _language(self) -> Language:
        return self._open()

    @cached_property
    def _session(self) -> Session:
        graph = Graph()
        return graph.session({"hidden": mpnet.encoder(graph, self._language.tensors, LAYERS)})

    def read(self, texts: Iterable[Sequence[str]], cancel: CancelToken) -> Iterator[Reading]:
        """What MPNet makes of texts given as lines; short ones are read side by side."""
        for group in packed(map(self._cut, texts)):
            found = self._passes([window for text in group for window in text], cancel)
            for text in group:
                parts = [next(found) for _ in text]
                yield Reading(*map(np.concatenate, zip(*parts, strict=True)))

    def _cut(self, lines: Sequence[str]) -> Text:
        """The token ids of the lines, in windows."""
        ids = [self._language.ids(line)[: WINDOW - 2] or [END] for line in lines]
        return list(windows(ids, WINDOW - 2))

    def _passes(self, batch: Sequence[Window], cancel: CancelToken) -> Iterator[Reading]:
        """All windows, a few at a time: a long poem has hundreds, and they take memory."""
        longest = max(sum(map(len, window)) for window in batch) + 2
        step = max(1, BATCH // longest)
        for start in range(0, len(batch), step):
            cancel.check()
            yield from self._run(batch[start : start + step])

    def _run(self, batch: Sequence[Window]) -> list[Reading]:
        """One pass of the network over several windows, the shorter ones padded."""
        rows = [[BEGIN, *chain.from_iterable(window), END] for window in batch]
        ids = np.full((len(rows), max(map(len, rows))), PADDING)
        for row, tokens in enumerate(rows):
            ids[row, : len(tokens)] = tokens
        words = self._language.tensors["embeddings.word_embeddings.weight"][ids]
        feed = mpnet.inputs(self._language.tensors, words, ids != PADDING)
        (hidden,) = self._session.run(["hidden"], feed)
        return [_reading(h, window) for h, window in zip(hidden, batch, strict=True)]


def _reading(hidden: Array, window: Window) -> Reading:
    """The means of each line's states; the first and last line take in the ends."""
    inner = np.cumsum([len(line) for line in window])
    bounds = np.array([0, *(1 + inner[:-1]), inner[-1] + 2])
    counts = np.diff(bounds)
    sums = np.add.reduceat(hidden[: bounds[-1]], bounds[:-1], axis=0)
    return Reading(np.asarray(sums / counts[:, None], dtype=np.float32), counts)


def windows(lines: Sequence[list[int]], size: int) -> Iterator[Window]:
    """Consecutive lines, as many together as have at most ``size`` tokens."""
    window: Window = []
    for line in lines:
        if window and sum(map(len, window)) + len(line) > size:
            yield window
            window = []
        window.append(line)
    if window:
        yield window


def packed(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Consecutive texts whose windows, padded to the longest, have at most BATCH tokens.

    The network is much larger than a short text: reading one alone mostly waits for memory.
    """
    group: list[Text] = []
    count = longest = 0
    for text in texts:
        length = max(sum(map(len, window)) for window in text) + 2
        if group and (count + len(text)) * max(longest, length) > BATCH:
            yield group
            group, count, longest = [], 0, 0
        group.append(text)
        count, longest = count + len(text), max(longest, length)
    if group:
        yield group
