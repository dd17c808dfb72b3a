import pytest

from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.retrieval.works import work_of


def poem(title: str, author: str = "John Milton") -> Poem:
    return Poem("x", title, author, (("One line",),))


@pytest.mark.parametrize(
    "title",
    [
        "Paradise Lost, Book 1, lines 27 to 83",
        "Paradise Lost, Book IX",
        "paradise lost, lines 5 to 9",
        "Paradise Lost (Book 2)",
        "Paradise Lost Part 3: The Fall",
        "Paradise Lost: Canto IV",
    ],
)
def test_passages_of_a_work_have_it_in_common(title):
    assert work_of(poem(title)) == work_of(poem("Paradise Lost, Book 1, lines 1 to 26"))


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Sonnet 18",
        "Sonnets, IV",
        "The Book of Hours of Sister Clotilde",
        "When I Read the Book",
        "A Part Song",
        "Book I",
        "The Book I Read",
        "A Part I Played",
        "The Part Civil War",
        "Some Lines I Wrote",
    ],
)
def test_a_poem_by_itself_is_a_passage_of_nothing(title):
    assert work_of(poem(title)) is None


def test_works_of_one_name_by_two_authors_are_two():
    title = "The Seasons, Part 1"
    assert work_of(poem(title, "A")) != work_of(poem(title, "B"))
