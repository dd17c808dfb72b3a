"""Switches whose text wraps: Qt's own would be cut off where letters are large."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
)

from ekphrasis_app.ui.rows import FRAME, PADDING, TARGET

_BESIDE = 2 * (PADDING + FRAME) + PADDING
"""Pixels that the style sheet puts around the text and between it and the box."""


def wrapped(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text with line breaks between words, so that its lines fit ``width`` pixels."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


# Qt objects can have one Qt class as their base; checkers are told what ours will be.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class _Wraps(_Button):
    """Takes the width that it is given, and the height that its text needs there."""

    INDICATOR: QStyle.PixelMetric

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_whole_text(self, text: str) -> None:
        """Show ``text``, in as many lines as it needs."""
        self._whole = text
        self._wrap()

    def sizeHint(self) -> QSize:
        lines = self.text().count("\n") + 1
        height = lines * self.fontMetrics().lineSpacing() + 2 * FRAME
        return QSize(TARGET, max(TARGET, height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._wrap()

    def _wrap(self) -> None:
        option = QStyleOptionButton()
        option.initFrom(self)
        box = self.style().pixelMetric(self.INDICATOR, option, self)
        room = self.width() - box - 2 * FRAME - _BESIDE
        text = wrapped(self._whole, self.fontMetrics(), room)
        if text != self.text():
            self.setText(text)
            self.updateGeometry()


class WrappingCheckBox(_Wraps, QCheckBox):
    """A check box whose text wraps."""

    INDICATOR = QStyle.PixelMetric.PM_IndicatorWidth


class WrappingRadioButton(_Wraps, QRadioButton):
    """A radio button whose text wraps."""

    INDICATOR = QStyle.PixelMetric.PM_ExclusiveIndicatorWidth
