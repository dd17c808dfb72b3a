"""Bags of words are placed where pictures are that suggest such words."""

import numpy as np
import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.starter.bag import Bag
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.starter.corpus import corpus
from ekphrasis_app.training.starter.vocabulary import Taught, Words, learn, likened

WORDS = Words(least=3, most=0.9, even=0.75, width=2, near=2, like=0.5, doubt=0.5, share=1.0)
KNOWN = {"boat", "ship", "and", "quartz", "##s", "x"}
COUNT = 60


def told(number):
    """Pictures of boats, of cats and of neither; every poem says "and"."""
    what = ("a boat and\nits sail", "a cat and\nits paw", "and\nnothing")[number % 3]
    return f"{what} {number}"


@pytest.fixture
def pairs():
    kinds = ["poem-pair", "photo"]
    made = [Pair(f"{n}.png", (told(n),), ("poem",), kinds[n % 2]) for n in range(COUNT)]
    return corpus(made, made[:3])


@pytest.fixture
def seen():
    chance = np.random.default_rng(0)
    found = chance.standard_normal((COUNT + 3, 5)).astype(np.float32) / 10
    for number in range(COUNT + 3):
        if number % 3 < 2:
            found[number, number % 3] += 1
    return found


def read(words):
    """Vectors in which a ship is like a boat, and all other words are unlike each other."""
    found = np.random.default_rng(1).standard_normal((len(words), 200)).astype(np.float32)
    for number, word in enumerate(words):
        if word == "ship":
            found[number] = found[words.index("boat")]
    return found


@pytest.fixture
def learned(pairs, seen):
    return learn(Taught(pairs, seen, pairs.linked(5, 0.3), 0.1), WORDS, KNOWN, read)


def test_words_that_are_rare_or_everywhere_are_not_learned(learned):
    assert learned.words == ["boat", "cat", "its", "nothing", "paw", "sail", "quartz", "ship"]


def test_a_word_that_no_picture_taught_lies_with_words_like_it(learned):
    bag = Bag(learned.tensors, learned.words)
    boat, ship, cat = bag.beside(np.zeros((3, 1)), ["boat", "ship", "cat"], True)
    assert boat @ ship > 0.9
    assert ship @ cat < 0
    rarity = dict(zip(learned.words, learned.tensors["words.rarity"], strict=True))
    assert rarity["ship"] == pytest.approx(np.log(COUNT) / 2)


def test_a_word_like_no_other_has_no_place(learned):
    placed = learned.tensors["words.weight"][:, learned.words.index("quartz")]
    assert placed == pytest.approx([0, 0], abs=1e-6)


def test_a_word_is_moved_towards_its_neighbours_and_lengths_stay():
    places = np.eye(2, dtype=np.float32)
    alike = np.array([[1, 0.8], [0.8, 1], [0.1, 0.9]], np.float32)
    first, second, third = likened(places, alike, WORDS)
    assert first[1] / first[0] == pytest.approx(0.64)
    assert np.linalg.norm([first, second], axis=1).mean() == pytest.approx(1)
    assert third[0] == 0 < third[1]


def test_words_of_like_pictures_lie_together(learned):
    bag = Bag(learned.tensors, learned.words)
    boat, sail, cat, paw = bag.beside(np.zeros((4, 1)), ["boat", "sail", "cat", "paw"], True)
    assert boat @ sail > 0.9
    assert cat @ paw > 0.9
    assert boat @ cat < 0


def test_texts_without_words_in_common_are_refused(seen):
    made = [Pair(f"{n}.png", (f"{chr(97 + n) * 3}",), ("title",), "photo") for n in range(9)]
    apart = corpus(made, [])
    with pytest.raises(InputProblem, match="too few words in common"):
        learn(Taught(apart, seen, apart.linked(5, 0.3), 0.1), WORDS, (), read)


def test_texts_are_placed_beside_what_mpnet_gives(learned, pairs):
    places = np.ones((len(pairs.texts), 1), np.float32)
    found = learned.beside(places, pairs.texts, pairs.verse)
    assert found.shape == (len(pairs.texts), 1 + WORDS.width)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(found)))


def test_a_pair_with_a_poem_counts_more_than_another(pairs):
    linked = pairs.linked(5, 0.3)
    assert linked.weights[linked.pictures % 2 == 0] == pytest.approx(np.ones(COUNT // 2))
    assert linked.weights[linked.pictures % 2 == 1] == pytest.approx(np.full(COUNT // 2, 0.3))
