"""What all pages of the window have in common."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ekphrasis_app.ui.rows import RowList
from ekphrasis_app.ui.themes import Theme

Text = Callable[[], str]
"""A text in the language that the window speaks when it is asked for."""

AROUND = 16
"""Pixels to be seen above and below what is in focus."""


class Page(QWidget):
    """A page with a short title; it scrolls when large text leaves too little room."""

    title = ""

    def __init__(self, title: Text) -> None:
        super().__init__()
        self._worded: list[tuple[Callable[[str], object], Text]] = []
        self._content = QWidget()
        scroll = QScrollArea()
        scroll.setWidget(self._content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)
        self.column = QVBoxLayout(self._content)
        self.heading = label("")
        self.heading.setObjectName("title")
        self.column.addWidget(self.heading)
        self.word(self._set_title, title)

    @property
    @abstractmethod
    def first(self) -> QWidget:
        """What gets the focus when the page is shown."""

    def parts(self) -> list[QWidget]:
        """The parts that F6 goes round."""
        return [self.first]

    def refresh(self) -> None:
        """Called each time before the page is shown."""

    def word(self, put: Callable[[str], object], text: Text) -> None:
        """Have ``put`` take the text, now and whenever the language has changed."""
        self._worded.append((put, text))
        put(text())

    def reword(self) -> None:
        """Say everything in the language that the window speaks now."""
        for put, text in self._worded:
            put(text())

    def label(self, text: Text, buddy: QWidget | None = None) -> QLabel:
        """A label for ``text``, which names ``buddy`` if there is one."""
        made = label("")
        self.word(made.setText, text)
        if buddy is not None:
            made.setBuddy(buddy)
            # Screen readers differ in which of the two they say.
            self.word(buddy.setAccessibleName, text)
        return made

    def forget(self) -> None:
        """Called once, when the page is let go of."""

    def set_theme(self, theme: Theme) -> None:
        """Draw what draws itself in these colours."""
        for rows in self.findChildren(RowList):
            rows.set_theme(theme)

    def reveal(self, widget: QWidget) -> None:
        """Scroll until ``widget`` is seen; focus must never be out of sight."""
        if self._content.isAncestorOf(widget):
            middle = widget.mapTo(self._content, widget.rect().center())
            # Not ensureWidgetVisible, which is content with the caret of a field.
            half = widget.height() // 2 + AROUND
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, half)

    def _set_title(self, title: str) -> None:
        self.title = title
        self.setAccessibleName(title)
        self.heading.setText(title)


def label(text: str) -> QLabel:
    """A text that wraps."""
    made = QLabel(text)
    made.setWordWrap(True)
    return made
