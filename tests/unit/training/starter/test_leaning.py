"""Poems are moved towards what is said of their pictures."""

import numpy as np
import pytest

from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.starter.corpus import Leaning, TextSpace, corpus
from ekphrasis_app.training.starter.descriptions import SEEN, SUBJECTS
from ekphrasis_app.training.starter.whitening import Affine

WIDTH, COUNT = 6, 200


def pair(name, *texts):
    kinds, said = zip(*texts, strict=True)
    return Pair(f"{name}.png", said, kinds, "poem-pair")


@pytest.fixture
def places():
    """Poems, and what is said of their pictures: the same, turned, with some noise."""
    chance = np.random.default_rng(0)
    poems = chance.standard_normal((COUNT, WIDTH))
    turn, _ = np.linalg.qr(chance.standard_normal((WIDTH, WIDTH)))
    said = poems @ turn + 0.1 * chance.standard_normal((COUNT, WIDTH))
    return unit(np.concatenate([poems, said]).astype(np.float32))


@pytest.fixture
def space():
    return TextSpace(*(Affine(np.eye(WIDTH), np.full(WIDTH, s)) for s in (0.0, 0.5)))


def leaned(space, places, far=1.0):
    rows = np.arange(COUNT)
    return Leaning(far, 0.1)(space, places, rows, rows + COUNT)


def nearness(space, places):
    poems = space(places[:COUNT], np.ones(COUNT, np.bool_))
    return float((poems * places[COUNT:]).sum(axis=1).mean())


def test_poems_come_nearer_to_what_is_said_of_their_pictures(space, places):
    assert nearness(leaned(space, places), places) > nearness(space, places) + 0.2


def test_the_further_they_are_moved_the_nearer_they_come(space, places):
    near = [nearness(leaned(space, places, far), places) for far in (0.0, 0.5, 2.0)]
    assert near == sorted(near)
    assert near[0] == pytest.approx(nearness(space, places))


def test_where_nothing_is_said_of_any_poem_they_stay_where_they_are(space, places):
    none = np.array([], np.int64)
    assert Leaning(1.0, 1.0)(space, places, none, none) is space


def test_lines_stay_where_they_are(space, places):
    lines = np.zeros(len(places), np.bool_)
    assert np.array_equal(leaned(space, places)(places, lines), space(places, lines))


def test_a_poem_stands_beside_each_description_of_its_training_picture():
    train = [
        pair("a", ("poem", "Tyger"), (SEEN, "A tiger."), (SUBJECTS, "fire")),
        pair("b", ("poem", "Lamb"), ("caption", "A lamb.")),
        pair("c", ("title", "Hay"), (SEEN, "A cart.")),
    ]
    val = [pair("d", ("poem", "Rose"), (SEEN, "A rose."))]
    found = corpus(train, val)
    poems, said = found.told((SEEN, SUBJECTS))
    texts = [(found.texts[a], found.texts[b]) for a, b in zip(poems, said, strict=True)]
    assert texts == [("Tyger", "A tiger."), ("Tyger", "fire")]
