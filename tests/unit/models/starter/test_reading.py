"""Texts are cut into windows by whole lines, and short texts are read side by side."""

from types import SimpleNamespace

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.models.starter.reading import (
    BATCH,
    Language,
    Reader,
    Reading,
    packed,
    windows,
)


def test_lines_are_read_together_as_far_as_they_fit():
    assert list(windows([[1] * 3, [2] * 3, [3] * 3], 6)) == [[[1] * 3, [2] * 3], [[3] * 3]]


def test_a_line_is_never_cut():
    assert list(windows([[1] * 5, [2] * 5], 6)) == [[[1] * 5], [[2] * 5]]


def test_nothing_makes_no_window():
    assert list(windows([], 6)) == []


def test_short_texts_are_read_together_and_long_ones_alone():
    short, long = [[[1] * 30]], [[[2] * 250], [[3] * 250]]
    groups = list(packed([short, short, long, short]))
    assert groups == [[short, short], [long], [short]]


def test_padding_counts_in_what_fits_together():
    texts = [[[[1] * 8]]] * 4 + [[[[2] * 200]]]
    assert [len(group) for group in packed(texts)] == [4, 1]


class Words:
    """A tokenizer that makes a token of each word."""

    def encode(self, line, add_special_tokens):
        return SimpleNamespace(ids=[7] * len(line.split()))


class Passes(Reader):
    """Notes how many tokens each pass of the network would hold, and gives nothing to read."""

    def __init__(self, cancel=None):
        super().__init__(lambda: Language({}, Words()))
        self.held, self._cancel = [], cancel

    def _run(self, batch):
        self.held.append(len(batch) * (max(sum(map(len, window)) for window in batch) + 2))
        if self._cancel:
            self._cancel.cancel()
        return [
            Reading(np.zeros((len(window), 4), np.float32), np.ones(len(window), np.int64))
            for window in batch
        ]


BOOK = ["ten words stand in each line of this long book"] * 2000


def test_a_long_poem_is_read_a_few_windows_at_a_time():
    reader = Passes()
    (reading,) = reader.read([BOOK], CancelToken())
    assert len(reading.means) == len(BOOK)
    assert len(reader.held) > 10
    assert max(reader.held) <= BATCH


def test_reading_a_long_poem_can_be_given_up_in_its_midst():
    cancel = CancelToken()
    reader = Passes(cancel)
    with pytest.raises(Cancelled):
        list(reader.read([BOOK], cancel))
    assert len(reader.held) == 1
