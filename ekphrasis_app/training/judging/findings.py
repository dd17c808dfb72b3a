"""What the grades of a sheet say, about the poems found and about the controls."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any, NamedTuple

import numpy as np

from ekphrasis_app.training import metrics
from ekphrasis_app.training.judging.grades import FITS, Place
from ekphrasis_app.training.judging.key import Entry, Key, Shown

RESAMPLES = 2000


class Graded(NamedTuple):
    """A poem of the sheet with its number there and its grade."""

    number: int
    poem: Entry
    grade: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A picture, the poems found for it, best first, and its controls."""

    shown: Shown
    found: tuple[Graded, ...]
    controls: tuple[Graded, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over pictures and its 95 % bootstrap interval."""

    value: float
    interval: metrics.Interval

    @classmethod
    def of(cls, values: Sequence[float], seed: int) -> "Estimate":
        """From one value for each picture."""
        interval = metrics.mean_interval(np.array(values, np.float64), RESAMPLES, seed)
        return cls(mean(values), metrics.Interval(*map(float, interval)))


@dataclass(frozen=True, slots=True)
class Side:
    """The poems found, or the controls: how many fit, and for how many pictures none does.

    Both shares are in per cent; ``grade`` is the mean one.
    """

    poems: int
    fitting: int
    pictures: int
    without: int
    share: Estimate
    share_without: Estimate
    grade: Estimate


@dataclass(frozen=True, slots=True)
class Findings:
    """Both sides; ``ndcg`` in per cent, over the pictures with any grade above 0."""

    found: Side
    controls: Side
    top: int
    ndcg: Estimate | None
    ndcg_pictures: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON; intervals are [low, high]."""
        return asdict(self)


def joined(key: Key, grades: Mapping[Place, int]) -> list[Judged]:
    """The key and the grades together."""
    judged = []
    for picture, shown in enumerate(key.pictures, 1):
        poems = [
            Graded(number, poem, grades[picture, number])
            for number, poem in enumerate(shown.poems, 1)
        ]
        found = sorted(
            (one for one in poems if one.poem.rank is not None),
            key=lambda one: one.poem.rank or 0,
        )
        controls = tuple(one for one in poems if one.poem.rank is None)
        judged.append(Judged(shown, tuple(found), controls))
    return judged


def findings(judged: Sequence[Judged], seed: int) -> Findings:
    """All figures; intervals resample the pictures by ``seed``."""
    top = len(judged[0].found)
    gains = np.concatenate([_gain(one) for one in judged])
    gains = gains[~np.isnan(gains)]
    return Findings(
        _side([one.found for one in judged], seed),
        _side([one.controls for one in judged], seed),
        top,
        Estimate.of((100 * gains).tolist(), seed) if len(gains) else None,
        len(gains),
    )


def _side(pictures: Sequence[Sequence[Graded]], seed: int) -> Side:
    grades = [[one.grade for one in poems] for poems in pictures]
    fitting = [sum(grade >= FITS for grade in row) for row in grades]
    both = list(zip(fitting, grades, strict=True))
    return Side(
        poems=sum(map(len, grades)),
        fitting=sum(fitting),
        pictures=len(grades),
        without=fitting.count(0),
        share=Estimate.of([100 * fit / len(row) for fit, row in both], seed),
        share_without=Estimate.of([100 * (fit == 0) for fit in fitting], seed),
        grade=Estimate.of([mean(row) for row in grades], seed),
    )


def _gain(judged: Judged) -> metrics.Floats:
    """How good the order of the poems found is, against the best order of all judged."""
    everything = [*judged.found, *judged.controls]
    # The controls come after the poems found; that they tie changes nothing: k ends there.
    scores = -np.arange(len(everything), dtype=np.float64)[None]
    grades = np.array([[float(one.grade) for one in everything]])
    return metrics.ndcg(scores, grades, len(judged.found))
