import pytest

from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.retrieval.duplicates import nearly_same, shingles

HARBOUR = """\
The harbour keeps its lanterns low tonight,
    and every mast is leaning on a star;
The nets are folded, and the gulls are white
    as letters that have come from very far.

I count the ropes that hold us to the stone,
    I count the boats that will not come again;
The water says a thing it says alone,
    and says it in the language of the rain."""

MEADOW = """\
A scythe went through the meadow in the heat
    and left the clover lying in a line;
The hare had gone on quick and certain feet
    between the thistle and the columbine."""


def poem(text: str, title: str = "") -> Poem:
    return Poem("x", title, "", stanzas_of(text))


def same(one: str, other: str) -> bool:
    return nearly_same(shingles(poem(one)), shingles(poem(other)))


@pytest.mark.parametrize(
    "edition",
    [
        HARBOUR,
        HARBOUR.upper(),
        HARBOUR.replace("\n    ", "\n").replace("\n\n", "\n"),
        HARBOUR.replace(",", " --").replace(";", ""),
        HARBOUR.replace("lanterns", "lamps").replace("a thing", "one thing"),
        HARBOUR.replace("I count the ropes", "II.\n\nI count the ropes"),
    ],
    ids=["copy", "capitals", "layout", "punctuation", "words changed", "numbered"],
)
def test_another_edition_of_a_poem_is_the_same(edition):
    assert same(HARBOUR, edition)


@pytest.mark.parametrize(
    "other",
    [MEADOW, HARBOUR.split("\n\n")[0], MEADOW + "\n\n" + HARBOUR.splitlines()[0]],
    ids=["another poem", "half of it", "one line quoted"],
)
def test_another_poem_is_not_the_same(other):
    assert not same(HARBOUR, other)


def test_apostrophes_of_different_editions_are_alike():
    assert same("Thou lov'st the winter's sun", "Thou lov’st the winters sun")


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("Snow", "Snow!", True), ("Snow", "Rain", False)]
)
def test_the_shortest_poems_can_be_told_apart(one, other, alike):
    assert same(one, other) is alike


def test_poems_without_letters_are_compared_too():
    assert same("* * *", "- - -")


def test_titles_do_not_matter():
    assert nearly_same(shingles(poem(MEADOW, "Haying")), shingles(poem(MEADOW, "")))
