"""How long it takes to find the nearest poems in libraries of two sizes."""

import time
from functools import partial
from statistics import median

import numpy as np

from ekphrasis_app.app.benchmarks import Figure
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.match import Reasons, Strength
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Encoding
from ekphrasis_app.retrieval.index import ExactIndex
from ekphrasis_app.retrieval.retriever import Retriever

SIZES = (10_000, 100_000)
WIDTH = 768
TOP = 50
RUNS = 30


def figures():
    chance = np.random.default_rng(5)
    query = chance.standard_normal(WIDTH, np.float32)
    for size in SIZES:
        vectors = chance.standard_normal((size, WIDTH), np.float32)
        index = ExactIndex(vectors)
        half = chance.random(size) < 0.5
        whole = partial(index.search, query, TOP)
        yield Figure(f"memory, {size} poems", vectors.nbytes / 1e6, "MB")
        yield Figure(f"search, {size} poems", _median(whole), "ms")
        yield Figure(f"search, half of {size} poems", _median(partial(whole, half)), "ms")
        find = partial(_finder(index, size), query)
        yield Figure(f"search and compare texts, {size} poems", _median(find), "ms")


def _finder(index, size):
    """The whole retriever without a cross-encoder, on sonnets of chance."""
    chance = np.random.default_rng(6)
    words = [f"word{number}" for number in range(5000)]
    lines = [" ".join(chance.choice(words, 8)) for _ in range(14 * TOP * 2)]
    sonnets = [tuple(lines[start : start + 14]) for start in range(0, len(lines), 14)]
    nothing = Encoding(np.zeros(1, np.float32), np.zeros((0, 1), np.float32))
    retriever = Retriever(
        index=index,
        ids=[str(number) for number in range(size)],
        poem_of=lambda poem_id: Poem(poem_id, "", "", (sonnets[int(poem_id) % len(sonnets)],)),
        encodings_of=lambda poem_ids: [nothing] * len(poem_ids),
        scorer=None,
        rerank=0,
        strength=lambda score: Strength.GOOD,
        reasons=lambda picture, poem, encoding: Reasons(),
    )
    return lambda vector: retriever.find(Encoding(vector, nothing.tokens), 10, CancelToken())


def _median(work):
    return median([_milliseconds(work) for _ in range(RUNS + 1)][1:])


def _milliseconds(work):
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)
