"""A text is placed by the words that it holds, beside what MPNet makes of it."""

import numpy as np
import pytest

from ekphrasis_app.models.starter.bag import Bag, weighted
from ekphrasis_app.models.starter.vectors import unit

VOCABULARY = ["gull", "lamp", "sea"]
TENSORS = {
    "words.rarity": np.array([2.0, 1.0, 1.0]),
    "words.weight": np.eye(3),
    "words.verse.bias": np.zeros(3),
    "words.line.bias": np.array([0.0, 5.0, 0.0]),
    "words.share": np.array([0.5]),
}
PLACE = unit(np.array([[3.0, 4.0]], np.float32))


def placed(text, verse=True):
    (found,) = Bag(TENSORS, VOCABULARY).beside(PLACE, [text], verse)
    return found


def test_a_place_is_of_unit_length_and_its_bag_has_its_share_beside_mpnet():
    found = placed("The sea,\nthe SEA")
    assert np.linalg.norm(found) == pytest.approx(1)
    assert np.linalg.norm(found[2:]) / np.linalg.norm(found[:2]) == pytest.approx(0.5)
    assert found[2:] / 0.5 == pytest.approx(np.array([0, 0, 1]) / np.linalg.norm([1, 0.5]))


def test_rare_words_count_more_and_a_refrain_less_than_its_length():
    numbers, values = weighted(
        "sea gull sea sea sea", {"gull": 0, "sea": 2}, np.array([2, 1, 1])
    )
    assert dict(zip(numbers, values, strict=True)) == pytest.approx(
        {2: 2 / np.sqrt(8), 0: 2 / np.sqrt(8)}
    )


def test_a_text_without_a_known_word_stays_where_it_is():
    assert placed("nothing of the kind") == pytest.approx([0.6, 0.8, 0, 0, 0])


def test_verse_and_single_lines_are_centred_apart():
    assert placed("sea", verse=True)[3] == 0 < placed("sea", verse=False)[3]
