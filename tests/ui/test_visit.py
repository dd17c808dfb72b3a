"""A visit by keyboard with the own voice: what is done, and what is heard."""

import threading
import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from ekphrasis_app.app.state import State
from ekphrasis_app.domain.place import Place
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import Voice
from ekphrasis_app.settings import Settings
from ekphrasis_app.ui.pages.choosers import SAMPLE, VoiceList, sample
from ekphrasis_app.ui.window import CELLS, status_text
from tests.fakes.app import GivenSource
from tests.fakes.people import HARBOUR, match
from tests.ui.conftest import PICTURE
from tests.ui.languages import spoken


def test_the_first_control_is_named_at_the_start(visitor):
    assert visitor.heard[0].startswith("Open picture…, button")


def test_a_picture_and_its_poems_are_announced_and_the_list_gets_the_focus(visitor):
    visitor.open_picture()
    assert "lighthouse is loaded. Looking for poems." in visitor.said
    assert visitor.said[-1] == "3 poems found. The first is The Harbour Light by Ann Writer."
    assert visitor.focus is visitor.app.reading.matches
    assert visitor.focus.row == 0
    assert not any(text.startswith("Poems, best match first") for text in visitor.heard)


def test_arrows_in_the_list_choose_poems_and_say_each_once(visitor):
    visitor.open_picture()
    heard = visitor.press("Down")
    assert heard == ["Poem 2 of 3, Snow on the wall, Ben Maker, 2 lines, good match: sea, lamp"]
    assert visitor.state.chosen == 1
    assert visitor.app.reading.poem.toPlainText() == "Snow on the wall,\nsnow on the hill;"


def test_an_arrow_out_of_the_list_says_so(visitor):
    visitor.open_picture()
    assert visitor.press("Up") == ["This is the first poem."]
    visitor.press("Down", "Down")
    assert visitor.press("Down") == ["This is the last poem."]
    assert visitor.press("End") == ["This is the last poem."]


def test_enter_reads_the_poem_and_escape_keeps_the_place(visitor):
    visitor.open_picture()
    visitor.voice.seconds = 0.05
    heard = visitor.press("Return")
    assert heard[0].startswith("The Harbour Light")
    visitor.press("Escape")
    assert visitor.state.reading is Reading.SILENT
    assert visitor.state.poem == HARBOUR


def test_the_caret_is_the_place_both_ways(visitor):
    visitor.open_picture()
    visitor.press("F6")
    assert visitor.focus is visitor.app.reading.poem
    visitor.press("Ctrl+Down")
    assert visitor.app.reading.poem.place() == visitor.state.place == Place(0, 1)
    visitor.press("Ctrl+Right")
    assert visitor.state.place == Place(0, 1, 1)


def test_arrows_in_the_poem_say_the_line_and_its_letters(visitor):
    visitor.open_picture()
    visitor.press("F6")
    assert visitor.press("Down") == ["the lamp goes round,"]
    assert visitor.press("Right") == ["h"]
    assert visitor.press("Ctrl+Right") == ["lamp"]
    assert visitor.press("End") == ["end of the line"]
    assert visitor.press("Down") == ["and no one counts,"]


def test_the_end_of_the_poem_is_said(visitor):
    visitor.open_picture()
    visitor.press("F6", "Down", "Down", "Down")
    assert visitor.press("Down") == ["This is the last line."]


def test_where_am_i_says_picture_poem_line_and_reading(visitor):
    visitor.open_picture()
    assert visitor.press("F2") == [
        "lighthouse, poem 1 of 3, The Harbour Light by Ann Writer, line 1 of 4, not reading."
    ]
    assert visitor.press("Shift+F2") == visitor.said[-1:]


def test_escape_leads_back_to_where_one_was(visitor):
    visitor.open_picture()
    visitor.press("F6", "Ctrl+,")
    assert visitor.window.current is visitor.window.page("settings")
    visitor.press("Escape")
    assert visitor.focus is visitor.app.reading.poem


def test_keys_are_explained_and_not_obeyed_while_learning(visitor):
    visitor.open_picture()
    visitor.press("F1")
    assert visitor.press("Ctrl+O") == [
        "Control O: Open picture. Choose a picture from a folder."
    ]
    assert visitor.press("Tab") == ["Tab: Next control."]
    assert visitor.window.current is visitor.app.reading
    assert visitor.press("Escape")[-1].endswith("Key learning has ended.")
    visitor.press("Ctrl+O")
    assert visitor.window.current is visitor.window.page("open")


def test_a_tap_on_control_pauses_the_voice(visitor):
    visitor.open_picture()
    visitor.voice.seconds = 5.0
    visitor.services.recital.read()
    visitor.tap_control()
    assert visitor.state.reading is Reading.PAUSED


