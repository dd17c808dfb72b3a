"""Measures of retrieval: ranks, recall, pools of 100, intervals, graded gain. NumPy only.

A score matrix has a row for each query and a column for each candidate; ``relevant`` is
a boolean matrix of the same shape with at least one true entry a row. A rank counts from
1 and is that of the best relevant candidate among the irrelevant ones; equal scores count
half, so that a scorer that cannot tell candidates apart gets the mean rank, not the best.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scores = NDArray[np.floating]
Flags = NDArray[np.bool_]
Statistic = Callable[[Floats], Floats]
"""Maps ranks (..., n) to one number for each leading index."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the tables print; recalls are percentages of the queries."""

    r1: float
    r5: float
    r10: float
    r20: float
    mean: float
    median: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


class Interval(NamedTuple):
    """The 95 % bootstrap interval of a measure."""

    low: float
    high: float


def one_each(count: int) -> Flags:
    """The relevance of a hold-out where query i is looking for candidate i, and no other."""
    return np.eye(count, dtype=np.bool_)


def rivals(scores: Scores, relevant: Flags) -> NDArray[np.int64]:
    """For each query the irrelevant candidates above, level with and below its best (n, 3)."""
    if not relevant.any(axis=1).all():
        raise ValueError("every query needs at least one relevant candidate")
    best = np.where(relevant, scores, -np.inf).max(axis=1, keepdims=True)
    above = ((scores > best) & ~relevant).sum(axis=1)
    level = ((scores == best) & ~relevant).sum(axis=1)
    below = ((scores < best) & ~relevant).sum(axis=1)
    return np.stack([above, level, below], axis=1)


def ranks(scores: Scores, relevant: Flags) -> Floats:
    """The rank (n,) of the best relevant candidate among all candidates."""
    above, level, _ = rivals(scores, relevant).T
    return np.asarray(1.0 + above + level / 2, dtype=np.float64)


def ranks_among(scores: Scores, relevant: Flags, pool: int, draws: int, seed: int) -> Floats:
    """Ranks (draws, n) among ``pool`` candidates: the best relevant one and random others.

    Which others are drawn matters only through how many of them score higher, so the
    counts are drawn directly (without replacement), which gives the same distribution.
    """
    others = pool - 1
    rng = np.random.default_rng(seed)
    columns = []
    for counts in rivals(scores, relevant):
        if counts.sum() < others:
            raise ValueError(f"a pool of {pool} needs at least {others} other candidates")
        drawn = rng.multivariate_hypergeometric(counts, others, size=draws)
        columns.append(1.0 + drawn[:, 0] + drawn[:, 1] / 2)
    return np.stack(columns, axis=1)


def largest_pool(relevant: Flags) -> int:
    """Among how many candidates every query can be ranked, its best relevant one included."""
    return 1 + int((~relevant).sum(axis=1).min())


def recall_at(places: Floats, k: int) -> Floats:
    """The percentage of ranks (..., n) that are at most ``k``."""
    return np.asarray(100.0 * (places <= k).mean(axis=-1))


def mean_rank(places: Floats) -> Floats:
    """The mean of ranks (..., n)."""
    return np.asarray(places.mean(axis=-1))


def median_rank(places: Floats) -> Floats:
    """The median of ranks (..., n)."""
    return np.asarray(np.median(places, axis=-1))


STATISTICS: dict[str, Statistic] = {
    "r1": lambda places: recall_at(places, 1),
    "r5": lambda places: recall_at(places, 5),
    "r10": lambda places: recall_at(places, 10),
    "r20": lambda places: recall_at(places, 20),
    "mean": mean_rank,
    "median": median_rank,
}


def summary(places: Floats) -> Summary:
    """All measures of ranks (n,), or of (draws, n) averaged over the draws."""
    return Summary(**{name: float(of(places).mean()) for name, of in STATISTICS.items()})


def intervals(places: Floats, draws: int, seed: int) -> dict[str, Interval]:
    """The interval of each measure, resampling the queries of ranks (n,) or (draws, n).

    Several draws of pools are averaged within each resample: the interval speaks of the
    queries one might have had, not of the luck of the pools. Of ranks (runs, draws, n)
    the runs are resampled as well: it then speaks of the training one might have had, too.
    """
    rng = np.random.default_rng(seed)
    table = places.reshape((1,) * (3 - places.ndim) + places.shape)
    runs, _, queries = table.shape
    picked = rng.integers(queries, size=(draws, queries))
    trained = rng.integers(runs, size=(draws, runs))
    samples = {name: np.empty(draws) for name in STATISTICS}
    for row in range(draws):
        resampled = table[trained[row]][:, :, picked[row]]
        for name, of in STATISTICS.items():
            samples[name][row] = of(resampled).mean()
    return {name: Interval(*np.percentile(of, [2.5, 97.5])) for name, of in samples.items()}


def mean_interval(values: Floats, draws: int, seed: int) -> Interval:
    """The interval of the mean of ``values`` (n,), one for each query."""
    picked = np.random.default_rng(seed).integers(len(values), size=(draws, len(values)))
    return Interval(*np.percentile(values[picked].mean(axis=1), [2.5, 97.5]))


def ndcg(scores: Scores, grades: Scores, k: int) -> Floats:
    """Normalised discounted cumulative gain at ``k`` of each query (n,), in 0..1.

    ``grades`` (n, m) are judgements from 0 (does not fit) upwards; the gain of a grade g
    is 2^g - 1 (Burges et al. 2005). A query without any fitting candidate is not a number.
    """
    gains = np.exp2(grades) - 1.0
    order = np.argsort(-scores, axis=1, kind="stable")
    best = np.take_along_axis(gains, order, axis=1)[:, :k]
    ideal = -np.sort(-gains, axis=1)[:, :k]
    discounts = 1.0 / np.log2(np.arange(2, best.shape[1] + 2))
    with np.errstate(invalid="ignore"):
        return np.asarray((best @ discounts) / (ideal @ discounts))
