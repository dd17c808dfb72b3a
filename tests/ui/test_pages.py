"""Every page, walked as a screen reader walks it and as the Tab key does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from ekphrasis_app.app import folders
from ekphrasis_app.ui.pages.model_list import ModelList
from ekphrasis_app.ui.pages.settings_page import PAGES as SECTIONS
from ekphrasis_app.ui.rows import TARGET
from tests.fakes.bundles import shelved_bundle

PAGES = (
    "poems",
    "open",
    "settings",
    "library",
    "favourites",
    "history",
    "messages",
    "help",
    "keys",
    "commands",
    "note",
    "question",
    "models",
    "model file",
    "asked",
)
SHOWN = [(page, -1) for page in PAGES] + [("settings", n) for n in range(len(SECTIONS))]
IDS = [page if section < 0 else f"{page} {SECTIONS[section]}" for page, section in SHOWN]


@pytest.fixture(params=SHOWN, ids=IDS)
def page(request, visitor):
    """Each page in turn, with poems, favourites and history to show."""
    visitor.open_picture()
    visitor.press("Ctrl+D")
    return show(visitor, *request.param)


def show(visitor, name, section=-1):
    """Go to a page, and to a section of the settings unless ``section`` is below 0."""
    if name == "asked":
        ask(visitor)
    visitor.window.show_page(name)
    page = visitor.window.page(name)
    if section >= 0:
        page.sections.go_to(section)
    visitor.settle()
    return page


def ask(visitor):
    """Have the program ask whether to remove a model."""
    folder = folders.user_folder() / "bundles" / "mine"
    if not folder.exists():
        shelved_bundle(folder)
    rows = show(visitor, "settings", SECTIONS.index("Poems")).findChild(ModelList)
    rows.refresh("mine")
    rows.setFocus()
    visitor.press("Delete")


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def focusable(page: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_all_pages_are_walked(visitor):
    made = {"poems", *visitor.window.page_names()}
    assert made == set(PAGES)


def test_every_control_has_a_name_of_its_own(page):
    names = [name_of(widget) for widget in focusable(page)]
    assert all(names), "a control without a name"
    assert len(set(names)) == len(names), names


def test_tab_reaches_every_control_and_comes_round(page, visitor):
    start = page.first
    start.setFocus()
    reached = [start]
    for _ in range(200):
        QTest.keyClick(visitor.window.windowHandle(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is start:
            break
        reached.append(now)
    assert now is start, f"Tab is caught in {reached[-3:]}"
    assert set(focusable(page)) <= set(reached)


def test_back_tab_comes_round_too(page, visitor):
    start = page.first
    start.setFocus()
    for _ in range(200):
        QTest.keyClick(
            visitor.window.windowHandle(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier
        )
        if QApplication.focusWidget() is start:
            return
    raise AssertionError("Shift Tab does not come back")


def test_f6_goes_round_the_parts(page, visitor):
    parts = page.parts()
    parts[0].setFocus()
    for part in [*parts[1:], parts[0]]:
        visitor.press("F6")
        assert QApplication.focusWidget() is part


def test_every_target_is_large_enough(page):
    small = [
        (name_of(widget), widget.size().toTuple())
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and (widget in focusable(page) or isinstance(widget, QAbstractButton))
        and min(widget.size().toTuple()) < TARGET
    ]
    assert small == []


def test_nothing_in_focus_is_out_of_sight(page, visitor):
    for widget in focusable(page):
        widget.setFocus()
        visitor.settle()
        seen = widget.visibleRegion().boundingRect()
        assert min(seen.width(), seen.height()) >= TARGET - 6, name_of(widget)


def test_roles_are_those_of_the_controls(page):
    for widget in focusable(page):
        role = QAccessible.queryAccessibleInterface(widget).role()
        assert role != QAccessible.Role.Client, name_of(widget)
        if isinstance(widget, QRadioButton):
            assert role == QAccessible.Role.RadioButton
        elif isinstance(widget, QAbstractButton) and not widget.isCheckable():
            assert role == QAccessible.Role.Button


def test_labels_keep_their_text(page):
    for label in page.findChildren(QWidget):
        if type(label).__name__ == "QLabel" and label.isVisible():
            assert name_of(label) == label.text()


def test_texts_have_no_empty_paragraphs(page):
    for text in page.findChildren(QTextEdit):
        if text.isReadOnly() and text.isVisible():
            block = text.document().begin()
            while block.isValid():
                assert block.text().strip()
                block = block.next()


def test_nothing_scrolls_sideways(page):
    for area in page.findChildren(QAbstractScrollArea):
        if area.isVisible():
            assert area.horizontalScrollBar().maximum() == 0, area
