"""The person's library begins as a copy of the starter library, and is theirs from then on."""

from pathlib import Path

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.app.home import open_library
from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.library.store import Library
from tests.fakes.people import HARBOUR, SNOW


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "starter.sqlite3"
    with Library.open(path) as library:
        library.add([HARBOUR])
    monkeypatch.setattr(folders, "starter_library", lambda: path)
    return path


def test_the_first_start_copies_the_starter_library(starter: Path) -> None:
    with open_library() as library:
        assert [poem.id for poem in library.poems()] == ["harbour"]
        assert library.path == folders.library_path()


def test_later_starts_keep_what_the_person_has(starter: Path) -> None:
    with open_library() as library:
        library.add([SNOW])
    with open_library() as library:
        assert library.count == 2


def test_before_set_up_it_is_said_what_to_do(starter: Path) -> None:
    starter.unlink()
    with pytest.raises(LibraryProblem, match=r"Run: \./ekphrasis setup"):
        open_library()
    assert not folders.library_path().exists()


def test_a_copy_that_breaks_off_leaves_nothing_behind(
    starter: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LibraryProblem, match="No space left on device"):
        open_library()
    assert list(home.iterdir()) == []
