"""Batches hold each picture once an epoch, with a text of its own."""

import numpy as np
import pytest

from ekphrasis_app.training.starter.batches import Links, batches, shared_texts


@pytest.fixture
def links():
    """Picture i of six has the texts 2i and 2i + 1, the latter likelier."""
    own = [np.array([2 * i, 2 * i + 1]) for i in range(6)]
    return Links(own, [np.array([0.1, 0.9])] * 6)


def test_every_picture_comes_once_with_one_of_its_texts(links):
    drawn = list(batches(links, np.arange(6), 2, np.random.default_rng(0)))
    rows = np.concatenate([rows for rows, _ in drawn])
    assert sorted(rows) == list(range(6))
    assert all((texts // 2 == rows).all() for rows, texts in drawn)


def test_no_batch_is_much_smaller_than_the_others(links):
    drawn = batches(links, np.arange(5), 3, np.random.default_rng(0))
    assert sorted(len(rows) for rows, _ in drawn) == [2, 3]


def test_likelier_texts_are_drawn_more_often(links):
    chance = np.random.default_rng(0)
    drawn = [links.draw(0, chance) for _ in range(200)]
    assert 160 < sum(drawn) < 200


def test_a_text_clashes_with_the_pictures_that_it_belongs_to(links):
    found = shared_texts(links, np.array([0, 1]), np.array([0, 1, 2, 9]))
    assert found.tolist() == [[True, True, False, False], [False, False, True, False]]
