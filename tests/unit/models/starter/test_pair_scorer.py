"""The starter's cross-encoder reads a picture's parts beside the lines of a poem."""

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models.starter.pair_scorer import BATCH, LINES, CrossEncoder, nearest
from ekphrasis_app.ports import Encoding
from tests.fakes.starter import cross_tensors, picture, places, poem


def scores(tensors, poems, of=None):
    return CrossEncoder(tensors).score(of or picture(), poems, CancelToken())


def test_a_longer_poem_beside_it_changes_no_score():
    poems = [poem(1 + number % 9, number) for number in range(BATCH + 3)]
    alone = [scores(cross_tensors(), [one])[0] for one in poems]
    assert scores(cross_tensors(), poems) == pytest.approx(alone, abs=1e-5)


def test_the_order_of_lines_does_not_matter():
    one = poem(6, 1)
    turned = Encoding(one.vector, one.tokens[::-1].copy())
    first, second = scores(cross_tensors(), [one, turned])
    assert first == pytest.approx(second, abs=1e-5)


@pytest.mark.parametrize("part", ["picture", "poem"])
def test_both_the_parts_of_a_picture_and_the_lines_of_a_poem_count(part):
    seen, read = picture(), poem(4, 1)
    before = scores(cross_tensors(), [read], seen)
    if part == "picture":
        seen = Encoding(seen.vector, np.concatenate([seen.tokens[:1], places(4, 9)]))
    else:
        read = Encoding(read.vector, places(4, 9))
    assert scores(cross_tensors(), [read], seen) != pytest.approx(before, abs=1e-4)


def test_without_anything_learned_the_order_is_that_of_the_encoders():
    tensors = cross_tensors()
    tensors["out.weight"][:] = 0
    seen, poems = picture(), [poem(3, number) for number in range(6)]
    near = [seen.vector @ one.vector for one in poems]
    assert scores(tensors, poems) == pytest.approx(1 / (1 + np.exp(-4 * np.array(near))))


def test_of_a_long_poem_the_lines_nearest_to_the_picture_are_read():
    lines, place = places(3 * LINES, 2), places(1, 3)[0]
    read = nearest(lines, place)
    assert len(read) == LINES
    assert (read @ place).min() >= np.sort(lines @ place)[-LINES] - 1e-6
