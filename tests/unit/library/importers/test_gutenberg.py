import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.library.importers.gutenberg import import_gutenberg
from tests.unit.library.importers import books


@pytest.fixture
def imported(tmp_path):
    def import_book(body: str, encoding="utf-8", **fields):
        path = tmp_path / "pg99999.txt"
        path.write_bytes(books.book(body, **fields).encode(encoding))
        return list(import_gutenberg(path))

    return import_book


@pytest.fixture
def by_title(imported):
    return {poem.title: poem for poem in imported(books.WITH_CONTENTS)}


def test_the_poems_are_those_of_the_table_of_contents(by_title):
    assert list(by_title) == [
        "The First Lamp",
        "A Long Title That the Printer Had to Break",
        "Wait for Me",
        "The Tide Table",
        "Gulls",
    ]


def test_author_language_source_and_licence_come_from_the_header(imported):
    poem = imported(books.WITH_CONTENTS, author="Zoë Niemand", language="German")[0]
    assert poem.author == "Zoë Niemand"
    assert poem.language == "de"
    assert poem.source == "Project Gutenberg eBook 99999, Harbour Lamps"
    assert poem.licence == "Public domain in the USA"


def test_stanzas_and_indents_are_kept_and_marks_of_italics_are_not(by_title):
    assert by_title["The First Lamp"].stanzas == (
        (
            "A lamp is lit behind the glass",
            "  And swings above the stair;",
            "The boats go out, the people pass,",
            "  And no one sees it there.",
        ),
        ("It burns for no one after all,", "  It burns for all the same."),
    )


def test_a_remark_below_the_title_and_the_rest_after_a_page_heading_belong_to_the_poem(
    by_title,
):
    assert by_title["A Long Title That the Printer Had to Break"].text == (
        "(For the printer)\n\n"
        "I set the type by candlelight,\nAnd half of it was wrong.\n\n"
        "The other half I could not read;\nIt was too long.\n\n"
        "And here the page begins again\nWith half a poem to go."
    )


def test_footnotes_and_pictures_are_left_out(by_title):
    assert by_title["Wait for Me"].lines == (
        "Wait for me where the river bends",
        "And count the heron's feet.",
    )
    assert "Illustration" not in by_title["The Tide Table"].text


def test_numbered_parts_stay_together_under_their_title(by_title):
    assert by_title["The Tide Table"].stanzas == (
        ("I",),
        ("HIGH WATER",),
        ("  At six the water touched the wall.",),
        ("II",),
        ("LOW WATER",),
        ("  At noon there was no sea at all.",),
    )


def test_without_a_table_of_contents_headings_are_told_by_the_space_around_them(imported):
    poems = imported(books.WITHOUT_CONTENTS)
    assert [poem.title for poem in poems] == [
        "The Wharf",
        "By the Steps",
        "Thought (1855)",
        "A Pair of Oars",
        "The Rope",
        "The Knot",
        "L. of W.'s Purport",
    ]
    assert poems[2].lines == ("[Written on a boat]", "Of boats.")


def test_a_book_under_copyright_says_so(tmp_path):
    path = tmp_path / "pg.txt"
    notice = "This is a COPYRIGHTED Project Gutenberg eBook, details below.\n"
    path.write_text(notice + books.book(books.WITH_CONTENTS))
    assert "Under copyright" in next(import_gutenberg(path)).licence


def test_a_book_with_narrow_gaps_between_its_poems_is_taken_apart_too(imported):
    narrow = "\n\n\n".join(
        f"LAMP NUMBER {n}\n\n  It burns tonight,\n  the lamp.\n\n  And so to bed."
        for n in range(30)
    )
    poems = imported(narrow)
    assert len(poems) == 30
    assert {len(poem.stanzas) for poem in poems} == {2}


def test_poets_who_write_no_capitals_keep_their_short_lines(imported):
    poems = imported("Small\n\n  so little depends\n    upon\n\n  a blue\n    lamp")
    assert poems[0].lines == ("so little depends", "  upon", "a blue", "  lamp")


def test_lines_that_were_broken_for_width_are_whole_again(imported):
    wharf, steps, *_ = imported(books.WITHOUT_CONTENTS)
    assert wharf.lines == (
        "The planks of the long wharf are wet with the rain of a morning that nobody"
        " remembers, and will not be dry before the evening,",
        "And I walk.",
        "2",
        "I have walked here all my life.",
    )
    assert steps.lines[0].endswith("to ask the"), "one such line is not yet a habit"


def test_a_habit_of_breaking_lines_is_learnt_from_the_book(imported):
    habit = "".join(
        f"  This is the line with number {n}, and it is much too long for the page of\n"
        "      the book\n"
        for n in range(25)
    )
    poems = imported(books.WITHOUT_CONTENTS + "\n\n\n\nLong\n\n" + habit)
    steps = poems[1]
    assert steps.lines[0].endswith("to ask the Harbourmaster,")


def test_poems_under_a_number_alone_have_no_title(imported):
    poems = imported(books.NUMBERED, title="A Lad of the Harbour")
    assert [(poem.title, poem.heading) for poem in poems] == [
        ("The Recruit", "The Recruit"),
        ("", "The gulls are loud, the tide is low"),
        ("", "Low is the tide and loud the gulls"),
    ]


def test_a_sequence_of_sonnets_is_taken_apart(imported):
    sonnets = {
        name: "\n".join(f"  Line {n} of the {name} sonnet" for n in range(14))
        for name in ("first", "second")
    }
    poems = imported(books.SONNETS.format(**sonnets))
    assert [poem.title for poem in poems] == ["Sonnets, I", "The Buoy"]
    assert [len(poem.lines) for poem in poems] == [14, 14]


def test_wide_gaps_between_heading_and_verse_do_not_part_them(imported):
    poems = imported(books.WIDE_GAPS)
    assert [(poem.title, len(poem.lines)) for poem in poems] == [
        ("Nets", 2),
        ("Only at Night", 3),
        ("Salt", 3),
        ("Ropes", 3),
        ("Foam", 1),
    ]


def test_prose_that_the_table_of_contents_names_is_kept_a_paragraph_a_line(imported):
    fog = imported(books.PROSE_POEM)[0]
    assert fog.title == "Fog"
    assert len(fog.lines) == 2
    assert "stops at every door to read the number, and then goes on" in fog.lines[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_usual_encoding_is_read(imported, encoding):
    poems = imported(books.WITH_CONTENTS.replace("heron's", "héron’s"), encoding=encoding)
    assert poems[2].lines[1] == "And count the héron’s feet."


def test_windows_line_ends_are_read(imported):
    crlf = imported(books.WITH_CONTENTS.replace("\n", "\r\n"))
    assert crlf == imported(books.WITH_CONTENTS)


def test_a_text_that_is_no_book_of_project_gutenberg_is_said_so(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ann,\n\nThe lamp is lit.")
    with pytest.raises(InputProblem, match=r"letter\.txt is not a plain text book"):
        list(import_gutenberg(path))


def test_a_book_without_poems_is_said_so(imported):
    with pytest.raises(InputProblem, match="No poems were found"):
        imported("")
