"""Only words that can be told from pictures become tags."""

import numpy as np

from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.starter import tags


def test_words_are_those_that_could_be_seen():
    texts = ("The Dog, and a dog on THE beach!", "Dog, baroque painting by Anyone.")
    pair = Pair("1.png", texts, ("title", "template"), "painting")
    assert tags.words_of(pair) == {"dog", "beach"}


def test_a_word_that_the_vector_tells_is_learned_and_one_of_chance_is_not():
    chance = np.random.default_rng(0)
    vectors = chance.standard_normal((1000, 8)).astype(np.float32)
    said = [
        ({"dog"} if vector[0] > 0.8 else set()) | ({"luck"} if chance.random() < 0.2 else set())
        for vector in vectors
    ]
    found = tags.learn(vectors[:700], said[:700], vectors[700:], said[700:])
    assert found.words == ["dog"]
    scores = vectors[700:] @ found.weight[0] + found.bias[0]
    right = [
        ("dog" in words) for words, score in zip(said[700:], scores, strict=True) if score > 0
    ]
    assert np.mean(right) >= tags.RIGHT


def test_a_rare_word_is_not_learned():
    vectors = np.random.default_rng(1).standard_normal((100, 4)).astype(np.float32)
    said = [{"owl"} if number < 5 else set() for number in range(100)]
    assert tags.learn(vectors, said, vectors, said).words == []


def test_no_threshold_is_better_than_a_wrong_one():
    scores = np.linspace(1, 0, 20).astype(np.float32)
    assert tags.threshold(scores, np.zeros(20, bool)) == np.inf
