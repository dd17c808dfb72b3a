"""One table of all kinds of pairs, as a model card shows it.

Bundles of the same name are runs of one model with different seeds. They share a row: its
measures are means over the runs, its intervals are over pictures and runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path

import numpy as np

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.bundle import Bundle, open_bundle
from ekphrasis_app.models.manifest import read_manifest
from ekphrasis_app.ports import Progress
from ekphrasis_app.training import metrics
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.scoring import (
    ALL,
    Encoded,
    ReadPicture,
    encoded,
    own_texts,
    reranked,
    texts_of,
)
from ekphrasis_app.training.tables import Plan, Row, Table, row_of, told_depth

NAMES = {
    "photo": "photographs",
    "painting": "paintings",
    "clipart": "clip-art",
    "poem-pair": "poem pairs",
}
"""The kinds in the order of the table, and what it calls them."""
COLUMNS = tuple(metrics.STATISTICS)
POEM = "poem"
"""The kind of text that is the poem itself; others are captions."""

Section = tuple[str, Encoded, int]
"""Its title, what is ranked in it, and among how many texts; 0 is all."""


def opened(folders: Sequence[Path], fetched: Path) -> Iterator[Bundle]:
    """The bundles, each opened when it is its turn: not all fit into memory at once.

    Raises ``Problem`` for any that cannot be used before the first is opened.
    """
    found = [read_manifest(folder, fetched) for folder in folders]
    if len({manifest.fingerprint for manifest in found}) < len(found):
        raise InputProblem("Two of the models are the same.", "Name each of them once.")
    for folder in folders:
        yield open_bundle(folder, fetched)


def measure_kinds(
    bundles: Iterable[Bundle],
    folder: Path,
    pairs: Sequence[Pair],
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
    plan: Plan,
    say: Callable[[str], None],
) -> list[Table]:
    """A table for each kind among ``pairs``, and one for poems alone among ``plan.pool``.

    ``say`` hears what is measured next. Raises ``Problem`` and ``Cancelled``.
    """
    rows: dict[str, dict[str, list[metrics.Floats]]] = {}
    for bundle in bundles:
        for kind, chosen in by_kind(pairs).items():
            say(f"{bundle.name} {bundle.version}, {kind}: {len(chosen)} pictures.")
            # What was encoded has no name here: it and its bundle would stay in memory.
            ranks = _ranks_of_kind(
                encoded(bundle, folder, chosen, read, progress, cancel),
                kind,
                chosen,
                plan,
                progress,
                cancel,
            )
            for title, method, places in ranks:
                rows.setdefault(title, {}).setdefault(method, []).append(places)
    return [
        Table(
            title, COLUMNS, tuple(_row(method, runs, plan) for method, runs in models.items())
        )
        for title, models in rows.items()
    ]


def by_kind(pairs: Sequence[Pair]) -> Mapping[str, list[Pair]]:
    """The pairs of each kind by its name in the table; kinds not known to it come last."""
    kinds = dict.fromkeys([*NAMES, *(pair.kind for pair in pairs)])
    named = {NAMES.get(k, k or "pictures"): [p for p in pairs if p.kind == k] for k in kinds}
    return {name: chosen for name, chosen in named.items() if chosen}


def poems_alone(found: Encoded, pairs: Sequence[Pair]) -> Encoded:
    """What was found with each picture's poem as its only text, among poems alone."""
    column = {text: number for number, text in enumerate(texts_of(pairs))}
    rows = [number for number, pair in enumerate(pairs) if POEM in pair.text_kinds]
    kept = [replace(pairs[number], texts=_poems(pairs[number])) for number in rows]
    poems = texts_of(kept)
    return Encoded(
        found.bundle,
        [found.pictures[number] for number in rows],
        [found.texts[column[text]] for text in poems],
        own_texts(kept, poems),
    )


def _poems(pair: Pair) -> tuple[str, ...]:
    both = zip(pair.texts, pair.text_kinds, strict=True)
    return tuple(text for text, kind in both if kind == POEM)


def _ranks_of_kind(
    found: Encoded,
    kind: str,
    pairs: Sequence[Pair],
    plan: Plan,
    progress: Progress,
    cancel: CancelToken,
) -> list[tuple[str, str, metrics.Floats]]:
    """Title, method and ranks of everything that is measured of one bundle and kind."""
    return [
        (title, method, places)
        for title, part, pool in _sections(kind, found, pairs, plan)
        for method, places in _ranks(part, pool, plan, progress, cancel).items()
    ]


def _sections(
    kind: str, found: Encoded, pairs: Sequence[Pair], plan: Plan
) -> Iterator[Section]:
    yield f"{kind}: {len(found.pictures)} pictures, {len(found.texts)} texts", found, 0
    if any(POEM in pair.text_kinds for pair in pairs):
        poems = poems_alone(found, pairs)
        pool = min(plan.pool, metrics.largest_pool(poems.own))
        counts = f"{len(poems.pictures)} pictures, {len(poems.texts)} poems"
        yield f"poems among {pool}: {counts}, {plan.draws} draws", poems, pool


def _ranks(
    found: Encoded, pool: int, plan: Plan, progress: Progress, cancel: CancelToken
) -> dict[str, metrics.Floats]:
    """Ranks (draws, pictures) by method; one draw where the pool is all texts."""
    rankings = {found.bundle.name: found.alone()}
    if found.bundle.pair_scorer and plan.depth:
        depth = plan.depth
        if pool and depth != ALL:
            # Of the best of all poems only a share is in a pool: about plan.depth are then.
            depth = ceil(depth * len(found.texts) / pool)
        name = f"{found.bundle.name}, {told_depth(plan)}"
        rankings[name] = reranked(found, depth, progress, cancel)
    return {
        name: np.atleast_2d(ranking.ranks(pool, plan.seed, plan.draws))
        for name, ranking in rankings.items()
    }


def _row(method: str, runs: Sequence[metrics.Floats], plan: Plan) -> Row:
    name = method if len(runs) == 1 else f"{method}, {len(runs)} seeds"
    return row_of(name, np.stack(runs), plan)
