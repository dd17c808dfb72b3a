import json

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.library.importers import IMPORTERS, import_poems
from ekphrasis_app.library.importers.reading import LARGEST
from tests.unit.library.importers import books


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "b.txt").write_text("Snow\non snow")
    (tmp_path / "a.json").write_text(json.dumps({"title": "Rain", "text": "and rain"}))
    (tmp_path / "deeper" / "c.TXT").write_text(books.book(books.WITH_CONTENTS))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "first"),
    [("a.json", "Rain"), ("b.txt", "Snow"), ("deeper/c.TXT", "The First Lamp")],
)
def test_the_form_of_a_file_is_recognised(folder, name, first):
    assert next(iter(import_poems(folder / name))).heading == first


def test_a_folder_gives_the_poems_of_all_its_files_in_the_order_of_their_names(folder):
    headings = [poem.heading for poem in import_poems(folder)]
    assert headings[:3] == ["Rain", "Snow", "The First Lamp"]
    assert len(headings) == 2 + 5


def test_a_kind_can_be_asked_for_by_name(folder):
    book = folder / "deeper" / "c.TXT"
    assert len(list(import_poems(book, "text"))) != len(list(import_poems(book, "gutenberg")))


def test_a_kind_that_is_asked_for_holds_for_all_files_of_a_folder(folder):
    for name in ("a.json", "b.txt"):
        (folder / name).unlink()
    assert len(list(import_poems(folder, "text"))) == 1
    assert len(list(import_poems(folder, "gutenberg"))) == 5


def test_every_kind_says_in_words_what_it_cannot_read(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.touch()
    for kind in IMPORTERS:
        with pytest.raises(InputProblem):
            list(import_poems(empty, kind))


@pytest.mark.parametrize("name", ["nowhere", "nowhere.txt"])
def test_a_path_that_is_not_there_is_said_so(tmp_path, name):
    with pytest.raises(InputProblem, match="There is no file or folder"):
        import_poems(tmp_path / name)


def test_a_folder_without_texts_is_said_so(tmp_path):
    with pytest.raises(InputProblem, match="no text or JSON files"):
        list(import_poems(tmp_path))


def test_a_file_that_is_not_a_text_is_said_so(tmp_path):
    path = tmp_path / "poem.txt"
    path.write_bytes(b"snow\0\0\0")
    with pytest.raises(InputProblem, match="is not a text"):
        list(import_poems(path))


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "poem.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InputProblem, match="too large"):
        list(import_poems(path))
