from dataclasses import replace

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.domain.match import Reasons, Strength
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Encoding
from ekphrasis_app.retrieval.index import ExactIndex
from ekphrasis_app.retrieval.retriever import Retriever

PICTURE = Encoding(np.array([1.0], np.float32), np.zeros((0, 1), np.float32))
THINGS = ["lamp", "boat", "crow", "well", "gate", "moth", "fern", "salt", "bell", "moss"]


class Shelf:
    """Poems whose similarity to ``PICTURE`` falls with their number, and what was asked."""

    def __init__(self, poems: list[Poem]) -> None:
        self.poems = {poem.id: poem for poem in poems}
        self.vectors = np.arange(len(poems), 0, -1, dtype=np.float32)[:, None]
        self.asked_encodings: list[str] = []

    def encodings(self, ids):
        self.asked_encodings.extend(ids)
        places = list(self.poems)
        return [
            Encoding(self.vectors[places.index(one)], np.full((1, 1), places.index(one)))
            for one in ids
        ]

    def retriever(self, **parts) -> Retriever:
        return replace(
            Retriever(
                index=ExactIndex(self.vectors),
                ids=list(self.poems),
                poem_of=self.poems.__getitem__,
                encodings_of=self.encodings,
                scorer=None,
                rerank=0,
                strength=lambda score: Strength.STRONG if score > 5 else Strength.LOOSE,
                reasons=lambda picture, poem, encoding: Reasons(
                    words=(poem.title, str(int(encoding.tokens[0, 0])))
                ),
            ),
            **parts,
        )


