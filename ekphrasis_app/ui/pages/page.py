"""What all pages of the window have in common."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ekphrasis_app.ui.rows import RowList
from ekphrasis_app.ui.themes import Theme
from ekphrasis_app.ui.words import Text, Words, label

AROUND = 16
"""Pixels to be seen above and below what is in focus."""


class Page(QWidget):
    """A page with a short title; it scrolls when large text leaves too little room."""

    part_made = Signal(object)
    """A part of the page is new; gives it, before it is shown."""

    title = ""

    @property
    def back(self) -> str:
        """The name of the page that Escape leads to."""
        return "poems"

    def __init__(self, title: Text) -> None:
        super().__init__()
        self.words = Words()
        self._theme: Theme | None = None
        self._content = QWidget()
        scroll = QScrollArea()
        scroll.setWidget(self._content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._reveal_focus)
        self._content.installEventFilter(self)
        scroll.viewport().installEventFilter(self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)
        self.column = QVBoxLayout(self._content)
        self.heading = label()
        self.heading.setObjectName("title")
        self.column.addWidget(self.heading)
        self.words.put(title, self._set_title)

    @property
    @abstractmethod
    def first(self) -> QWidget:
        """What gets the focus when the page is shown."""

    def parts(self) -> list[QWidget]:
        """The parts that F6 goes round."""
        return [self.first]

    def refresh(self) -> None:
        """Called each time before the page is shown."""

    def say_anew(self) -> None:
        """Say everything in the language that the window speaks now."""
        self.words.say_anew()

    def forget_hidden_parts(self) -> None:
        """Let go of what is not seen and can be made again."""

    def forget(self) -> None:
        """Called once, when the page is let go of."""

    def set_theme(self, theme: Theme) -> None:
        """Draw what draws itself in these colours."""
        self._theme = theme
        for rows in self.findChildren(RowList):
            rows.set_theme(theme)

    def made_part(self, part: QWidget) -> None:
        """Have a part that came later drawn and spoken like the others."""
        if self._theme:
            self.set_theme(self._theme)
        self.part_made.emit(part)

    def reveal(self, widget: QWidget) -> None:
        """Scroll until ``widget`` is seen; focus must never be out of sight."""
        if self._content.isAncestorOf(widget):
            middle = widget.mapTo(self._content, widget.rect().center())
            # Not ensureWidgetVisible, which is content with the caret of a field. With
            # more than half of what is seen around it, it would jump to and fro.
            half = min(widget.height() // 2 + AROUND, self._scroll.viewport().height() // 2)
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, half)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After a change of sizes (a status of more lines, a new part) focus stays in sight."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            # Only once the parts have their new sizes.
            self._settled.start()
        return super().eventFilter(watched, event)

    def _reveal_focus(self) -> None:
        if focus := self.focusWidget():
            self.reveal(focus)

    def _set_title(self, title: str) -> None:
        self.title = title
        self.setAccessibleName(title)
        self.heading.setText(title)
