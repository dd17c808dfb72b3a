"""What every ``VectorIndex`` promises; each real one and each fake is listed here."""

import numpy as np
import pytest

from ekphrasis_app.retrieval.index import ExactIndex

INDEXES = [ExactIndex]
"""Callables that make an index of a matrix (n, d)."""


@pytest.fixture(params=INDEXES, ids=lambda make: make.__name__)
def make_index(request):
    return request.param


@pytest.fixture
def vectors():
    return np.random.default_rng(1).normal(size=(500, 16)).astype(np.float32)


@pytest.fixture
def query():
    return np.random.default_rng(2).normal(size=16).astype(np.float32)


def by_hand(vectors, query):
    """All rows, best first, the slow and certain way."""
    return sorted(range(len(vectors)), key=lambda row: -float(vectors[row] @ query))


def test_it_knows_how_many_vectors_it_holds(make_index, vectors):
    assert len(make_index(vectors)) == 500


@pytest.mark.parametrize("top", [1, 10, 499, 500])
def test_the_best_rows_come_first(make_index, vectors, query, top):
    found = make_index(vectors).search(query, top)
    assert [row for row, _ in found] == by_hand(vectors, query)[:top]


def test_the_score_is_the_inner_product(make_index, vectors, query):
    for row, score in make_index(vectors).search(query, 20):
        assert score == pytest.approx(float(vectors[row] @ query), rel=1e-4)


def test_long_vectors_win_over_short_ones_of_the_same_direction(make_index):
    index = make_index(np.array([[1, 0], [3, 0], [2, 0]], np.float32))
    assert [row for row, _ in index.search(np.array([1, 0], np.float32), 3)] == [1, 2, 0]


def test_asking_for_more_than_there_are_gives_all(make_index, vectors, query):
    assert len(make_index(vectors).search(query, 10_000)) == 500


@pytest.mark.parametrize("top", [0, -1])
def test_asking_for_none_gives_none(make_index, vectors, query, top):
    assert make_index(vectors).search(query, top) == []


def test_an_empty_index_finds_nothing(make_index, query):
    assert make_index(np.zeros((0, 16), np.float32)).search(query, 5) == []
    assert make_index(np.zeros((0, 0), np.float32)).search(query, 5) == []


def test_rows_that_are_left_out_are_not_found(make_index, vectors, query):
    keep = np.zeros(500, bool)
    keep[::7] = True
    found = [row for row, _ in make_index(vectors).search(query, 30, keep)]
    assert found == [row for row in by_hand(vectors, query) if keep[row]][:30]


def test_fewer_come_back_where_fewer_are_kept(make_index, vectors, query):
    keep = np.zeros(500, bool)
    assert make_index(vectors).search(query, 5, keep) == []
    keep[[3, 4]] = True
    assert {row for row, _ in make_index(vectors).search(query, 5, keep)} == {3, 4}


def test_equal_scores_keep_the_order_of_the_rows(make_index):
    index = make_index(np.ones((50, 4), np.float32))
    assert [row for row, _ in index.search(np.ones(4, np.float32), 5)] == [0, 1, 2, 3, 4]


def test_a_vector_of_another_length_is_a_mistake(make_index, vectors):
    with pytest.raises(ValueError):
        make_index(vectors).search(np.ones(15, np.float32), 5)


def test_what_is_not_a_matrix_is_a_mistake(make_index):
    with pytest.raises(ValueError):
        make_index(np.ones(5, np.float32))
