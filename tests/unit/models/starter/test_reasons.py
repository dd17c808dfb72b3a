"""Reasons are words that the picture suggests and the poem says, and the nearest lines."""

import numpy as np
import pytest

from ekphrasis_app.models.starter.reasons import MOST_LINES, Reasoner, stem
from ekphrasis_app.ports import Encoding
from tests.fakes.people import HARBOUR

NONE = np.zeros((0, 0), np.float32)


@pytest.fixture
def reasoner():
    """Suggests "lamp" and "turning" along the first direction, "dog" against it."""
    weight = np.array([[1.0, 0], [2.0, 0], [-1.0, 0]], np.float16)
    bias = np.array([-0.5, -0.5, -0.5], np.float16)
    return Reasoner({"tags.weight": weight, "tags.bias": bias}, ("lamp", "turning", "dog"))


def picture(*vector):
    return Encoding(np.array([*vector, 1], np.float32), NONE)


def lines(*closeness):
    return Encoding(np.zeros(3, np.float32), np.array([[c, 0] for c in closeness], np.float32))


def test_suggested_words_come_surest_first(reasoner):
    assert reasoner.suggested(picture(1, 0)) == ["turning", "lamp"]


def test_words_below_their_threshold_are_not_suggested(reasoner):
    assert reasoner.suggested(picture(0.2, 0)) == []


def test_words_are_told_in_the_form_that_the_poem_has(reasoner):
    reasons = reasoner(picture(1, 0), HARBOUR, lines(0, 0, 0, 0))
    assert reasons.words == ("turns", "lamp")


def test_the_nearest_lines_come_first_and_are_few(reasoner):
    reasons = reasoner(picture(1, 0), HARBOUR, lines(0.1, 0.4, 0.3, 0.2))
    assert reasons.lines == (1, 2, 3)[:MOST_LINES]


def test_a_poem_without_tokens_has_no_lines_to_tell(reasoner):
    empty = Encoding(np.zeros(3, np.float32), np.zeros((0, 2), np.float32))
    assert reasoner(picture(1, 0), HARBOUR, empty).lines == ()


@pytest.mark.parametrize(("word", "other"), [("boats", "boat"), ("turning", "turned")])
def test_easy_forms_of_a_word_are_taken_as_one(word, other):
    assert stem(word) == stem(other)


def test_short_words_are_left_alone():
    assert stem("sing") == "sing"
