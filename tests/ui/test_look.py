"""Colours, sizes and fonts: strong enough, large enough, and nothing lost."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)

from ekphrasis_app.app import folders
from ekphrasis_app.ports import Voice
from ekphrasis_app.settings import BY_KEY
from ekphrasis_app.ui import themes
from ekphrasis_app.ui.pages.settings_section import Section
from ekphrasis_app.ui.rows import FRAME, RowList
from tests.ui.test_pages import SHOWN, show

FOLDER = folders.project_folder() / "assets" / "themes"
FILES = sorted(FOLDER.glob("*.toml"))
CHOICES = [value for value, _ in BY_KEY["theme"].choices]
SIZES = (100, 200, 300, 400)
KEEP = os.environ.get("EKPHRASIS_PICTURES")
"""A folder to keep the rendered pages in, for those who want to look at them."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_stands_out_from_its_ground(path):
    for text, ground in themes.load(path).text_pairs():
        assert themes.contrast(text, ground) >= 7


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_frame_stands_out_from_both_sides(path):
    for frame, side in themes.load(path).edge_pairs():
        assert themes.contrast(frame, side) >= 3
    assert FRAME >= 3


def test_there_is_a_file_for_every_choice():
    assert {path.stem for path in FILES} | {"system"} == set(CHOICES)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_that_of_the_standard(first, second, ratio):
    assert themes.contrast(first, second) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    "colours",
    [
        ("#ffffff", "#000000", "#ffffff", "#000080", "#ffffff"),
        ("#efefef", "#888888", "#ffffff", "#88aaff", "#ffffff"),
        ("#202020", "#aaaaaa", "#101010", "#305070", "#dddddd"),
        ("#808080", "#ff0000", "#808080", "#808080", "#808080"),
    ],
)
def test_the_systems_colours_are_taken_as_far_as_they_are_strong(colours):
    palette = QPalette()
    roles = ("Window", "WindowText", "Base", "Highlight", "HighlightedText")
    for role, colour in zip(roles, colours, strict=True):
        palette.setColor(getattr(QPalette.ColorRole, role), QColor(colour))
    light, dark = themes.load(FOLDER / "light.toml"), themes.load(FOLDER / "dark.toml")
    assert themes.holds(themes.from_system(palette, light, dark))


def test_a_strong_system_keeps_its_colours():
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#fffbe6"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#10202f"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#ffffff"))
    light, dark = themes.load(FOLDER / "light.toml"), themes.load(FOLDER / "dark.toml")
    theme = themes.from_system(palette, light, dark)
    assert (theme.ground, theme.text) == ("#fffbe6", "#10202f")


@pytest.fixture(params=CHOICES)
def theme(request):
    return request.param


@pytest.fixture(params=SIZES)
def size(request):
    return request.param


def test_nothing_is_cut_off_or_covered(visitor, theme, size):
    visitor.open_picture()
    visitor.press("Ctrl+D")
    visitor.set("theme", theme)
    visitor.set("text_size", size)
    for name, section in SHOWN:
        show(visitor, name, section)
        QTest.qWait(30)  # layouts follow one another over some turns of the event loop
        if KEEP:
            path = Path(KEEP) / f"{name}{section if section > 0 else ''}-{theme}-{size}.png"
            visitor.window.grab().save(str(path))
        assert visitor.window.width() <= 1000, "large text made the window grow"
        assert visitor.window.height() <= 700, "large text made the window grow"
        assert cut_off(visitor.window) == [], (name, section)
        assert covered(visitor.window) == [], (name, section)


def test_the_caret_stays_to_be_seen_when_a_longer_status_takes_room(visitor, size):
    visitor.set("text_size", size)
    visitor.open_picture()
    visitor.press("F6", "Ctrl+End", "F2")
    QTest.qWait(60)
    poem = visitor.app.reading.poem
    assert poem.hasFocus()
    assert poem.viewport().visibleRegion().contains(poem.cursorRect().center())


def test_what_is_taller_than_the_window_does_not_jump_to_and_fro(visitor):
    visitor.set("text_size", 400)
    page = show(visitor, "settings")
    tall = page.findChild(Section)
    assert tall.height() > page.height()
    places = set()
    for _ in range(3):
        page.reveal(tall)
        places.add(tall.mapTo(page, QPoint()).y())
    assert len(places) == 1


