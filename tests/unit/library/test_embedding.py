import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.library.embedding import BATCH, embed_missing, take_encodings
from ekphrasis_app.library.store import Library
from tests.unit.library.poems import CountingEncoder, poems

MANY = 2 * BATCH + 5


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library.sqlite3") as opened:
        opened.add(poems(MANY))
        yield opened


def ignore(done: int, total: int) -> None:
    """Progress that nobody watches."""


def test_every_poem_is_encoded_once_and_kept(library):
    encoder = CountingEncoder()
    assert embed_missing(library, encoder, ignore, CancelToken()) == MANY
    assert embed_missing(library, encoder, ignore, CancelToken()) == 0
    assert encoder.encoded == [one.id for one in poems(MANY)]
    ids, matrix = library.encodings(encoder.fingerprint)
    assert list(ids) == encoder.encoded
    assert matrix[:, 0].tolist() == [len(one.text) for one in poems(MANY)]


def test_progress_goes_from_nothing_to_all(library):
    told = []
    embed_missing(library, CountingEncoder(), lambda *step: told.append(step), CancelToken())
    assert told == [(done, MANY) for done in range(MANY + 1)]


def test_work_that_is_given_up_is_kept_and_continued(library):
    cancel = CancelToken()
    encoder = CountingEncoder()

    def give_up(done, total):
        if done == BATCH:
            cancel.cancel()

    with pytest.raises(Cancelled):
        embed_missing(library, encoder, give_up, cancel)
    assert len(library.encodings(encoder.fingerprint)[0]) == BATCH
    assert embed_missing(library, encoder, ignore, CancelToken()) == MANY - BATCH
    assert len(encoder.encoded) == MANY


def test_what_was_encoded_before_a_failure_is_kept(library):
    class Failing(CountingEncoder):
        def encode(self, poems, cancel):
            yield from super().encode(poems[:3], cancel)
            raise MemoryError

    with pytest.raises(MemoryError):
        embed_missing(library, Failing(), ignore, CancelToken())
    assert len(library.encodings(Failing.fingerprint)[0]) == 3


def test_what_was_encoded_is_kept_when_telling_of_it_fails(library):
    def fail(done, total):
        if done == 5:
            raise RuntimeError

    try:
        embed_missing(library, CountingEncoder(), fail, CancelToken())
    except RuntimeError as failure:
        assert len(library.encodings(CountingEncoder.fingerprint)[0]) == 5, failure
    else:
        pytest.fail("the failure was swallowed")


def test_encodings_are_taken_from_a_library_that_is_prepared(library, tmp_path):
    encoder = CountingEncoder()
    with Library.open(tmp_path / "starter.sqlite3") as starter:
        starter.add(poems(10))
        embed_missing(starter, encoder, ignore, CancelToken())
        whole = starter.tokens(encoder.fingerprint, [poems(1)[0].id])[0]
    library.remove([poems(4)[3].id])
    assert take_encodings(library, tmp_path / "starter.sqlite3", encoder.fingerprint) == 9
    assert embed_missing(library, encoder, ignore, CancelToken()) == MANY - 10
    taken = library.tokens(encoder.fingerprint, [poems(1)[0].id])[0]
    assert taken.vector.tolist() == whole.vector.tolist()
    assert taken.tokens.tolist() == whole.tokens.tolist()


def test_nothing_is_taken_where_nothing_is_prepared(library, tmp_path):
    assert take_encodings(library, tmp_path / "nowhere.sqlite3", "f") == 0
    with Library.open(tmp_path / "starter.sqlite3") as starter:
        starter.add(poems(10))
    assert take_encodings(library, tmp_path / "starter.sqlite3", "f") == 0
    (tmp_path / "damaged.sqlite3").write_bytes(b"damaged")
    assert take_encodings(library, tmp_path / "damaged.sqlite3", "f") == 0
