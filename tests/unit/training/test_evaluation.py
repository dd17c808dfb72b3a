"""Evaluation gives the figures that its ranks say, by the promised names."""

from pathlib import Path

import pytest

from ekphrasis_app.training.evaluation import evaluate
from ekphrasis_app.training.pairs import Pair
from tests.fakes.numbers import SIZE, KnowsBetter, bundle, read


def measured(bundle, pool=0):
    pairs = [Pair(str(i), (f"text {i}",), ("title",), "photo") for i in range(SIZE)]
    return evaluate(bundle, Path(), pairs, read, pool).as_dict()


def test_a_bundle_that_is_always_right_has_rank_one_everywhere():
    report = measured(bundle())
    assert report == {
        "bundle": "fake",
        "pictures": SIZE,
        "texts": SIZE,
        "bi_encoder": {
            **{"r1": 100, "r5": 100, "r10": 100, "r20": 100},
            **{"mean_rank": 1, "median_rank": 1},
        },
        "reranked": None,
    }


def test_pictures_whose_text_is_misread_are_not_found():
    assert measured(bundle(wrong=15))["bi_encoder"]["r1"] == pytest.approx(50)


def test_a_pool_makes_finding_easier():
    report = measured(bundle(wrong=SIZE), pool=2)
    whole = measured(bundle(wrong=SIZE))
    assert report["bi_encoder"]["mean_rank"] < 3 < whole["bi_encoder"]["mean_rank"]


def test_reranking_is_measured_beside_the_encoders():
    report = measured(bundle(SIZE, KnowsBetter(), rerank=SIZE))
    assert report["bi_encoder"]["r1"] == 0
    assert report["reranked"]["r1"] == 100


def test_a_bundle_that_leaves_reranking_off_is_measured_without():
    assert measured(bundle(SIZE, KnowsBetter(), rerank=0))["reranked"] is None


def test_a_text_that_two_pictures_share_is_no_rival_of_either():
    pairs = [Pair(str(i), ("text 1", f"text {i}"), ("title",) * 2, "photo") for i in range(4)]
    assert evaluate(bundle(), Path(), pairs, read).as_dict()["bi_encoder"]["r1"] == 100