def test_a_copied_picture_is_opened(visitor):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    visitor.press("Ctrl+V")
    assert "The copied picture is loaded. Looking for poems." in visitor.said
    assert (visitor.state.picture.width, visitor.state.picture.height) == (40, 30)
    QGuiApplication.clipboard().clear()


def test_a_copied_file_is_opened(visitor, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "gone.png"))])
    QGuiApplication.clipboard().setMimeData(data)
    visitor.press("Ctrl+V")
    assert "gone.png" in visitor.said[-1]
    QGuiApplication.clipboard().clear()


def test_arrow_down_leads_from_a_field_to_its_list(visitor):
    visitor.press("Ctrl+K")
    assert visitor.focus is visitor.window.current.field
    visitor.press("Down")
    assert visitor.focus is visitor.window.current.rows


def test_what_was_found_is_told_once_when_the_typing_pauses(visitor):
    visitor.press("Ctrl+B")
    before = len(visitor.said)
    visitor.type("harb")
    assert visitor.said[before:] == []
    visitor.wait(0.5)
    assert visitor.said[before:] == ["1 found. The Harbour Light, Ann Writer, 4 lines"]


def test_a_switch_says_its_new_state(visitor):
    visitor.press("Ctrl+,", "Down", "Tab")
    assert visitor.press("Space") == ["on"]
    assert visitor.press("Space") == ["off"]


def test_a_slider_says_its_new_value_once(visitor):
    visitor.press("Ctrl+,")
    slider = visitor.window.current.findChild(QSlider)
    slider.setFocus()
    visitor.settle()
    assert visitor.press("Right") == ["110"]
    assert visitor.services.settings.number("rate") == 110


def test_letters_are_said_as_they_are_typed(visitor):
    visitor.press("Ctrl+O", "Tab")
    mark = len(visitor.heard)
    visitor.type("ab")
    assert visitor.heard[mark:] == ["a", "b"]


def test_a_voice_is_chosen_and_heard(visitor):
    visitor.press("Ctrl+,")
    voices = visitor.window.current.findChild(VoiceList)
    voices.setFocus()
    visitor.settle()
    assert visitor.press("Down") == ["English, 2 of 3"]
    assert visitor.press("Down") == ["1 more voice, for other languages, 3 of 3"]
    assert visitor.press("Return") == ["Deutsch, German, 3 of 3"]
    assert visitor.press("Return")[-1] == "So lese ich Ihnen vor."
    assert visitor.services.settings.text("voice.interface") == "de"
    assert voices.current.said == "Deutsch, German, chosen"
    assert visitor.voice.manners[-1].voice == "de"


@pytest.mark.parametrize(
    ("wish", "voice", "expected"),
    [
        ("en", "en-GB", SAMPLE),
        ("en", "de-AT", "So lese ich Ihnen vor."),
        ("de", "de", "So lese ich Ihnen vor."),
        ("de", "en", SAMPLE),
        ("de", "tlh", SAMPLE),
    ],
)
def test_a_voice_is_heard_in_its_own_language_if_the_program_speaks_it(
    roles, wish, voice, expected
):
    with spoken(roles, wish):
        assert sample(voice) == expected


def test_the_best_voice_for_the_window_is_heard_in_its_language(visitor, roles):
    visitor.press("Ctrl+,")
    lists = visitor.window.current.findChildren(VoiceList)
    heard = []
    with spoken(roles, "de"):
        for voices in lists[:2]:
            voices.setFocus()
            visitor.settle()
            heard.append(visitor.press("Home", "Return")[-1])
    assert heard == ["So lese ich Ihnen vor.", SAMPLE], "poems are mostly English"


def test_the_voices_are_those_of_the_engine_in_use(visitor, monkeypatch):
    visitor.press("Ctrl+,")
    voices = visitor.window.current.findChild(VoiceList)
    others = [Voice("ann", "Ann", "en-GB"), Voice("x", "Qapla", "tlh")]
    monkeypatch.setattr(visitor.voice, "voices", lambda: others)
    voices.setFocus()
    visitor.settle()
    rows = [row.said for row in voices.rows.rows]
    assert rows[1:] == ["Ann, English", "1 more voice, for other languages"]
    assert visitor.press("End", "Return")[-1] == "Qapla, 3 of 3"


def test_a_voice_of_another_language_that_was_chosen_is_listed(visitor):
    visitor.set("voice.poem", "de")
    visitor.press("Ctrl+,")
    lists = visitor.window.current.findChildren(VoiceList)
    assert [row.said for row in lists[1].rows.rows][1:] == [
        "English",
        "Deutsch, German, chosen",
    ]


