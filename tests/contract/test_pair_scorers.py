"""What every pair scorer promises, tried on each kind of bundle that has one."""

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from tests.fakes.ce_clip import noise, small_bundle, small_cross, verses

KINDS = {
    "sequences": small_cross(),
    "vectors": small_cross(inputs="vectors"),
    "binary": small_cross(objective="binary"),
}


@pytest.fixture(scope="module", params=list(KINDS))
def bundle(request, tmp_path_factory):
    return small_bundle(tmp_path_factory.mktemp("bundles") / "b", KINDS[request.param])


@pytest.fixture(scope="module")
def picture(bundle):
    return bundle.image_encoder.encode(noise())


@pytest.fixture(scope="module")
def poems(bundle):
    return list(bundle.text_encoder.encode(verses(), CancelToken()))


def test_there_is_a_score_from_none_to_one_for_each_poem(bundle, picture, poems):
    scores = bundle.pair_scorer.score(picture, poems, CancelToken())
    assert len(scores) == len(poems)
    assert all(isinstance(score, float) and 0 <= score <= 1 for score in scores)


def test_a_poem_has_its_score_wherever_it_stands(bundle, picture, poems):
    scores = bundle.pair_scorer.score(picture, poems, CancelToken())
    turned = bundle.pair_scorer.score(picture, poems[::-1], CancelToken())
    assert turned[::-1] == pytest.approx(scores, abs=1e-5)


def test_another_picture_has_other_scores(bundle, picture, poems):
    other = bundle.image_encoder.encode(noise(1))
    scores = [bundle.pair_scorer.score(one, poems, CancelToken()) for one in (picture, other)]
    assert scores[0] != scores[1]


def test_without_poems_there_are_no_scores(bundle, picture):
    assert bundle.pair_scorer.score(picture, [], CancelToken()) == []


def test_it_is_given_up_when_asked(bundle, picture, poems):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        bundle.pair_scorer.score(picture, poems, cancel)
