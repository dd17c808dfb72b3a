import sqlite3

import pytest

from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.library import database as module
from ekphrasis_app.library.database import Database
from ekphrasis_app.library.migrations import APPLICATION_ID, MIGRATIONS
from ekphrasis_app.library.store import Library
from tests.unit.library.poems import poem, poems


@pytest.fixture
def path(tmp_path):
    return tmp_path / "library.sqlite3"


def _pragma(path, name):
    connection = sqlite3.connect(path)
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    connection.close()
    return value


def test_a_new_library_has_been_through_every_migration(path):
    Library.open(path).close()
    assert _pragma(path, "user_version") == len(MIGRATIONS)
    assert _pragma(path, "application_id") == APPLICATION_ID
    assert _pragma(path, "journal_mode") == "wal"


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_a_library_of_any_older_version_is_brought_up_to_date(path, version):
    connection = sqlite3.connect(path)
    for step in MIGRATIONS[:version]:
        step(connection)
    if version:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with Library.open(path) as library:
        library.add(poems(2))
        library.kept.set_favourite(poem(1).id, True)
        assert library.missing("f") == poems(2)


def test_a_migration_that_fails_leaves_the_library_as_it_was(path, monkeypatch):
    with Library.open(path) as library:
        library.add(poems(2))

    def half_way(connection):
        connection.execute("DROP TABLE poems")
        raise RuntimeError

    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, half_way))
    monkeypatch.setattr("ekphrasis_app.library.migrations.MIGRATIONS", (*MIGRATIONS, half_way))
    with pytest.raises(RuntimeError):
        Library.open(path)
    monkeypatch.undo()
    with Library.open(path) as library:
        assert library.poems() == poems(2)


def test_a_library_from_a_newer_version_is_refused_and_not_touched(path):
    with Library.open(path) as library:
        library.add(poems(2))
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(LibraryProblem, match=r"newer version of Ekphrasis\. Update"):
        Library.open(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", [b"Shall I compare thee", b"SQLite format 3\x00" + b"x" * 90]
)
def test_a_file_that_is_no_library_is_refused_and_not_touched(path, content):
    path.write_bytes(content)
    with pytest.raises(LibraryProblem, match="not a library of poems"):
        Library.open(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_not_touched(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE addresses (name)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryProblem, match="not a library of poems"):
        Library.open(path)
    assert path.read_bytes() == before


def test_a_damaged_library_is_said_so(path):
    with Library.open(path) as library:
        library.add(poems(200))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(LibraryProblem, match="damaged"), Library.open(path) as library:
        library.poems()


def test_an_empty_file_becomes_a_library(path):
    path.touch()
    with Library.open(path) as library:
        assert library.add(poems(1)) == 1


def test_a_folder_is_no_library(tmp_path):
    with pytest.raises(LibraryProblem, match="cannot be opened"):
        Library.open(tmp_path)


def test_a_library_below_a_file_is_said_so(path):
    path.touch()
    with pytest.raises(LibraryProblem, match="cannot be opened"):
        Library.open(path / "library.sqlite3")


def test_a_library_that_another_program_is_writing_to_is_said_so(path, monkeypatch):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with Library.open(path) as library:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryProblem, match="in use by another program"):
            library.add(poems(1))
        assert library.count == 0
        other.execute("COMMIT")
        other.close()
        assert library.add(poems(1)) == 1


def test_two_programs_may_have_the_library_open(path):
    with Library.open(path) as one, Library.open(path) as other:
        one.add([poem(1)])
        other.add([poem(2)])
        assert one.poems() == other.poems() == [poem(1), poem(2)]


def _database(library: Library) -> Database:
    return library._database


def test_a_full_disk_is_said_so_and_loses_nothing(path):
    with Library.open(path) as library:
        library.add(poems(2))
        with _database(library).reading() as connection:
            connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(LibraryProblem, match=r"is full\. Make room"):
            library.add(poems(5000))
        assert library.poems() == poems(2)
        with _database(library).reading() as connection:
            connection.execute("PRAGMA max_page_count = 100000")
        assert library.add(poems(5)) == 3


def test_a_library_that_may_not_be_written_to_is_said_so(path):
    with Library.open(path) as library:
        with _database(library).reading() as connection:
            connection.execute("PRAGMA query_only = ON")
        with pytest.raises(LibraryProblem, match="may not be written to"):
            library.add(poems(1))


def test_a_mistake_of_ours_is_not_taken_for_a_problem_of_the_user(path):
    with (
        Library.open(path) as library,
        pytest.raises(sqlite3.OperationalError),
        _database(library).reading() as connection,
    ):
        connection.execute("SELECT nothing FROM nowhere")
