"""A line to type in, which screen readers announce when it gets the focus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
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
