from ekphrasis_app.domain.place import Place
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.domain.reading import Extent, Role
from ekphrasis_app.speech import script

POEM = Poem("p", "Sonnet XVIII", "Ann", stanzas_of("one,\ntwo\nthree.\n\nfour"), language="en")


def test_the_title_is_said_with_numbers_in_the_poems_language():
    german = Poem("g", "Lied II", "Ann", (("eins",),), language="de")
    title, about = script.heading(german, "by Ann", "en")
    assert (title.spoken.text, title.language, title.role) == ("Lied 2", "de", Role.TITLE)
    assert (about.spoken.text, about.language, about.role) == ("by Ann", "en", Role.INTERFACE)


def test_a_poem_without_a_title_is_not_announced_by_the_line_that_follows():
    nameless = Poem("n", "", "Ann", (("one",),))
    [about] = script.heading(nameless, "by Ann", "en")
    assert about.spoken.text == "by Ann"
    assert script.heading(nameless, "", "en") == []


def test_with_nothing_about_it_the_title_stands_alone():
    assert len(script.heading(POEM, "", "en")) == 1


def test_lines_know_their_places():
    passages = list(script.lines(POEM, Place(0, 1), Extent.POEM))
    assert [passage.place for passage in passages] == [Place(0, 1), Place(0, 2), Place(1, 0)]


def test_a_line_that_runs_on_is_held_up_but_not_at_the_end_of_a_stanza():
    texts = [passage.spoken.text for passage in script.lines(POEM, Place(), Extent.POEM)]
    assert texts == ["one,", "two,", "three.", "four"]


def test_a_word_with_signs_is_spelled_sign_by_sign():
    poem = Poem("p", "", "", (("O'er the well-head,",),))
    assert script.spelled(poem, Place(0, 0, 0)).spoken.text == "ore: O, apostrophe, E, R"
    said = script.spelled(poem, Place(0, 0, 2)).spoken.text
    assert said == "well-head: W, E, L, L, hyphen, H, E, A, D"
