from datetime import UTC, datetime

import pytest

from ekphrasis_app.library.kept import Visit
from ekphrasis_app.library.store import Library
from tests.unit.library.poems import poem, poems


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library.sqlite3") as opened:
        opened.add(poems(3))
        yield opened


def test_favourites_come_newest_first_and_can_be_taken_out(library):
    for number in (1, 0, 2):
        library.kept.set_favourite(poem(number).id, True)
    library.kept.set_favourite(poem(0).id, False)
    assert library.kept.favourites() == [poem(2).id, poem(1).id]
    assert library.kept.is_favourite(poem(2).id)
    assert not library.kept.is_favourite(poem(0).id)


def test_a_favourite_marked_twice_is_there_once(library):
    library.kept.set_favourite(poem(1).id, True)
    library.kept.set_favourite(poem(1).id, True)
    assert library.kept.favourites() == [poem(1).id]


def test_what_is_kept_outlives_a_poem_that_is_imported_again(library):
    library.kept.set_favourite(poem(1).id, True)
    library.kept.set_note(poem(1).id, "for Ann")
    library.remove([poem(1).id])
    assert library.kept.favourites() == []
    library.add([poem(1)])
    assert library.kept.favourites() == [poem(1).id]
    assert library.kept.note(poem(1).id) == "for Ann"


def test_a_note_can_be_changed_and_removed(library):
    assert library.kept.note("x") == ""
    library.kept.set_note("x", "first")
    library.kept.set_note("x", "second\nthird")
    assert library.kept.note("x") == "second\nthird"
    library.kept.set_note("x", "")
    assert library.kept.note("x") == ""


def test_history_comes_newest_first_up_to_a_limit_and_can_be_emptied(library):
    visits = [
        Visit(
            f"picture {n}",
            f"/p/{n}.png",
            datetime(2026, 1, n, tzinfo=UTC),
            (poem(n).id, "gone"),
        )
        for n in (1, 2, 3)
    ]
    for visit in visits:
        library.kept.remember(visit)
    assert library.kept.history() == visits[::-1]
    assert library.kept.history(limit=1) == visits[2:]
    library.kept.forget_history()
    assert library.kept.history() == []


def test_state_is_kept_when_the_library_is_opened_again(library):
    assert library.kept.state("place") is None
    library.kept.set_state("place", "1 2 3")
    library.kept.set_state("place", "1 2 4")
    with Library.open(library.path) as again:
        assert again.kept.state("place") == "1 2 4"
        again.kept.set_state("place", None)
    assert library.kept.state("place") is None
