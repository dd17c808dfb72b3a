"""``library``: the poems on this computer."""

from tests.unit.cli.conftest import Run


def test_each_poem_has_a_line(library):
    run = Run("library", "list")
    assert run.result.splitlines() == [
        "Red by Ann Writer, 3 lines",
        "Green by Ann Writer, 2 lines",
        "Blue upon blue by Ann Writer, 2 lines",
    ]


def test_the_list_for_programs(library):
    document = Run("library", "list", "--json").document
    assert document["count"] == 3
    assert document["poems"][0] == {
        "id": "red",
        "title": "Red",
        "author": "Ann Writer",
        "lines": 3,
        "language": "en",
        "source": "",
        "licence": "",
    }


def test_the_list_of_one_author(library):
    assert Run("library", "list", "--author", "ann").result.count("\n") == 3
    assert Run("library", "list", "--author", "nobody").result == ""


def test_rebuilding_prepares_every_poem_anew(library):
    first = Run("library", "rebuild", "--json")
    assert first.document == {"encoded": 3}
    assert Run("library", "rebuild").result == "3 poems were prepared anew.\n"


def test_poems_are_added_and_prepared(library, tmp_path):
    book = tmp_path / "verse.txt"
    book.write_text(
        "Title: Made-up Verse\nAuthor: Ann Writer\n\nRed is the leaf,\nred is the rain.\n"
    )
    run = Run("library", "add", book, "--json")
    assert run.code == 0
    assert run.document["added"] == run.document["found"] >= 1
    assert run.document["count"] == 3 + run.document["added"]
    assert run.document["encoded"] == run.document["count"]
    assert Run("library", "add", book, "--json").document["added"] == 0


def test_a_file_that_is_missing_adds_nothing(library, tmp_path):
    run = Run("library", "add", tmp_path / "gone.txt")
    assert run.code == 2
    assert "gone.txt" in run.notes
    assert Run("library", "list", "--json").document["count"] == 3


def test_an_unknown_kind_of_file_is_answered_by_those_that_are_known(library, tmp_path):
    run = Run("library", "add", tmp_path, "--kind", "scroll")
    assert run.code == 2
    assert run.notes.startswith("Poems of the kind scroll are not known. Choose one of auto, ")
