"""A place always lies within its poem, and moves by lines and stanzas."""

import pytest

from ekphrasis_app.domain.place import (
    START,
    Place,
    line_at,
    line_number,
    moved_by_lines,
    moved_by_stanzas,
    place_of_line,
    within,
)
from tests.fakes.people import HARBOUR


def test_lines_are_numbered_through_the_stanzas() -> None:
    places = [place_of_line(HARBOUR, number) for number in range(4)]
    assert places == [Place(0, 0), Place(0, 1), Place(1, 0), Place(1, 1)]
    assert [line_number(HARBOUR, place) for place in places] == [0, 1, 2, 3]
    assert [line_at(HARBOUR, place) for place in places] == list(HARBOUR.lines)


@pytest.mark.parametrize(("number", "place"), [(-3, START), (99, Place(1, 1))])
def test_a_line_number_beyond_the_poem_is_held_within(number: int, place: Place) -> None:
    assert place_of_line(HARBOUR, number) == place


def test_moving_ends_at_both_ends_of_the_poem() -> None:
    assert moved_by_lines(HARBOUR, Place(0, 1), 1) == Place(1, 0)
    assert moved_by_lines(HARBOUR, START, -1) is None
    assert moved_by_lines(HARBOUR, Place(1, 1), 1) is None
    assert moved_by_stanzas(HARBOUR, Place(0, 1), 1) == Place(1, 0)
    assert moved_by_stanzas(HARBOUR, Place(1, 0), 1) is None


@pytest.mark.parametrize(
    ("saved", "held"),
    [
        (Place(5, 5, 5), Place(1, 1, 1)),
        (Place(-1, -1, -1), START),
        (Place(0, 1, 2), Place(0, 1, 2)),
    ],
)
def test_a_saved_place_is_held_within_the_poem_that_is_there_now(
    saved: Place, held: Place
) -> None:
    assert within(HARBOUR, saved) == held
