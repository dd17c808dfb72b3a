"""Progress is few whole lines, since every one of them is read aloud."""

import io

import pytest
from ekphrasis_setup.progress import Progress, megabytes


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def lines_of(steps, seconds_between):
    out, clock = io.StringIO(), Clock()
    report = Progress(out, clock).percent("mpnet")
    for done in steps:
        clock.now += seconds_between
        report(done, 200)
    return out.getvalue().splitlines()


def test_a_long_download_speaks_at_each_tenth():
    assert lines_of(range(0, 201), 1.0) == [f"mpnet: {n} percent." for n in range(10, 101, 10)]


def test_a_quick_one_says_nothing():
    assert lines_of(range(0, 201), 0.01) == []


def test_an_unknown_length_is_no_error():
    report = Progress(io.StringIO()).percent("mpnet")
    report(5, 0)


@pytest.mark.parametrize(
    "size, words", [(300, "1 MB"), (24_636_608, "25 MB"), (1_234_000_000, "1.2 GB")]
)
def test_sizes_are_said_as_people_say_them(size, words):
    assert megabytes(size) == words