def test_rows_of_every_list_are_said(visitor):
    visitor.press("Shift+F1", "Down")
    count = len(visitor.window.current.rows.rows.rows)
    assert visitor.press("Down") == [
        f"All of it happens on this computer. Nothing is sent anywhere, 2 of {count}"
    ]
    assert visitor.press("Up") == visitor.press("Up") != []


def test_a_new_look_lets_go_of_hidden_pages_and_loses_nothing(visitor):
    visitor.open_picture()
    visitor.press("Ctrl+N")
    visitor.type("ab")
    visitor.press("Escape", "Ctrl++", "Ctrl+,", "Ctrl+N")
    assert visitor.window.current.field.toPlainText() == "ab"
    visitor.press("Escape", "Ctrl++", "Ctrl+0")
    assert visitor.services.settings.number("text_size") == 100


def test_the_menu_opens_by_a_key_and_says_its_entries(visitor):
    assert visitor.press("F10") == ["Picture, menu"]
    bar = visitor.window.menuBar()
    QTest.keyClick(bar, Qt.Key.Key_Down)
    visitor.settle()
    assert visitor.heard[-1] == "Open picture…, Control O"
    QTest.keyClick(visitor.app.menus.groups[0], Qt.Key.Key_Escape)
    QTest.keyClick(bar, Qt.Key.Key_Escape)


def test_a_bad_file_is_one_sentence_on_screen_and_aloud(visitor, tmp_path):
    bad = tmp_path / "poster.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 not really")
    visitor.open_picture()
    visitor.press("Ctrl+O", "Tab")
    visitor.window.current.path.setText(str(bad))
    visitor.press("Return")
    assert visitor.said[-1].startswith("poster.jpg is damaged or not complete.")
    assert visitor.window.message.text() == visitor.said[-1]
    assert visitor.heard[-1] == visitor.said[-1]
    assert len(visitor.state.matches) == 3, "what was there is still there"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("~no-such-person/harbour.png", "There is no file harbour.png."),
        ("long" * 99, "cannot be read: File name too long. Choose another picture."),
    ],
)
def test_a_path_that_cannot_be_is_one_sentence(visitor, typed, why):
    visitor.press("Ctrl+O", "Tab")
    visitor.window.current.path.setText(typed)
    visitor.press("Return")
    assert why in visitor.said[-1]


def test_the_picture_is_enlarged_panned_and_strengthened_by_keys(visitor):
    visitor.open_picture()
    visitor.press("F6", "F6")
    picture = visitor.app.reading.picture
    assert visitor.focus is picture
    whole = picture.grab().toImage()
    assert visitor.press("Left") == ["The whole picture is in view. Plus enlarges it."]
    assert visitor.press("+") == ["150 percent."]
    assert picture.grab().toImage() != whole
    assert visitor.press("Left", "Left") == ["middle left", "This is the edge of the picture."]
    assert visitor.press("c") == ["Contrast raised."]
    assert visitor.press("-", "c") == ["The whole picture.", "Contrast as it is."]
    assert picture.grab().toImage() == whole


def test_unusable_settings_are_said_at_the_start(visitor, home):
    (home / "settings.json").write_text("nonsense")
    settings = Settings(home / "settings.json")
    assert settings.said.startswith("The settings file could not be read.")
    visitor.services.settings.__dict__.update(settings.__dict__)
    visitor.app.begin(None)
    visitor.settle()
    assert visitor.said[0] == settings.said


def test_at_the_first_start_the_question_is_asked_and_answered(visitor):
    visitor.services.settings.set("reader", "ask")
    visitor.app.begin(None)
    visitor.settle()
    assert visitor.focus.accessibleName() == "Who shall read? Arrow keys and Enter choose"
    visitor.press("Down", "Return")
    assert visitor.services.settings.text("reader") == "screen-reader"
    assert visitor.window.current is visitor.app.reading


@pytest.mark.parametrize("reading", list(Reading))
def test_the_status_fits_on_a_braille_display(reading):
    poem = Poem("long", "", "", (("a line",) * 200,))
    matches = (match(poem),) * 20
    state = State(None, matches, 19, Place(0, 199), reading)
    assert status_text(state) == status_text(state).strip()
    assert len(status_text(state)) <= CELLS


def test_what_is_kept_of_a_note_is_said_before_where_one_is_then(visitor):
    visitor.open_picture()
    visitor.press("Ctrl+N")
    visitor.type("oh")
    heard = visitor.press("Escape")
    assert heard[0] == "Note kept."
    assert heard[1].startswith("Poems for a picture. Poems, best match first, list with 3")


def test_an_empty_list_says_that_it_is_empty_and_what_would_fill_it(visitor):
    assert visitor.press("Ctrl+Shift+D") == [
        "Favourites. Favourite poems, empty list",
        "No favourites yet. Control D keeps the chosen poem.",
    ]


