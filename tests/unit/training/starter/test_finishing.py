"""The thresholds are fitted to poems as a library has them: described."""

import numpy as np
import pytest

pytest.importorskip("torch")
from ekphrasis_app.training.starter.finishing import as_described

VERSE, *SAID = np.eye(3, dtype=np.float32)


def described(share):
    return as_described(VERSE[None], np.stack(SAID), share, np.random.default_rng(0))


def test_a_described_poem_stands_midway_between_its_verse_and_what_is_said_of_it():
    found = described(1.0)
    assert found @ VERSE == pytest.approx([0.5**0.5] * 2)
    assert np.sum(found * SAID, axis=1) == pytest.approx([0.5**0.5] * 2)


def test_the_longer_what_is_said_the_nearer_the_poem_stands_to_it():
    near, far = (np.sum(described(share) * SAID, axis=1) for share in (2.0, 0.5))
    assert (near > far).all()


def test_each_description_has_a_verse_of_its_own_drawn_from_all():
    verse = np.eye(40, dtype=np.float32)
    found = as_described(verse, np.zeros((200, 40), np.float32), 1.0, np.random.default_rng(0))
    assert len(np.unique(found.argmax(axis=1))) > 30
