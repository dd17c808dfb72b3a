"""What every pair scorer promises, tried on each kind of bundle that has one."""

from functools import partial
from typing import NamedTuple

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.models.starter.pair_scorer import CrossEncoder
from ekphrasis_app.ports import Encoding, PairScorer
from tests.fakes import starter
from tests.fakes.ce_clip import noise, small_bundle, small_cross, verses


class Pairs(NamedTuple):
    """A scorer, two pictures and some poems."""

    scorer: PairScorer
    pictures: list[Encoding]
    poems: list[Encoding]


def of_bundle(folder, shape):
    bundle = small_bundle(folder, shape)
    pictures = [bundle.image_encoder.encode(picture) for picture in (noise(), noise(1))]
    poems = list(bundle.text_encoder.encode(verses(), CancelToken()))
    return Pairs(bundle.pair_scorer, pictures, poems)


def of_starter(folder):
    poems = [starter.poem(lines, lines) for lines in (1, 2, 5, 30)]
    pictures = [starter.picture(seed) for seed in range(2)]
    return Pairs(CrossEncoder(starter.cross_tensors()), pictures, poems)


KINDS = {
    "sequences": partial(of_bundle, shape=small_cross()),
    "vectors": partial(of_bundle, shape=small_cross(inputs="vectors")),
    "binary": partial(of_bundle, shape=small_cross(objective="binary")),
    "starter": of_starter,
}


@pytest.fixture(scope="module", params=list(KINDS))
def pairs(request, tmp_path_factory):
    return KINDS[request.param](tmp_path_factory.mktemp("bundles") / "b")


def test_there_is_a_score_from_none_to_one_for_each_poem(pairs):
    scores = pairs.scorer.score(pairs.pictures[0], pairs.poems, CancelToken())
    assert len(scores) == len(pairs.poems)
    assert all(isinstance(score, float) and 0 <= score <= 1 for score in scores)


def test_a_poem_has_its_score_wherever_it_stands(pairs):
    picture = pairs.pictures[0]
    scores = pairs.scorer.score(picture, pairs.poems, CancelToken())
    turned = pairs.scorer.score(picture, pairs.poems[::-1], CancelToken())
    assert turned[::-1] == pytest.approx(scores, abs=1e-5)


def test_another_picture_has_other_scores(pairs):
    scores = [pairs.scorer.score(one, pairs.poems, CancelToken()) for one in pairs.pictures]
    assert scores[0] != scores[1]


def test_without_poems_there_are_no_scores(pairs):
    assert pairs.scorer.score(pairs.pictures[0], [], CancelToken()) == []


def test_it_is_given_up_when_asked(pairs):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        pairs.scorer.score(pairs.pictures[0], pairs.poems, cancel)
