"""The finder opens the bundle that is wanted now, once, and answers with its poems."""

import os
import threading
import time
from pathlib import Path

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.app.finder import Finder
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.library.store import Library
from tests.fakes.bundles import colour_bundle

GREEN = Picture(bytes((0, 255, 0)), 1, 1, Origin.FILE)
VERSE = {"red": "The red door.", "green": "A green field.", "blue": "Blue water."}


class Shelf:
    """Opens bundles of colours and counts them."""

    def __init__(self) -> None:
        self.wanted = Path("first")
        self.opened: list[Path] = []

    def open(self, folder: Path, fetched: Path) -> object:
        self.opened.append(folder)
        return colour_bundle()


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shelf:
    shelf = Shelf()
    monkeypatch.setattr("ekphrasis_app.models.bundle.open_bundle", shelf.open)
    monkeypatch.setattr(folders, "starter_library", lambda: tmp_path / "none.sqlite3")
    return shelf


@pytest.fixture
def finder(shelf: Shelf, tmp_path: Path) -> Finder:
    library = Library.open(tmp_path / "library.sqlite3")
    library.add(Poem(name, "", "", stanzas_of(text)) for name, text in VERSE.items())
    return Finder(library, lambda: shelf.wanted, tmp_path)


def find(finder: Finder, cancel: CancelToken | None = None) -> list[str]:
    answer = finder.find(GREEN, 2, lambda done, total: None, cancel or CancelToken())
    assert set(answer.seconds) == {"load", "encode", "search", "rerank"}
    return [match.poem.id for match in answer.matches]


def test_poems_are_encoded_first_and_the_best_comes_first(finder: Finder) -> None:
    told: list[tuple[int, int]] = []
    finder.load(lambda done, total: told.append((done, total)), CancelToken())
    assert told[-1] == (3, 3)
    assert find(finder)[0] == "green"


def test_a_bundle_is_opened_once_until_another_is_wanted(finder: Finder, shelf: Shelf) -> None:
    find(finder)
    find(finder)
    assert shelf.opened == [Path("first")]
    shelf.wanted = Path("second")
    find(finder)
    assert shelf.opened == [Path("first"), Path("second")]


def test_a_bundle_that_another_one_has_taken_the_place_of_is_opened_anew(
    finder: Finder, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.wanted = tmp_path / "mine"
    shelf.wanted.mkdir()
    (shelf.wanted / "bundle.toml").write_text("old")
    find(finder)
    find(finder)
    assert len(shelf.opened) == 1
    os.utime(shelf.wanted / "bundle.toml", (1, 1))
    find(finder)
    assert len(shelf.opened) == 2


def test_what_was_let_go_of_is_opened_anew(finder: Finder, shelf: Shelf) -> None:
    find(finder)
    finder.let_go()
    find(finder)
    assert shelf.opened == [Path("first"), Path("first")]


def test_it_lets_go_only_once_what_went_on_has_been_given_up(
    finder: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding, ended = threading.Event(), []
    cancel = CancelToken()

    def slowly(library: Library, encoder: object, progress: object, token: CancelToken) -> int:
        encoding.set()
        while not token.cancelled:
            time.sleep(0.005)
        ended.append(True)
        raise Cancelled

    monkeypatch.setattr("ekphrasis_app.library.embedding.embed_missing", slowly)

    def load() -> None:
        with pytest.raises(Cancelled):
            finder.load(lambda *_: None, cancel)

    loading = threading.Thread(target=load)
    loading.start()
    encoding.wait()
    cancel.cancel()
    finder.let_go()
    assert ended == [True]
    loading.join()


def test_it_can_be_given_up(finder: Finder) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        find(finder, cancel)