def cut_off(window: QWidget) -> list[str]:
    """Texts that do not fit into what shows them."""
    lost = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.size().width() <= 1:
            continue
        if isinstance(widget, QLabel) and widget.text():
            fits = widget.heightForWidth(widget.width()) <= widget.height()
            fits = fits and widest_word(widget, widget.text()) <= widget.width()
        elif isinstance(widget, QAbstractButton) and widget.text():
            fits = widest_line(widget, widget.text()) <= widget.width()
            fits = fits and widget.sizeHint().height() <= widget.height()
        elif isinstance(widget, QLineEdit):
            fits = widget.fontMetrics().height() <= widget.contentsRect().height()
        elif isinstance(widget, RowList):
            fits = all_rows_fit(widget)
        else:
            continue
        if not fits:
            lost.append(f"{type(widget).__name__} {getattr(widget, 'text', str)()!r}")
    return lost


def widest_word(widget: QWidget, text: str) -> int:
    return max(widget.fontMetrics().horizontalAdvance(word) for word in text.split())


def widest_line(widget: QWidget, text: str) -> int:
    return max(widget.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))


def all_rows_fit(rows: RowList) -> bool:
    wrap = Qt.TextFlag.TextWordWrap
    for number, row in enumerate(rows.rows.rows):
        rect = rows.visualRect(rows.rows.index(number, 0))
        if rect.width() > rows.viewport().width():
            return False
        room = QRect(0, 0, rect.width() - 16, 100_000)
        needed = rows.fontMetrics().boundingRect(room, wrap, row.shown)
        if needed.height() > rect.height() or needed.width() > room.width():
            return False
    return True


def covered(window: QWidget) -> list[str]:
    """Controls and labels that lie over one another."""
    found = []
    for parent in window.findChildren(QWidget):
        if not parent.isVisible() or isinstance(parent, (QAbstractScrollArea, QMenu)):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and child.width() > 1
        ]
        for number, one in enumerate(children):
            for other in children[number + 1 :]:
                if one.geometry().intersects(other.geometry()):
                    found.append(f"{one} and {other}")
    return found


def test_larger_text_is_larger(visitor):
    visitor.press("Ctrl+0")
    before = visitor.app.reading.matches.fontMetrics().height()
    visitor.set("text_size", 400)
    assert visitor.app.reading.matches.fontMetrics().height() >= 3.8 * before


def test_the_settings_for_poems_change_the_poem(visitor):
    visitor.open_picture()
    poem = visitor.app.reading.poem
    before = poem.document().size().height()
    visitor.set("line_spacing", 300)
    assert poem.document().size().height() > 1.5 * before


def test_settings_that_change_together_change_the_look_once(visitor):
    changes = []
    visitor.app.look.watch(changes.append)
    for key, value in {"theme": "dark", "text_size": 150, "line_spacing": 200}.items():
        visitor.services.settings.set(key, value)
    visitor.settle()
    assert len(changes) == 1
    assert visitor.app.reading.matches.font().pointSizeF() > 10


def test_what_is_not_seen_is_let_go_of_before_the_look_changes(visitor):
    show(visitor, "settings", 0)
    show(visitor, "settings", 1)
    page = visitor.window.page("settings")
    left = []
    visitor.app.look.watch(lambda _theme: left.append(len(page.findChildren(Section))))
    # As in the program: what is let go of goes when the loop of events comes to it.
    loop = QEventLoop()
    QTimer.singleShot(0, lambda: visitor.services.settings.set("theme", "dark"))
    QTimer.singleShot(100, loop.quit)
    loop.exec()
    assert left == [1]
    assert page.parts()[1].isVisible()


def test_a_new_look_takes_little_of_the_processor_though_there_are_many_voices(
    visitor, monkeypatch
):
    voices = [Voice(f"{n}", f"Voice {n}", "tlh") for n in range(650)]
    monkeypatch.setattr(visitor.voice, "voices", lambda: voices)
    show(visitor, "settings", 0)
    visitor.set("text_size", 125)
    begun = time.thread_time()
    visitor.services.settings.set("theme", "dark")
    QTest.qWait(50)
    # 0.04 seconds where this was written.
    assert time.thread_time() - begun < 0.15


def test_right_to_left_mirrors_and_loses_nothing(visitor, roles):
    roles.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        visitor.open_picture()
        for name, section in SHOWN:
            show(visitor, name, section)
            assert cut_off(visitor.window) == [], name
            assert covered(visitor.window) == [], name
        visitor.window.show_page("poems")
        visitor.settle()
        reading = visitor.app.reading
        at = reading.mapFromGlobal
        left = at(reading.matches.mapToGlobal(reading.matches.rect().center())).x()
        right = at(reading.poem.mapToGlobal(reading.poem.rect().center())).x()
        assert left > right
    finally:
        roles.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
