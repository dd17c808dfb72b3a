"""The language is changed while the window is open: all is said anew, nothing is lost."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QRadioButton

from ekphrasis_app import wording
from ekphrasis_app.domain.place import Place
from ekphrasis_app.domain.reading import Reading
from tests.ui.conftest import visiting
from tests.ui.languages import spoken
from tests.ui.test_pages import IDS, SHOWN, show
from tests.ui.test_visit_in_german import shown


@pytest.fixture
def language(roles):
    """English at first, and whatever a test has chosen is gone after it."""
    with spoken(roles, "en"):
        yield


EACH = [
    pytest.param(*where, id=name)
    for where, name in zip(SHOWN, IDS, strict=True)
    if where[0] != "messages"  # what was said stays in the language in which it was said
]
every_page = pytest.mark.parametrize(("name", "section"), EACH)


def go_to(visitor, name, section):
    """Show a page of a visit that has poems, a favourite and nothing in its history."""
    visitor.open_picture()
    if not visitor.services.library.kept.favourites():
        visitor.press("Ctrl+D")
    visitor.services.library.kept.forget_history()
    show(visitor, name, section)
    visitor.window.forget_hidden_pages()
    visitor.wait(0)


def all_texts(visitor):
    """All that is seen or heard of the page that is shown, the first one and the menus."""
    window = visitor.window
    return {
        "page": shown(window.current),
        "reading": shown(window.reading),
        "menus": [action.text() for action in window.findChildren(QAction)],
        "tips": [action.statusTip() for action in window.findChildren(QAction)],
        "title": window.windowTitle(),
        "status": window.status.text(),
        "picture": window.reading.picture.accessibleName(),
    }


def choices_of_language(visitor):
    visitor.press("Ctrl+,", "Down", "Down", "Down")
    buttons = visitor.window.current.findChildren(QRadioButton)
    found = {b.text(): b for b in buttons if b.accessibleName().startswith("Language: ")}
    found["in English"].setFocus()
    visitor.press("Space")
    return found


@every_page
def test_it_is_as_if_the_window_had_been_opened_in_it(visitor, roles, name, section):
    go_to(visitor, name, section)
    visitor.set("language", "de")
    visitor.settle()
    changed = all_texts(visitor)
    visitor.set("language", "en")
    with spoken(roles, "de"), visiting() as other:
        go_to(other, name, section)
        assert changed == all_texts(other)


@every_page
def test_there_and_back_leaves_everything_as_it_was(visitor, name, section):
    go_to(visitor, name, section)
    before, state, focus = all_texts(visitor), visitor.state, visitor.focus
    visitor.set("language", "de")
    visitor.settle()
    assert wording.language() == "de"
    german = all_texts(visitor)
    same = {part for part in before if german[part] == before[part]}
    assert same <= {"title"}, "the first page has the name of the program"
    assert (visitor.state, visitor.focus) == (state, focus)
    visitor.set("language", "en")
    visitor.settle()
    assert all_texts(visitor) == before
    assert (visitor.state, visitor.focus) == (state, focus)


def test_it_is_heard_once_in_the_new_language_and_with_its_voice(visitor):
    buttons = choices_of_language(visitor)
    assert visitor.press("Down") == [
        "Sprache: auf Deutsch, Auswahlschalter, ein, Die Sprache des Fensters."
    ]
    assert visitor.voice.manners[-1].language == "de"
    assert visitor.focus is buttons["auf Deutsch"]
    assert visitor.said[-1] == visitor.window.message.text() == "Sprache: auf Deutsch"
    assert visitor.press("Shift+F2") == ["Sprache: auf Deutsch"]
    assert visitor.press("Up") == [
        "Language: in English, choice, on, The language of the window."
    ]
    assert visitor.voice.manners[-1].language == "en"


def test_the_page_is_not_named_again_because_its_name_has_changed(visitor):
    choices_of_language(visitor)
    visitor.press("Down")
    assert visitor.press("Tab")[0].startswith("Anzeige zurücksetzen")


def test_settings_as_at_first_change_it_too(visitor):
    visitor.set("language", "de")
    visitor.press("Ctrl+,")
    visitor.window.current.parts()[0].setFocus()
    visitor.press("Shift+Tab")
    assert visitor.press("Return") == ["All settings are as at first."]
    assert visitor.window.current.title == "Settings"


def test_picture_poem_and_place_stay(visitor):
    visitor.open_picture()
    visitor.press("Down", "F6", "Ctrl+Down", "F6", "+", "+", "Left")
    view, poem = visitor.app.reading.picture, visitor.app.reading.poem
    part, place = view.part(), visitor.state.place
    assert (part, place) == ("middle left", Place(0, 1))
    visitor.set("language", "de")
    assert (visitor.state.chosen, visitor.state.place, poem.place()) == (1, place, place)
    assert visitor.app.reading.matches.row == 1
    assert visitor.focus is view
    assert view.accessibleName() == "Bild: lighthouse"
    assert view.part() == "in der Mitte links"
    assert visitor.press("+") == ["300 Prozent."]


def test_a_poem_that_is_read_is_read_on(visitor):
    visitor.open_picture()
    visitor.voice.seconds = 60.0
    visitor.services.recital.from_the_start()
    visitor.services.settings.set("language", "de")
    assert visitor.state.reading is Reading.READING
    assert visitor.window.status.text() == "Gedicht 1/3, Zeile 1/4, liest vor"


def test_what_was_typed_stays(visitor):
    visitor.press("Ctrl+K")
    visitor.type("where am")
    visitor.set("language", "de")
    assert visitor.window.current.field.text() == "where am"


def test_dates_follow(visitor):
    visitor.set("language", "de")
    assert QLocale().language() == QLocale.Language.German