class ReversingScorer:
    """Likes best what the index likes least."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def score(self, picture, poems, cancel):
        cancel.check()
        self.batches.append(len(poems))
        return [1 / (2 + float(poem.vector[0])) for poem in poems]


def poems_about(things: list[str]) -> list[Poem]:
    return [
        Poem(str(n), thing, "A", ((f"The {thing} was there before the {thing}s came", thing),))
        for n, thing in enumerate(things)
    ]


@pytest.fixture
def shelf():
    return Shelf(poems_about(THINGS))


def titles(found) -> list[str]:
    return [match.poem.title for match in found.matches]


def test_the_most_similar_poems_come_first_with_rank_strength_and_reasons(shelf):
    found = shelf.retriever().find(PICTURE, 3, CancelToken())
    assert titles(found) == ["lamp", "boat", "crow"]
    assert [match.rank for match in found.matches] == [1, 2, 3]
    assert [match.score for match in found.matches] == [10, 9, 8]
    assert found.matches[0].strength is Strength.STRONG
    assert found.matches[1].reasons.words == ("boat", "1")
    assert found.matches[0].reranked is None


def test_only_the_poems_that_are_returned_are_explained(shelf):
    shelf.retriever().find(PICTURE, 2, CancelToken())
    assert shelf.asked_encodings == ["0", "1"]


def test_more_poems_than_there_are_gives_all_of_them(shelf):
    assert titles(shelf.retriever().find(PICTURE, 99, CancelToken())) == THINGS


def test_an_empty_library_finds_nothing():
    empty = Shelf([])
    empty.vectors = np.zeros((0, 0), np.float32)
    found = empty.retriever(scorer=ReversingScorer(), rerank=5).find(PICTURE, 3, CancelToken())
    assert found.matches == ()


def test_the_cross_encoder_has_the_last_word_among_the_best(shelf):
    scorer = ReversingScorer()
    found = shelf.retriever(scorer=scorer, rerank=4).find(PICTURE, 2, CancelToken())
    assert scorer.batches == [4]
    assert titles(found) == ["well", "crow"]
    assert found.matches[0].similarity == 7
    assert found.matches[0].score == found.matches[0].reranked == pytest.approx(1 / 9)


def test_all_poems_that_are_returned_are_scored_alike(shelf):
    found = shelf.retriever(scorer=ReversingScorer(), rerank=2).find(PICTURE, 5, CancelToken())
    assert titles(found) == ["gate", "well", "crow", "boat", "lamp"]
    assert None not in [match.reranked for match in found.matches]


def test_a_scorer_that_is_switched_off_is_not_asked(shelf):
    scorer = ReversingScorer()
    found = shelf.retriever(scorer=scorer, rerank=0).find(PICTURE, 2, CancelToken())
    assert titles(found) == ["lamp", "boat"]
    assert scorer.batches == []


def test_where_the_scorer_ties_the_order_of_the_index_stays(shelf):
    class Undecided(ReversingScorer):
        def score(self, picture, poems, cancel):
            return [0.5] * len(poems)

    found = shelf.retriever(scorer=Undecided(), rerank=6).find(PICTURE, 6, CancelToken())
    assert titles(found) == THINGS[:6]


def test_a_poem_in_two_editions_is_found_once_and_makes_room_for_another():
    things = ["lamp", "boat", "crow", "well"]
    doubled = [one for thing in things for one in [thing] * 5]
    found = Shelf(poems_about(doubled)).retriever().find(PICTURE, 3, CancelToken())
    assert titles(found) == ["lamp", "boat", "crow"]
    assert [match.poem.id for match in found.matches] == ["0", "5", "10"]


def test_fewer_come_back_where_there_are_only_duplicates():
    found = Shelf(poems_about(["lamp"] * 30)).retriever().find(PICTURE, 3, CancelToken())
    assert titles(found) == ["lamp"]


def passages(book: str, things: list[str]) -> list[Poem]:
    return [
        replace(poem, id=f"{book}-{poem.id}", title=f"{book}, Book {n}, lines 1 to 2")
        for n, poem in enumerate(poems_about(things), 1)
    ]


def test_a_long_work_gives_one_passage_so_that_others_have_room():
    shelf = Shelf([*passages("The Voyage", THINGS[:6]), *poems_about(THINGS[6:])])
    found = shelf.retriever().find(PICTURE, 3, CancelToken())
    assert titles(found) == ["The Voyage, Book 1, lines 1 to 2", "fern", "salt"]


def test_where_there_is_nothing_else_a_long_work_gives_more_best_first():
    shelf = Shelf([*passages("The Voyage", THINGS[:4]), *poems_about(THINGS[9:])])
    found = shelf.retriever().find(PICTURE, 4, CancelToken())
    assert titles(found) == [
        *(f"The Voyage, Book {n}, lines 1 to 2" for n in (1, 2, 3)),
        "moss",
    ]


def test_the_scorer_is_not_given_more_of_a_long_work_than_is_asked_for():
    scorer = ReversingScorer()
    shelf = Shelf([*passages("The Voyage", THINGS[:5]), *poems_about(THINGS[8:])])
    found = shelf.retriever(scorer=scorer, rerank=8).find(PICTURE, 3, CancelToken())
    assert scorer.batches == [3]
    assert sorted(titles(found)) == ["The Voyage, Book 1, lines 1 to 2", "bell", "moss"]


def test_both_steps_are_timed(shelf):
    found = shelf.retriever(scorer=ReversingScorer(), rerank=4).find(PICTURE, 2, CancelToken())
    assert 0 < found.seconds_search < 1
    assert 0 < found.seconds_rerank < 1


@pytest.mark.parametrize("rerank", [0, 5])
def test_a_search_that_was_given_up_ends_with_that(shelf, rerank):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        shelf.retriever(scorer=ReversingScorer(), rerank=rerank).find(PICTURE, 3, cancel)


def test_giving_up_while_poems_are_scored_stops_the_search(shelf):
    cancel = CancelToken()

    class Slow(ReversingScorer):
        def score(self, picture, poems, token):
            cancel.cancel()
            return super().score(picture, poems, token)

    with pytest.raises(Cancelled):
        shelf.retriever(scorer=Slow(), rerank=4).find(PICTURE, 2, cancel)
    assert shelf.asked_encodings == ["0", "1", "2", "3"]
