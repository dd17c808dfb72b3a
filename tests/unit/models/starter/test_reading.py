"""Texts are cut into windows by whole lines, and short texts are read side by side."""

from ekphrasis_app.models.starter.reading import packed, windows


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