def test_forgetting_the_history_is_told_once_and_the_button_keeps_the_focus(visitor):
    visitor.open_picture()
    visitor.press("Ctrl+Shift+H", "Tab")
    button = visitor.focus
    assert visitor.press("Return") == ["The history is empty now."]
    assert visitor.focus is button
    assert visitor.window.current.rows.rows.rows == []


def test_a_changed_key_is_told_once(visitor):
    visitor.press("Ctrl+Shift+K", "Return")
    assert visitor.press("Ctrl+J") == ["Control J is now the key for Open picture."]
    assert visitor.window.current.rows.current.said == "Open picture: Control J"
    assert visitor.press("Del") == ["Control O is the key for Open picture again."]


def test_the_poem_alone_is_told_in_two_words(visitor):
    visitor.open_picture()
    assert visitor.press("F9") == ["Poem only."]
    assert visitor.press("F9") == ["All parts."]


def test_the_page_that_one_has_come_to_with_a_picture_is_not_named_later(visitor):
    visitor.press("Ctrl+O")
    visitor.services.session.open(GivenSource(PICTURE))
    visitor.press("Escape", "Tab")
    assert visitor.heard[-1].startswith("Picture: lighthouse")


def test_alt_is_explained_and_opens_no_menu_while_keys_are_learned(visitor):
    visitor.press("F1")
    mark = len(visitor.heard)
    QTest.keyClick(visitor.window.windowHandle(), Qt.Key.Key_Alt)
    visitor.settle()
    assert visitor.heard[mark:] == ["Alt: Opens the menu."]
    assert visitor.press("Alt+P")[-1] == "Alt P: Does nothing here."
    assert visitor.window.menuBar().activeAction() is None
    visitor.press("Escape")
    assert visitor.press("F6") == ["Poems, best match first, empty list"]


def test_the_one_menu_of_large_text_is_not_called_a_menu_twice(visitor):
    visitor.set("text_size", 400)
    assert visitor.press("F10") == ["Menu"]
    QTest.keyClick(visitor.app.menus.all, Qt.Key.Key_Down)
    visitor.settle()
    assert visitor.heard[-1] == "Picture, menu"
    visitor.app.menus.all.close()


def test_escape_in_the_menu_bar_leaves_it_and_does_no_more(visitor):
    visitor.open_picture()
    visitor.voice.seconds = 60.0
    visitor.services.recital.read()
    before = visitor.focus
    handle = visitor.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_F10)
    QTest.keyClick(visitor.app.menus.groups[0], Qt.Key.Key_Escape)
    assert visitor.focus is visitor.window.menuBar()
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert visitor.focus is before
    assert visitor.state.reading is not Reading.SILENT


def test_the_menu_of_the_menu_key_says_its_first_entry(visitor):
    mark = len(visitor.heard)
    visitor.window.customContextMenuRequested.emit(QPoint(10, 10))
    visitor.settle()
    assert visitor.heard[mark:] == ["Picture, menu"]
    visitor.app.menus.context.close()


def test_letters_of_a_note_are_said(visitor):
    visitor.open_picture()
    visitor.press("Ctrl+N")
    mark = len(visitor.heard)
    visitor.type("oh")
    assert visitor.heard[mark:] == ["o", "h"]


def test_the_folder_of_the_last_picture_is_listed_next_time(visitor, tmp_path):
    (tmp_path / "one.png").write_bytes(b"no picture")
    visitor.press("Ctrl+O", "Tab")
    visitor.window.current.path.setText(str(tmp_path / "one.png"))
    visitor.press("Return")
    visitor.window.forget_hidden_pages()
    visitor.press("Ctrl+O")
    assert visitor.window.current.folder == tmp_path
    assert visitor.window.current.rows.current.said == "one.png"


def test_escape_goes_back_before_it_gives_up_the_search(visitor):
    released = threading.Event()
    visitor.services.finder.before = lambda cancel: released.wait(5)
    visitor.services.session.open(GivenSource(PICTURE))
    QTest.qWait(50)
    handle = visitor.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert visitor.window.current is visitor.app.reading
    released.set()
    visitor.settle()
    assert len(visitor.state.matches) == 3


def test_escape_gives_up_the_search(visitor):
    visitor.services.finder.before = wait_for
    visitor.services.session.open(GivenSource(PICTURE))
    while visitor.state.picture is None:
        QTest.qWait(5)
    visitor.press("Escape")
    assert visitor.said[-1] == "Given up."
    assert visitor.state.picture is PICTURE, "the picture is still there"


def wait_for(cancel):
    while True:
        cancel.check()
        time.sleep(0.005)
