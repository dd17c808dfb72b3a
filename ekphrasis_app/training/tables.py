"""The paper's Table 1 and Table 2 for any bundles and any data set, and their kin.

Table 1 ranks among all texts of the hold-out, Table 2 among 100; each measured number has
its bootstrap interval, and the paper's own rows are marked as quoted. A third table is the
other direction, a fourth the graded judgements if there are any.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Progress
from ekphrasis_app.training import metrics, paper
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.scoring import (
    ALL,
    Ranking,
    ReadPicture,
    encoded,
    reranked,
    texts_of,
)

SHOWN = ("r1", "r5", "r20", "mean", "median")
BEST_JUDGED = 5
"""At how many of the best texts the graded gain is measured."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure: re-rank the best ``depth`` (or ALL), pools of ``pool`` texts drawn
    ``draws`` times, intervals of ``resamples``, everything random from ``seed``.
    """

    depth: int = 50
    pool: int = 100
    draws: int = 50
    resamples: int = 1000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A method with its measures by name; a quoted row has no intervals."""

    method: str
    measures: Mapping[str, float]
    intervals: Mapping[str, metrics.Interval] | None = None

    @property
    def quoted(self) -> bool:
        return self.intervals is None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title; ``columns`` are names of measures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every row with its measures, intervals and whether it is quoted."""
        return {
            "title": self.title,
            "rows": [
                {
                    "method": row.method,
                    "quoted": row.quoted,
                    "measures": dict(row.measures),
                    "intervals": {n: list(i) for n, i in (row.intervals or {}).items()},
                }
                for row in self.rows
            ],
        }


Judgements = Mapping[tuple[str, str], float]
"""The grade of (image, text), from 0: does not fit."""


def read_judgements(path: Path) -> Judgements:
    """Graded judgements from JSON lines with ``image``, ``text`` and ``grade``."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.strip()]
        return {(one["image"], one["text"]): float(one["grade"]) for one in entries}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputProblem("The judgements {path} cannot be read.", path=path) from error


def measure(
    bundles: Sequence[Bundle],
    folder: Path,
    pairs: Sequence[Pair],
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
    plan: Plan,
    judgements: Judgements | None = None,
) -> list[Table]:
    """All tables for ``bundles`` on ``pairs``. Raises ``Problem`` and ``Cancelled``."""
    if len({bundle.name for bundle in bundles}) < len(bundles):
        raise InputProblem("Two of the models have the same name.")
    rankings: dict[str, Ranking] = {}
    backwards: dict[str, Ranking] = {}
    for bundle in bundles:
        found = encoded(bundle, folder, pairs, read, progress, cancel)
        rankings[bundle.name] = alone = found.alone()
        backwards[bundle.name] = Ranking(alone.scores.T, alone.own.T)
        if bundle.pair_scorer and plan.depth:
            again = reranked(found, plan.depth, progress, cancel)
            name = f"{bundle.name}, {told_depth(plan)}"
            rankings[name] = again
            if plan.depth == ALL:
                backwards[name] = Ranking(again.scores.T, again.own.T)
    tables = [*_paper_tables(rankings, plan), _other_direction(backwards, plan)]
    if judgements:
        tables.append(_graded(rankings, pairs, judgements, plan))
    return tables


def told_depth(plan: Plan) -> str:
    """How the re-ranked row of a bundle is called beside its plain one."""
    return "all re-ranked" if plan.depth == ALL else f"best {plan.depth} re-ranked"


def _paper_tables(rankings: Mapping[str, Ranking], plan: Plan) -> list[Table]:
    own = next(iter(rankings.values())).own
    pictures, texts = own.shape
    pool = min(plan.pool, metrics.largest_pool(own))
    among_all, among_few = [], []
    for name, ranking in rankings.items():
        among_all.append(row_of(name, ranking.ranks(), plan))
        few = ranking.ranks(pool, plan.seed, plan.draws)
        among_few.append(row_of(name, few, plan))
    first = f"Table 1. {pictures} pictures, rank among all {texts} texts"
    second = f"Table 2. The same among {pool} texts, mean of {plan.draws} draws"
    return [
        Table(first, SHOWN, (*among_all, *map(_quoted, paper.AMONG_ALL))),
        Table(second, SHOWN, (*among_few, *map(_quoted, paper.AMONG_100))),
    ]


def _other_direction(rankings: Mapping[str, Ranking], plan: Plan) -> Table:
    texts, pictures = next(iter(rankings.values())).scores.shape
    rows = tuple(row_of(name, ranking.ranks(), plan) for name, ranking in rankings.items())
    return Table(f"{texts} texts, rank among all {pictures} pictures", SHOWN, rows)


def _graded(
    rankings: Mapping[str, Ranking],
    pairs: Sequence[Pair],
    judgements: Judgements,
    plan: Plan,
) -> Table:
    """The gain among the judged texts of each picture; nobody knows how the others fit."""
    texts = texts_of(pairs)
    grades = np.array(
        [[judgements.get((pair.image, text), np.nan) for text in texts] for pair in pairs]
    )
    rows = []
    for name, ranking in rankings.items():
        scores = np.where(np.isnan(grades), -np.inf, ranking.scores)
        gains = 100.0 * metrics.ndcg(scores, np.nan_to_num(grades), BEST_JUDGED)
        rows.append(_mean_row(name, gains[~np.isnan(gains)], plan))
    judged = int((np.nan_to_num(grades) > 0).any(axis=1).sum())
    title = f"Graded judgements of {judged} pictures, nDCG@{BEST_JUDGED} among the judged texts"
    return Table(title, ("ndcg",), tuple(rows))


def row_of(name: str, ranks: NDArray[np.float64], plan: Plan) -> Row:
    """The measures of ranks, shaped as ``metrics.intervals`` takes them."""
    told = metrics.summary(ranks).as_dict()
    return Row(name, told, metrics.intervals(ranks, plan.resamples, plan.seed))


def _mean_row(name: str, values: NDArray[np.float64], plan: Plan) -> Row:
    if not len(values):
        raise InputProblem("None of the judgements is of these pictures and texts.")
    interval = metrics.mean_interval(values, plan.resamples, plan.seed)
    return Row(name, {"ndcg": float(values.mean())}, {"ndcg": interval})


def _quoted(row: paper.Quoted) -> Row:
    measures = {name: float(getattr(row, name)) for name in SHOWN}
    return Row(f"{row.method}, quoted from the paper", measures)
