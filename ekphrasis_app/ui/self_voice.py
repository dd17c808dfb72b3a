"""What a screen reader would say of controls, for those who use the program's own voice."""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ekphrasis_app.app.announcer import Announcements
from ekphrasis_app.keymap import spoken_key
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.poem_view import PoemView
from ekphrasis_app.ui.rows import RowList
from ekphrasis_app.wording import tr, trn

ROLES = {
    QAccessible.Role.Button: "button",
    QAccessible.Role.CheckBox: "check box",
    QAccessible.Role.RadioButton: "choice",
    QAccessible.Role.Slider: "slider",
    QAccessible.Role.EditableText: "text field",
}
"""What controls are called; pictures and lists are told by their names and by their rows."""


CHARACTERS = {
    ".": "full stop",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "?": "question mark",
    "!": "exclamation mark",
    "'": "apostrophe",
    "’": "apostrophe",
    '"': "quotation mark",
    "“": "opening quotation mark",
    "”": "closing quotation mark",
    "-": "hyphen",
    "–": "dash",
    "—": "long dash",
    "…": "dots",
    "(": "opening bracket",
    ")": "closing bracket",
    "/": "slash",
    "\\": "backslash",
    "_": "underscore",
    "&": "and sign",
    "*": "star",
    "+": "plus",
    "=": "equals",
    "@": "at sign",
    "#": "hash",
    "%": "percent sign",
    "~": "tilde",
}
"""What characters are called that a voice would pass over."""


def describe(widget: QWidget) -> str:
    """Name, role, value and state of a control, then its explanation."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None:
        return ""
    text = QAccessible.Text
    parts = [interface.text(text.Name).removesuffix(".")]
    if isinstance(widget, RowList):
        count = len(widget.rows.rows)
        parts.append(
            trn("list with {n} row", "list with {n} rows", count) if count else tr("empty list")
        )
        if widget.current is None:
            # What could be done with its rows is no help.
            return ", ".join(parts)
        parts.append(widget.current.said)
    elif isinstance(widget, QTextEdit) and widget.isReadOnly():
        pass
    elif interface.role() in ROLES:
        parts.append(tr(ROLES[interface.role()]))
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        parts.append(tr("on") if widget.isChecked() else tr("off"))
    elif isinstance(widget, QAbstractSlider):
        parts.append(str(widget.value()))
    elif isinstance(widget, QLineEdit):
        parts.append(widget.text() or tr("empty"))
    elif isinstance(widget, (QTextEdit, QPlainTextEdit)):
        parts.append(widget.textCursor().block().text())
    parts.append(interface.text(text.Description))
    return ", ".join(part for part in parts if part)


def character_name(character: str) -> str:
    """How one character is said."""
    if character.isalnum():
        return tr("capital {letter}", letter=character) if character.isupper() else character
    if character.isspace():
        return tr("space")
    if character in CHARACTERS:
        return tr(CHARACTERS[character])
    return unicodedata.name(character, character).lower()


class SelfVoice(QObject):
    """Echoes what has the focus, and how it changes; silent beside a screen reader."""

    def __init__(
        self, announcer: Announcements, quiet: Callable[[], bool], page: Callable[[], Page]
    ) -> None:
        """``quiet()`` is true while what moves the focus is told in another way.

        ``page()`` is the page that is shown.
        """
        super().__init__()
        self._page = page
        self._said_page = page()
        self._announcer = announcer
        self._quiet = quiet
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def follow(self, window: QWidget) -> None:
        """Speak for all controls that ``window`` has now."""
        for button in window.findChildren(QAbstractButton):
            if button.isCheckable():
                button.toggled.connect(lambda on, b=button: self._toggled(b, on))
        for slider in window.findChildren(QAbstractSlider):
            if slider.focusPolicy():
                slider.valueChanged.connect(lambda _, s=slider: self._value(s))
        for line in window.findChildren(QLineEdit):
            line.textEdited.connect(self._typed)
            line.cursorPositionChanged.connect(lambda old, new, e=line: self._at(e, old, new))
        for rows in window.findChildren(RowList):
            if rows.speaks_rows:
                rows.row_changed.connect(lambda _, r=rows: self._row(r))
                rows.filled.connect(lambda r=rows: self._filled(r))
                rows.run_off.connect(lambda _, r=rows: self._row(r))
        for text in window.findChildren(QTextEdit):
            if not text.isReadOnly():
                text.document().contentsChange.connect(
                    lambda at, gone, new, t=text: self._edited(t, at, new)
                )
        for poem in window.findChildren(PoemView):
            poem.stepped.connect(self._stepped)
        for menu in window.findChildren(QMenu):
            menu.hovered.connect(lambda action, m=menu: self._entry(m, action))
        for bar in window.findChildren(QMenuBar):
            bar.hovered.connect(lambda action, b=bar: self._entry(b, action))

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or isinstance(new, (QMenu, QMenuBar)):
            return  # the entries of menus are told as they are come to
        if self._quiet():
            self._said_page = self._page()
        elif not getattr(new, "loading", False):
            self._describe(new)

    def _describe(self, widget: QWidget) -> None:
        """Say the control, and first the page where it is on another one than before."""
        page = self._page()
        parts = [page.title if page is not self._said_page else "", describe(widget)]
        self._said_page = page
        if any(parts):
            self._announcer.echo(". ".join(part for part in parts if part))

    def _filled(self, rows: RowList) -> None:
        if rows.hasFocus():
            self._describe(rows)

    def _entry(self, menu: QMenu | QMenuBar, action: QAction) -> None:
        # An entry tells all menus that it is in, though the person is in one of them.
        if not menu.isVisible() or menu.activeAction() is not action:
            return
        text = plain(action.text())
        of_menus = action.menu() and text != plain(tr("&Menu"))
        self._announcer.echo(tr("{name}, menu", name=text) if of_menus else text)

    def _row(self, rows: RowList) -> None:
        if rows.hasFocus() and rows.current and not rows.loading:
            place = tr("{n} of {count}", n=rows.row + 1, count=len(rows.rows.rows))
            self._announcer.echo(f"{rows.current.said.rstrip('.')}, {place}")

    def _toggled(self, button: QAbstractButton, on: bool) -> None:
        if button.hasFocus() and (on or not button.autoExclusive()):
            self._announcer.echo(tr("on") if on else tr("off"))

    def _value(self, slider: QAbstractSlider) -> None:
        if slider.hasFocus():
            self._announcer.echo(str(slider.value()))

    def _typed(self, text: str) -> None:
        self._announcer.echo(character_name(text[-1]) if text else tr("empty"))

    def _edited(self, text: QTextEdit, at: int, new: int) -> None:
        """Say the letter that was typed into a longer text."""
        if text.hasFocus() and new:
            letter = str(text.document().characterAt(at + new - 1))
            self._announcer.echo(
                character_name(letter) if letter.isprintable() else tr("space")
            )

    def _stepped(self, text: str) -> None:
        """Say the letter or the word that the caret came to; after the last there is none."""
        if text:
            self._announcer.echo(character_name(text) if len(text) == 1 else text)
        else:
            self._announcer.echo(tr("end of the line"))

    def _at(self, line: QLineEdit, old: int, new: int) -> None:
        text = line.text()
        if line.hasFocus() and abs(old - new) == 1 and new < len(text):
            self._announcer.echo(character_name(text[new]))


def plain(text: str) -> str:
    """The text of a menu entry without its mnemonic mark, and its key in words."""
    name, _, key = text.replace("&", "").partition("\t")
    return f"{name}, {spoken_key(key)}" if key else name
