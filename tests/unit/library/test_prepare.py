import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, InputProblem, LibraryProblem
from ekphrasis_app.library import prepare as module
from ekphrasis_app.library.prepare import prepare
from ekphrasis_app.library.store import Library
from tests.unit.library.poems import CountingEncoder, poems

MANY = 80


@pytest.fixture
def path(tmp_path):
    return tmp_path / "assets" / "library.sqlite3"


@pytest.fixture(autouse=True)
def corpora(tmp_path, monkeypatch):
    """A folder of poems; what is in it is told by the fake importer."""
    monkeypatch.setattr(module, "import_prosodic", lambda folder: iter(poems(MANY)))
    return tmp_path


def ignore(done, total):
    """Progress that nobody watches."""


def encoded(path, fingerprint=CountingEncoder.fingerprint):
    with Library.open(path) as library:
        return len(library.encodings(fingerprint)[0])


def test_the_library_holds_the_poems_and_their_encodings(path, corpora):
    assert prepare(path, corpora, CountingEncoder(), ignore, CancelToken()) == path
    with Library.open(path) as library:
        assert library.poems() == poems(MANY)
        assert library.missing(CountingEncoder.fingerprint) == []


def test_nothing_is_left_beside_it(path, corpora):
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_done_where_all_is_there(path, corpora):
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    before = path.read_bytes()
    again = CountingEncoder()
    prepare(path, corpora, again, ignore, CancelToken())
    assert again.encoded == []
    assert path.read_bytes() == before


def test_work_that_was_broken_off_is_continued_and_not_taken_for_a_library(path, corpora):
    encoder, cancel = CountingEncoder(), CancelToken()

    def give_up(done, total):
        if done >= MANY / 2:
            cancel.cancel()

    with pytest.raises(Cancelled):
        prepare(path, corpora, encoder, give_up, cancel)
    assert not path.exists()
    prepare(path, corpora, encoder, ignore, CancelToken())
    assert len(encoder.encoded) == MANY
    assert encoded(path) == MANY


def test_another_bundle_gets_encodings_of_its_own(path, corpora):
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    other = CountingEncoder()
    other.fingerprint = "counting-2"
    prepare(path, corpora, other, ignore, CancelToken())
    assert encoded(path, "counting-2") == MANY
    assert encoded(path, "counting-1") == 0


def test_other_poems_take_the_place_of_the_old_ones(path, corpora, monkeypatch):
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    fewer = poems(MANY)[3:10]
    monkeypatch.setattr(module, "import_prosodic", lambda folder: iter(fewer))
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    with Library.open(path) as library:
        assert library.poems() == fewer


@pytest.mark.parametrize("name", ["library.sqlite3", "library.sqlite3.partial"])
def test_a_damaged_library_is_built_anew(path, corpora, name):
    path.parent.mkdir()
    (path.parent / name).write_bytes(b"damaged")
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    assert encoded(path) == MANY


def test_a_journal_that_a_crash_has_left_is_not_applied_to_the_new_library(path, corpora):
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    path.unlink()
    path.with_name(path.name + "-wal").write_bytes(b"old frames")
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    assert list(path.parent.iterdir()) == [path]
    assert encoded(path) == MANY


def test_missing_poems_are_said_so(path, corpora, monkeypatch):
    monkeypatch.undo()
    with pytest.raises(InputProblem, match="cannot be read"):
        prepare(path, corpora, CountingEncoder(), ignore, CancelToken())


def test_a_place_that_cannot_be_written_to_is_said_so(path, corpora):
    path.parent.touch()
    with pytest.raises(LibraryProblem, match="cannot be written"):
        prepare(path, corpora, CountingEncoder(), ignore, CancelToken())


def test_two_programs_do_not_make_it_at_once_and_the_first_one_succeeds(path, corpora):
    refused = []

    def start_another(done, total):
        if not refused:
            with pytest.raises(LibraryProblem, match="in use by another program") as found:
                prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
            refused.append(found)

    prepare(path, corpora, CountingEncoder(), start_another, CancelToken())
    assert refused
    assert encoded(path) == MANY
    assert list(path.parent.iterdir()) == [path]


def test_a_lock_that_a_killed_program_has_left_is_no_hindrance(path, corpora):
    path.parent.mkdir()
    path.with_name(path.name + ".lock").touch()
    prepare(path, corpora, CountingEncoder(), ignore, CancelToken())
    assert list(path.parent.iterdir()) == [path]
