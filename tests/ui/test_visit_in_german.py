"""A visit in German: everything heard and seen is German, and none of it is cut off."""

import re

import pytest
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ekphrasis_app import wording
from ekphrasis_app.app import aloud
from ekphrasis_app.app.state import State
from ekphrasis_app.domain.place import Place
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ui import bindings
from ekphrasis_app.ui.rows import RowList
from ekphrasis_app.ui.window import CELLS, status_text
from tests.fakes.people import HARBOUR, SNOW, match
from tests.fakes.sound import LevelSynthesiser
from tests.ui.languages import spoken
from tests.ui.test_look import covered, cut_off
from tests.ui.test_pages import SHOWN, show

WORD = r"[\w'’]+"
OWN = {
    word
    for poem in (HARBOUR, SNOW)
    for word in re.findall(WORD, f"{poem.heading} {poem.author} {poem.text}")
} | {"lighthouse", "sea", "English", "Deutsch", "en", "de", "starter", "mine"}
"""Words of poems, of the picture, of a reason why, and of the names of voices and models."""
KEY = re.compile(r"[A-Z]|F\d\d?")
"""Keys that are called what is printed on them."""


@pytest.fixture
def language(roles):
    with spoken(roles, "de"):
        yield


def test_a_picture_and_its_poems_are_told_in_german(visitor):
    visitor.open_picture()
    assert "lighthouse ist geladen. Gedichte werden gesucht." in visitor.said
    assert visitor.said[-1] == (
        "3 Gedichte gefunden. Das erste ist The Harbour Light von Ann Writer."
    )
    assert visitor.press("F2") == [
        "lighthouse, Gedicht 1 von 3, The Harbour Light von Ann Writer, Zeile 1 von 4, "
        "wird nicht vorgelesen."
    ]


def test_poems_keep_their_own_language_and_the_rest_has_a_german_voice(visitor):
    visitor.open_picture()
    before = len(visitor.heard)
    visitor.press("Return")
    visitor.wait(1)
    manners = visitor.voice.manners[before:]
    said = dict(zip(visitor.heard[before:], (m.language for m in manners), strict=True))
    assert said["Ann Writer, 4 Zeilen"] == "de"
    assert said[HARBOUR.title] == "en"
    assert {manner.language for manner in visitor.voice.manners[:before]} == {"de"}


def test_a_sound_file_is_spoken_in_the_same_languages(visitor, qtbot, tmp_path, monkeypatch):
    synthesiser = LevelSynthesiser()
    monkeypatch.setattr(aloud, "best_synthesiser", lambda wish: synthesiser)
    monkeypatch.setattr(bindings, "own_folder", lambda kind: tmp_path)
    visitor.open_picture()
    visitor.press("Ctrl+Shift+S")
    saved = "Gespeichert als The Harbour Light.wav in "
    qtbot.waitUntil(lambda: visitor.said[-1].startswith(saved), timeout=10_000)
    languages = {text: manner.language for text, manner in synthesiser.made}
    assert languages["Ann Writer, 4 Zeilen"] == "de"
    assert languages[HARBOUR.title] == "en"


def test_keys_are_explained_in_german(visitor):
    visitor.press("F1")
    assert visitor.press("F3") == ["F3: Langsamer. Macht die Stimme langsamer."]
    assert visitor.press("Ctrl+Shift+Up")[0].startswith("Steuerung Umschalt Pfeil auf: ")
    assert visitor.press("Escape")[0].endswith("Tasten lernen ist beendet.")


def test_settings_speak_german(visitor):
    assert visitor.press("F4") == ["Tempo: 110 Prozent"]
    assert visitor.press("Ctrl+T") == ["Farben: schwarz auf weiß"]


def test_a_reason_why_not_is_german(visitor):
    assert visitor.press("Ctrl+D") == ["Es gibt noch kein Gedicht."]


@pytest.mark.parametrize("reading", Reading)
def test_the_status_fits_on_a_braille_display(language, reading):
    matches = tuple(match(HARBOUR, rank) for rank in range(1, 51))
    state = State(matches=matches, chosen=49, place=Place(0, 3), reading=reading)
    # A poem of 999 lines has two more digits in both numbers.
    assert len(status_text(state)) + 4 <= CELLS


@pytest.mark.parametrize("size", [100, 400])
def test_german_words_are_neither_cut_off_nor_covered(visitor, size):
    visitor.open_picture()
    visitor.press("Ctrl+D")
    visitor.set("text_size", size)
    for name, section in SHOWN:
        show(visitor, name, section)
        QTest.qWait(30)
        assert cut_off(visitor.window) == [], (name, section)
        assert covered(visitor.window) == [], (name, section)


class TestNothingIsLeftOut:
    """Every text goes through the translation: with one that puts ⟦ ⟧ around each text,
    no letters are left outside, save those of keys, people, poems and files."""

    @pytest.fixture
    def language(self):
        wording.use(lambda one, many, n: f"⟦{wording.english(one, many, n)}⟧", "en")
        yield
        wording.use()

    def test_on_any_page(self, visitor, tmp_path):
        visitor.open_picture()
        visitor.press("Ctrl+D")
        left = {}
        for name, section in SHOWN:
            page = show(visitor, name, section)
            outside = {word for text in shown(page) for word in self.outside(text)}
            if name in ("open", "model file"):
                outside -= {word for text in paths(page) for word in self.outside(text)}
            left[name, section] = outside
        left["menus"] = {
            word
            for action in visitor.window.findChildren(QAction)
            for word in self.outside(action.text().partition("\t")[0])
        }
        left["heard"] = {word for text in visitor.heard for word in self.outside(text)}
        assert {name: words for name, words in left.items() if words} == {}

    def outside(self, text: str) -> set[str]:
        """The words of ``text`` that stand outside all ⟦ ⟧ and are nobody's own."""
        while text != (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
            text = shorter
        return {
            word
            for word in re.findall(WORD, text)
            if word not in OWN and not word.isdigit() and not KEY.fullmatch(word)
        }


def shown(page: QWidget) -> list[str]:
    """All that can be read on a page, by eye or by a screen reader."""
    texts = [page.title]
    for widget in page.findChildren(QWidget):
        if isinstance(widget, (QLabel, QAbstractButton)):
            texts.append(widget.text())
        if isinstance(widget, RowList):
            texts += [text for row in widget.rows.rows for text in (row.shown, row.said)]
        if widget.focusPolicy():
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is not None:
                texts.append(interface.text(QAccessible.Text.Name))
                texts.append(interface.text(QAccessible.Text.Description))
    return texts


def paths(page) -> list[str]:
    """The names of the files and folders that the page for opening shows."""
    return [page.where.text(), *(row.value.name for row in page.rows.rows.rows)]
