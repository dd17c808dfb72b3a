import threading

import numpy as np
import pytest

from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Encoding
from tests.unit.library.poems import encoding, poem, poems


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "deep" / "library.sqlite3") as opened:
        yield opened


def test_a_new_library_is_empty(library):
    assert library.count == 0
    assert library.poems() == []


def test_a_poem_comes_back_exactly_as_it_was(library):
    exact = Poem(
        "x",
        "",
        "",
        (("  an indent\tand a tab", '"quotes", „Gänse“ — 月  '), ("one",)),
        "de",
        "s",
        "l",
    )
    library.add([exact])
    assert library.poem("x") == exact


def test_poems_keep_the_order_in_which_they_were_added(library):
    library.add(reversed(poems(5)))
    assert library.poems() == list(reversed(poems(5)))


def test_a_poem_added_twice_is_there_once(library):
    assert library.add([*poems(3), poem(0)]) == 3
    assert library.add(poems(4)) == 1
    assert library.count == 4


def test_poems_are_still_there_when_the_library_is_opened_again(tmp_path):
    with Library.open(tmp_path / "l") as library:
        library.add(poems(3))
    with Library.open(tmp_path / "l") as library:
        assert library.poems() == poems(3)


def test_nothing_is_added_if_one_poem_fails(library):
    def failing():
        yield poem(1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        library.add(failing())
    assert library.count == 0


def test_a_missing_poem_is_said_so(library):
    with pytest.raises(LibraryProblem, match="no longer in the library"):
        library.poem("gone")


def test_removing_takes_the_encodings_along_and_leaves_the_rest(library):
    library.add(poems(3))
    library.save_encodings("f", [(one.id, encoding(1)) for one in poems(3)])
    assert library.remove([poem(0).id, poem(2).id, "unknown"]) == 2
    assert library.poems() == [poem(1)]
    assert library.encodings("f")[0] == (poem(1).id,)


def test_vectors_come_back_in_the_order_of_the_poems(library):
    library.add(poems(3))
    library.save_encodings("f", [(poem(n).id, encoding(n)) for n in (2, 0, 1)])
    ids, matrix = library.encodings("f")
    assert ids == tuple(one.id for one in poems(3))
    assert matrix.dtype == np.float32
    assert matrix.tolist() == [[0, 1, 0.5], [1, 1, 0.5], [2, 1, 0.5]]


def test_there_are_no_vectors_before_any_is_saved(library):
    library.add(poems(2))
    ids, matrix = library.encodings("f")
    assert ids == ()
    assert matrix.shape == (0, 0)


def test_tokens_come_back_in_the_order_asked_for(library):
    library.add(poems(3))
    library.save_encodings("f", [(poem(n).id, encoding(n)) for n in range(3)])
    two, zero = library.tokens("f", [poem(2).id, poem(0).id])
    assert two.tokens.tolist() == [[2] * 4] * 2
    assert zero.vector.tolist() == [0, 1, 0.5]


@pytest.mark.parametrize("shape", [(0, 0), (0, 4), (3, 1)])
def test_tokens_of_every_shape_are_kept(library, shape):
    library.add([poem()])
    library.save_encodings("f", [(poem().id, Encoding(np.ones(2, np.float32), np.ones(shape)))])
    assert library.tokens("f", [poem().id])[0].tokens.shape == shape


def test_encodings_are_kept_to_float16(library):
    library.add([poem()])
    exact = np.linspace(-1, 1, 768, dtype=np.float32)
    library.save_encodings("f", [(poem().id, Encoding(exact, np.zeros((0, 1), np.float32)))])
    assert np.abs(library.encodings("f")[1][0] - exact).max() < 3e-4


@pytest.mark.parametrize("number", [1e6, np.nan])
def test_a_number_that_float16_cannot_hold_is_refused(library, number):
    library.add([poem()])
    broken = Encoding(np.array([number], np.float32), np.zeros((0, 1), np.float32))
    with pytest.raises(ValueError, match="float16"):
        library.save_encodings("f", [(poem().id, broken)])


def test_each_bundle_has_encodings_of_its_own(library):
    library.add(poems(2))
    library.save_encodings("one", [(poem(0).id, encoding(1))])
    library.save_encodings("other", [(one.id, encoding(2)) for one in poems(2)])
    assert library.missing("one") == [poem(1)]
    assert library.missing("other") == []
    library.forget_encodings("other")
    assert library.missing("other") == poems(2)
    assert library.missing("one") == [poem(1)]


def test_tokens_that_are_missing_are_said_so(library):
    library.add([poem()])
    with pytest.raises(LibraryProblem, match="Rebuild"):
        library.tokens("f", [poem().id])


def test_an_encoding_that_comes_after_its_poem_was_removed_is_passed_over(library):
    library.add([poem(1)])
    library.save_encodings("f", [("removed", encoding(0)), (poem(1).id, encoding(1))])
    assert library.encodings("f")[0] == (poem(1).id,)


def test_threads_may_write_and_read_at_once(library):
    failures: list[BaseException] = []

    def work(author: str) -> None:
        try:
            for number in range(20):
                one = poem(number, author)
                library.add([one])
                library.save_encodings("f", [(one.id, encoding(number))])
                assert library.poem(one.id) == one
                ids, matrix = library.encodings("f")
                assert len(ids) == len(matrix)
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=work, args=(f"Poet {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert library.count == 80
    assert library.missing("f") == []
