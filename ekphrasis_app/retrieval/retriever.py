"""Finds poems for a picture: the index proposes, the cross-encoder decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.match import Match, Reasons, Strength
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Encoding, PairScorer, VectorIndex
from ekphrasis_app.retrieval.duplicates import Shingles, nearly_same, shingles
from ekphrasis_app.retrieval.works import Work, work_of


@dataclass(frozen=True, slots=True)
class Found:
    """The matches, best first, and how many seconds each step took."""

    matches: tuple[Match, ...]
    seconds_search: float
    seconds_rerank: float


class _Candidate(NamedTuple):
    poem: Poem
    similarity: float
    reranked: float | None = None

    @property
    def score(self) -> float:
        return self.similarity if self.reranked is None else self.reranked


@dataclass(frozen=True, slots=True)
class Retriever:
    """Poems for pictures, out of the parts that are handed in.

    ``ids`` names the rows of ``index``. ``rerank`` is how many of the best the scorer sees
    at least; it sees all that are returned, so that their scores can be compared.
    """

    index: VectorIndex
    ids: Sequence[str]
    poem_of: Callable[[str], Poem]
    encodings_of: Callable[[Sequence[str]], Sequence[Encoding]]
    scorer: PairScorer | None
    rerank: int
    strength: Callable[[float], Strength]
    reasons: Callable[[Encoding, Poem, Encoding], Reasons]

    def find(self, picture: Encoding, top: int, cancel: CancelToken) -> Found:
        """The best ``top`` poems; fewer where the library has fewer. Raises ``Cancelled``."""
        reranking = self.scorer is not None and self.rerank > 0
        started = perf_counter()
        pool = max(top, self.rerank if reranking else 0)
        candidates = self._candidates(picture, pool, top, cancel)
        searched = perf_counter()
        if reranking:
            candidates = self._reranked(picture, candidates, cancel)
        ended = perf_counter()
        matches = self._explained(picture, candidates[:top], cancel)
        return Found(matches, searched - started, ended - searched)

    def _candidates(
        self, picture: Encoding, wanted: int, least: int, cancel: CancelToken
    ) -> list[_Candidate]:
        """The best distinct poems; the search is widened while others leave too few.

        Of a long work one passage, so that it leaves room for others. Further ones come
        in only where the library has nothing else to make ``least`` of.
        """
        asked = wanted + wanted // 4
        while True:
            rows = self.index.search(picture.vector, asked)
            distinct, further = self._distinct(rows, wanted, least, cancel)
            if len(distinct) == wanted:
                return distinct
            if len(rows) < asked:
                filled = [*distinct, *further[: max(0, least - len(distinct))]]
                return sorted(filled, key=lambda candidate: -candidate.similarity)
            asked *= 2

    def _distinct(
        self, rows: Sequence[tuple[int, float]], wanted: int, most: int, cancel: CancelToken
    ) -> tuple[list[_Candidate], list[_Candidate]]:
        """Those without duplicates, and at ``most`` so many more passages of their works."""
        kept: list[_Candidate] = []
        further: list[_Candidate] = []
        seen: list[Shingles] = []
        works: set[Work] = set()
        for row, similarity in rows:
            cancel.check()
            if len(kept) == wanted:
                break
            poem = self.poem_of(self.ids[row])
            work = work_of(poem)
            if work in works and len(further) == most:
                continue
            marks = shingles(poem)
            if any(nearly_same(marks, other) for other in seen):
                continue
            seen.append(marks)
            (further if work in works else kept).append(_Candidate(poem, similarity))
            if work:
                works.add(work)
        return kept, further

    def _reranked(
        self, picture: Encoding, candidates: Sequence[_Candidate], cancel: CancelToken
    ) -> list[_Candidate]:
        """The scorer's order; where it ties, that of the index stays."""
        assert self.scorer is not None
        encodings = self.encodings_of([candidate.poem.id for candidate in candidates])
        scores = self.scorer.score(picture, encodings, cancel)
        scored = [
            candidate._replace(reranked=score)
            for candidate, score in zip(candidates, scores, strict=True)
        ]
        return sorted(scored, key=lambda candidate: -candidate.score)

    def _explained(
        self, picture: Encoding, candidates: Sequence[_Candidate], cancel: CancelToken
    ) -> tuple[Match, ...]:
        cancel.check()
        encodings = self.encodings_of([candidate.poem.id for candidate in candidates])
        return tuple(
            Match(
                rank,
                found.poem,
                found.similarity,
                found.reranked,
                self.strength(found.score),
                self.reasons(picture, found.poem, encoding),
            )
            for rank, (found, encoding) in enumerate(zip(candidates, encodings, strict=True), 1)
        )
