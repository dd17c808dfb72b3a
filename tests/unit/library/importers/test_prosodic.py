import re
from collections import Counter

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.library.importers.prosodic import import_prosodic, is_prosodic
from tests.conftest import PROJECT

FETCHED = PROJECT / "assets" / "fetched" / "prosodic"


@pytest.fixture(scope="module")
def poems():
    package = FETCHED
    if not is_prosodic(package):
        pytest.skip("needs assets/fetched/prosodic, which set-up fetches")
    return list(import_prosodic(package))


@pytest.fixture(scope="module")
def titled(poems):
    return {poem.title: poem for poem in poems}


def test_every_poet_is_there(poems):
    assert Counter(poem.author for poem in poems) == {
        "William Shakespeare": 154,
        "John Milton": 306,
        "Gerard Manley Hopkins": 50,
        "William Butler Yeats": 16,
        "Walt Whitman": 2,
        "Robert Browning": 1,
        "Lord Byron": 1,
    }


def test_every_poem_has_an_id_of_its_own_and_says_where_it_is_from(poems):
    assert len({poem.id for poem in poems}) == len(poems)
    assert all(poem.source.startswith("prosodic 3.10.0, en.") for poem in poems)
    assert all(poem.licence.startswith("Public domain") for poem in poems)
    assert {poem.language for poem in poems} == {"en"}


def test_the_sonnets_are_numbered_and_have_fourteen_lines_but_for_two(titled):
    lengths = {n: len(titled[f"Sonnet {n}"].lines) for n in range(1, 155)}
    assert {n: length for n, length in lengths.items() if length != 14} == {99: 15, 126: 12}
    assert titled["Sonnet 18"].lines[0] == "Shall I compare thee to a summer's day?"


def test_paradise_lost_is_split_into_passages_without_a_gap(poems):
    spans: dict[str, list[tuple[int, int]]] = {}
    for poem in poems:
        if poem.author == "John Milton":
            book, first, last = re.fullmatch(
                r"Paradise Lost, Book (\d+), lines (\d+) to (\d+)", poem.title
            ).groups()
            assert len(poem.lines) == int(last) - int(first) + 1 >= 8
            spans.setdefault(book, []).append((int(first), int(last)))
    assert list(spans) == [str(n) for n in range(1, 11)]
    for passages in spans.values():
        assert [first for first, _ in passages] == [1, *(last + 1 for _, last in passages[:-1])]
    assert spans["1"][0] == (1, 26)
    assert spans["1"][-1][1] == 798


@pytest.mark.parametrize(
    ("title", "stanzas", "last_words"),
    [
        ("Heaven-Haven", [4, 4], "swing of the sea."),
        ("God's Grandeur", [8, 6], "with ah! bright wings."),
        ("The Windhover", [8, 3, 3], "gold-vermillion."),
        ("Pied Beauty", [6, 5], "Praise him."),
        ("Spring and Fall", [15], "you mourn for."),
        ("Inversnaid", [4] * 4, "wilderness yet."),
        ("The Loss of the Eurydice", [4] * 30, "pity eternal."),
        ("The Wreck of the Deutschland", [8] * 35, "chivalry's throng's Lord."),
        ("The Stolen Child", [12, 15, 14, 12], "than you can understand."),
        ("Easter, 1916", [16, 24, 16, 24], "beauty is born."),
        ("Sailing to Byzantium", [8] * 4, "or to come."),
        ("Owen Aherne and His Dancers", [4] * 6, "his wild sake.'"),
        ("Song of Myself, section 2", [3, 4, 4, 5, 3, 5], "from your self."),
        ("The Destruction of Sennacherib", [4] * 6, "the glance of the Lord!"),
        ("How They Brought the Good News from Ghent to Aix", [6] * 10, "news from Ghent."),
    ],
)
def test_stanzas_are_those_of_the_poem(titled, title, stanzas, last_words):
    assert [len(stanza) for stanza in titled[title].stanzas] == stanzas
    assert titled[title].text.endswith(last_words)


def test_lines_that_a_narrow_page_had_broken_are_whole_again(titled):
    assert "   And all is seared with trade; bleared, smeared with toil;" in (
        titled["God's Grandeur"].lines
    )
    assert titled["The Windhover"].lines[1] == (
        "     dom of daylight's dauphin, dapple-dawn-drawn Falcon, in his riding"
    )
    assert titled["Song of Myself, section 2"].lines[0] == (
        "Houses and rooms are full of perfumes, the shelves are crowded with perfumes,"
    )


def test_letters_that_the_file_had_lost_are_there_again(poems, titled):
    assert titled["Spring and Fall"].lines[0] == "MÁRGARÉT, áre you gríeving"
    assert "poisèd powers" in titled["Duns Scotus's Oxford"].text
    marks = re.compile(r"(?<![a-z])-e(?![a-z]{3})|[a-z]-e[a-z]?\b(?!’)|[#|{}]")
    assert [line for poem in poems for line in poem.lines if marks.search(line)] == []


def test_poems_that_the_file_left_without_a_title_go_by_their_first_line(poems):
    untitled = [poem.heading for poem in poems if not poem.title]
    assert "THOU art indeed just, Lord, if I contend" in untitled
    assert len(untitled) == 6


def test_unfinished_and_copyrighted_poems_are_left_out(poems):
    words = "\n".join(poem.text for poem in poems)
    for opening in (
        "HARK, hearer",
        "As kingfishers",
        "THE GYRES",
        "lining lakes",
        "An axe angles",
    ):
        assert opening not in words


def test_a_file_that_is_missing_is_said_so(tmp_path):
    with pytest.raises(InputProblem, match=r"en\.shakespeare\.txt cannot be read"):
        list(import_prosodic(tmp_path))
