"""The importer on eleven real books, where they lie beside the project."""

import re

import pytest

from ekphrasis_app.library.importers.gutenberg import import_gutenberg

BOOKS = {
    "pg109": ("Edna St. Vincent Millay", 23, "Renascence", "Bluebeard"),
    "pg442": ("Sara Teasdale", 71, "Barter", "A November Night"),
    "pg591": ("Sara Teasdale", 92, "Blue Squills", "The Wind in the Hemlock"),
    "pg596": ("Sara Teasdale", 90, "Spring Night", "Sappho"),
    "pg1020": ("Amy Lowell", 54, "Sword Blades And Poppy Seed", "A Tulip Garden"),
    "pg1322": ("Walt Whitman", 389, "One's-Self I Sing", "Good-Bye My Fancy!"),
    "pg1934": ("William Blake", 47, "Introduction", "The Voice of the Ancient Bard"),
    "pg3021": ("Robert Frost", 32, "Into My Own", "Reluctance"),
    "pg5720": ("A. E. Housman", 63, "1887", ""),
    "pg29345": ("Robert Frost", 28, "The Road Not Taken", "The Sound of the Trees"),
    "pg32233": (
        "William Butler Yeats", 37,
        "The Hosting of the Sidhe", "Mongan Thinks of His Past Greatness",
    ),
}  # fmt: skip
"""Author, number of poems, first and last title, as the books' own tables of contents say."""


@pytest.fixture(scope="module")
def read(request):
    cache = {}

    def read_book(shared_data, name):
        if name not in cache:
            path = shared_data / "poems" / "gutenberg" / f"{name}.txt"
            cache[name] = list(import_gutenberg(path))
        return cache[name]

    return read_book


@pytest.mark.parametrize("name", BOOKS)
def test_the_book_gives_all_its_poems_and_nothing_else(read, shared_data, name):
    poems = read(shared_data, name)
    author, count, first, last = BOOKS[name]
    assert {poem.author for poem in poems} == {author}
    assert (len(poems), poems[0].title, poems[-1].title) == (count, first, last)
    assert len({poem.id for poem in poems}) == count


@pytest.mark.parametrize("name", BOOKS)
def test_no_marks_remarks_or_licence_are_left_in_the_poems(read, shared_data, name):
    left = re.compile(
        r"[_~={}|]|&\w+;|\*|Gutenberg|Illustration|Transcri|Produced by|\[Pg|\(\d\)$"
    )
    poems = read(shared_data, name)
    assert [line for poem in poems for line in poem.lines if left.search(line)] == []
    assert [poem.title for poem in poems if poem.title.isupper() and len(poem.title) > 3] == []


@pytest.mark.parametrize(
    ("name", "title", "stanzas", "first", "last"),
    [
        ("pg29345", "The Road Not Taken", [5] * 4, "Two roads diverged", "all the difference."),
        ("pg29345", "Hyla Brook", [15], "By June our brook's", "for what they are."),
        ("pg29345", "Christmas Trees", [1, 31, 11, 1, 1, 2, 16], "(A Christmas", "Christmas."),
        ("pg1934", "The Tiger", [4] * 6, "Tiger, tiger", "fearful symmetry?"),
        ("pg1934", "The Sick Rose", [4, 4], "O rose", "life destroy."),
        (
            "pg32233",
            "The Song of Wandering Aengus",
            [8] * 3,
            "I went out",
            "apples of the sun.",
        ),
        ("pg596", "The Mother of a Poet", [10, 9, 7, 24, 25, 5], "SHE is", "wind-driven sea."),
        ("pg596", "The Inn of Earth", [4] * 5, "I CAME", "the outer door."),
        ("pg591", "There Will Come Soft Rains", [1, *[2] * 6], "(War Time)", "we were gone."),
        ("pg442", "Spirit's House", [11], "From naked stones", "lost sight of God."),
        ("pg1020", "The Shadow", None, "Paul Jannes", "the prices were high."),
        ("pg5720", "Bredon Hill", [5] * 7, "In summertime", "I will come."),
        ("pg1322", "When I Heard the Learn'd Astronomer", [8], "When I heard", "at the stars."),
        ("pg1322", "O Captain! My Captain!", [8] * 3, "O Captain!", "cold and dead."),
        ("pg1322", "By Blue Ontario's Shore", None, "By blue", "charm I invoke."),
        ("pg1322", "The Pilot in the Mist", [7], "Steaming", "governing hand."),
        ("pg109", "Sonnets, II", [8, 6], "Time does not", "so remembering him!"),
    ],
)
def test_a_poem_is_whole(read, shared_data, name, title, stanzas, first, last):
    (poem,) = [poem for poem in read(shared_data, name) if poem.title == title]
    assert poem.text.lstrip().startswith(first)
    assert poem.text.endswith(last)
    assert stanzas in (None, [len(stanza) for stanza in poem.stanzas])


def test_whitmans_long_lines_are_whole_again(read, shared_data):
    poems = {poem.title: poem for poem in read(shared_data, "pg1322")}
    lines = poems["Song of Myself"].lines
    assert "    perfumes," not in lines
    assert (
        "Houses and rooms are full of perfumes, the shelves are crowded with perfumes," in lines
    )
    assert "     Pioneers! O pioneers!" in poems["Pioneers! O Pioneers!"].lines
