"""The measures against cases worked out by hand."""

import numpy as np
import pytest

from ekphrasis_app.training import metrics


def test_the_rank_counts_the_candidates_that_score_higher():
    scores = np.array([[0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.9, 0.5, 0.1]])
    assert metrics.ranks(scores, metrics.one_each(3)).tolist() == [1, 2, 3]


def test_a_scorer_that_cannot_tell_gets_the_mean_rank():
    assert metrics.ranks(np.zeros((5, 5)), metrics.one_each(5)).tolist() == [3.0] * 5


def test_the_best_of_several_relevant_candidates_counts():
    scores = np.array([[0.1, 0.9, 0.5]])
    relevant = np.array([[True, False, True]])
    assert metrics.ranks(scores, relevant).tolist() == [2]


def test_a_query_without_a_relevant_candidate_is_refused():
    with pytest.raises(ValueError, match="at least one relevant"):
        metrics.ranks(np.ones((1, 2)), np.zeros((1, 2), dtype=bool))


def test_the_summary_of_known_ranks():
    of = metrics.summary(np.array([1.0, 5.0, 6.0, 40.0]))
    assert (of.r1, of.r5, of.r10, of.r20) == (25, 50, 75, 75)
    assert (of.mean, of.median) == (13, 5.5)


def test_pools_have_the_distribution_of_pools_that_are_really_drawn():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(30, 200))
    relevant = np.eye(30, 200, dtype=bool)
    counted = metrics.summary(metrics.ranks_among(scores, relevant, 20, 400, seed=1))
    really = []
    for _ in range(400):
        for query in range(30):
            others = rng.choice(np.flatnonzero(~relevant[query]), 19, replace=False)
            really.append(1 + (scores[query, others] > scores[query, query]).sum())
    drawn = metrics.summary(np.array(really, dtype=float))
    assert counted.mean == pytest.approx(drawn.mean, abs=0.15)
    assert counted.r5 == pytest.approx(drawn.r5, abs=1.5)


def test_a_pool_of_all_candidates_gives_the_ranks_among_all():
    scores = np.random.default_rng(2).normal(size=(8, 8))
    relevant = metrics.one_each(8)
    among = metrics.ranks_among(scores, relevant, pool=8, draws=3, seed=0)
    assert (among == metrics.ranks(scores, relevant)).all()


def test_a_pool_larger_than_the_candidates_is_refused():
    with pytest.raises(ValueError, match="a pool of 100"):
        metrics.ranks_among(np.zeros((3, 3)), metrics.one_each(3), 100, 1, 0)


def test_intervals_hold_the_measure_and_narrow_with_more_queries():
    rng = np.random.default_rng(3)
    few, many = rng.integers(1, 40, 50).astype(float), rng.integers(1, 40, 5000).astype(float)
    wide = metrics.intervals(few, 500, seed=0)["r20"]
    narrow = metrics.intervals(many, 500, seed=0)["r20"]
    assert wide.low <= metrics.summary(few).r20 <= wide.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 4


def test_the_interval_of_a_recall_is_near_the_one_of_the_binomial_distribution():
    places = np.repeat([1.0, 9.0], 200)
    low, high = metrics.intervals(places, 2000, seed=0)["r1"]
    assert low == pytest.approx(50 - 1.96 * 2.5, abs=0.6)
    assert high == pytest.approx(50 + 1.96 * 2.5, abs=0.6)


def test_the_interval_of_several_runs_speaks_of_the_runs_as_well():
    good, bad = np.ones((1, 40)), np.full((1, 40), 9.0)
    assert metrics.intervals(np.stack([good, bad]), 300, seed=0)["r1"] == (0, 100)
    assert metrics.intervals(np.stack([good, good]), 300, seed=0)["r1"] == (100, 100)


def test_the_interval_of_one_run_is_that_of_its_queries():
    places = np.arange(1.0, 41.0)
    assert metrics.intervals(places[None, None], 300, 0) == metrics.intervals(places, 300, 0)


def test_graded_gain_by_hand():
    grades = np.array([[3.0, 2.0, 0.0]])
    perfect = metrics.ndcg(np.array([[3.0, 2.0, 1.0]]), grades, 3)
    swapped = metrics.ndcg(np.array([[2.0, 3.0, 1.0]]), grades, 3)
    assert perfect.tolist() == [1.0]
    assert swapped[0] == pytest.approx((3 + 7 / np.log2(3)) / (7 + 3 / np.log2(3)))


def test_graded_gain_where_nothing_fits_is_not_a_number():
    assert np.isnan(metrics.ndcg(np.array([[1.0, 2.0]]), np.zeros((1, 2)), 2)).all()
