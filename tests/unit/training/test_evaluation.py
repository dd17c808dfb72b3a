"""Evaluation gives the figures that its ranks say, by the promised names."""

from pathlib import Path

import numpy as np
import pytest

from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Encoding
from ekphrasis_app.training.evaluation import evaluate
from ekphrasis_app.training.pairs import Pair

NONE = np.zeros((0, 1), np.float32)
SIZE = 30


class Pictures:
    """Sees picture i as the direction i."""

    fingerprint = "f"

    def encode(self, picture):
        return Encoding(np.eye(SIZE, dtype=np.float32)[int(picture.name)], NONE)


class Texts:
    """Reads "text i" as the direction i, and the first ``wrong`` texts as its opposite."""

    fingerprint = "f"

    def __init__(self, wrong=0):
        self.wrong = wrong

    def encode(self, poems, cancel):
        for poem in poems:
            number = int(poem.text.split()[1])
            yield Encoding(self._vector(number), np.full((1, 1), number, np.float32))

    def _vector(self, number):
        direction = np.eye(SIZE, dtype=np.float32)[number]
        return -direction if number < self.wrong else direction


class KnowsBetter:
    """Gives the picture's own text 1 and every other 0."""

    def score(self, picture, poems, cancel):
        return [float(poem.tokens[0, 0] == picture.vector.argmax()) for poem in poems]


def measured(bundle, pool=0):
    pairs = [Pair(str(i), (f"text {i}",), ("title",), "photo") for i in range(SIZE)]
    read = lambda path: Picture(b"\0\0\0", 1, 1, Origin.FILE, path.name)  # noqa: E731
    return evaluate(bundle, Path(), pairs, read, pool).as_dict()


def bundle(wrong=0, scorer=None, rerank=0):
    return Bundle("fake", "1", "f", Pictures(), Texts(wrong), scorer, rerank)


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
    read = lambda path: Picture(b"\0\0\0", 1, 1, Origin.FILE, path.name)  # noqa: E731
    assert evaluate(bundle(), Path(), pairs, read).as_dict()["bi_encoder"]["r1"] == 100
