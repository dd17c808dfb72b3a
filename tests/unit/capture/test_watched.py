"""A file that stops being readable when its time is over or it is given up."""

import io

import pytest

from ekphrasis_app.capture.watched import TooSlow, WatchedReader
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled


def test_it_reads_and_moves_like_the_file_below():
    reader = WatchedReader(io.BytesIO(b"abcdef"), CancelToken(), 10)
    assert reader.read(2) == b"ab"
    assert reader.seek(4) == reader.tell() == 4
    assert reader.read() == b"ef"
    assert reader.readable()
    assert reader.seekable()


def test_it_ends_when_the_time_is_over():
    now = [0.0]
    reader = WatchedReader(io.BytesIO(b"abc"), CancelToken(), 5, clock=lambda: now[0])
    assert reader.read(1) == b"a"
    now[0] = 5.1
    with pytest.raises(TooSlow):
        reader.read(1)


def test_it_ends_when_given_up():
    cancel = CancelToken()
    reader = WatchedReader(io.BytesIO(b"abc"), cancel, 5)
    cancel.cancel()
    with pytest.raises(Cancelled):
        reader.read(1)


def test_no_decoder_gets_past_it():
    with pytest.raises(OSError):
        WatchedReader(io.BytesIO(b""), CancelToken(), 5).fileno()
