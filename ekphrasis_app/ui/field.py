"""A line to type in, which screen readers announce when it gets the focus."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_CARET_MOVES = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Field(QLineEdit):
    """A line edit that does not move its caret just before it gets the focus.

    Orca takes a moving caret for the focus, and then says nothing of the field itself.
    """

    left = Signal()
    """Arrow up or down was pressed: the person wants to go to what the field is for."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows up and down lead out: the page around would only scroll."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus as if by the program: Qt selects the text for all other reasons."""
        if event.reason() in _CARET_MOVES:
            event = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.OtherFocusReason)
        super().focusInEvent(event)

    def empty(self) -> None:
        """Remove the text, if there is any, without telling."""
        if self.text():
            self.blockSignals(True)
            self.clear()
            self.blockSignals(False)
