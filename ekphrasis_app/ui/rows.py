"""Lists whose rows wrap, are large enough to hit, and read well aloud."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ekphrasis_app.ui.themes import Theme

TARGET = 44
"""Least width and height of anything to click, in pixels (WCAG 2.2, 2.5.5)."""
FRAME = 3
"""Width of frames, in pixels."""
PADDING = 8

Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Home: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_End: 1,
}
"""Which way each key goes."""


class Row(NamedTuple):
    """What a row shows, what is said of it, and what it stands for."""

    shown: str
    said: str
    value: Any = None


class RowModel(QAbstractListModel):
    """Rows as a model, with their spoken texts where screen readers look for them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def replace(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def reword(self, rows: Sequence[Row]) -> None:
        """Show the same rows in other words."""
        self.rows = list(rows)
        self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].shown
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.rows[index.row()].said
        return None


def _same(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether the rows stand for the same things, though maybe in other words."""
    values = [row.value for row in rows]
    return None not in values and values == [row.value for row in others]


class RowPainter(QStyledItemDelegate):
    """Draws rows in the colours of the theme, as high as their text needs."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.theme: Theme | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = max(TARGET, self._view.viewport().width())
        room = QRect(0, 0, width - 2 * PADDING, 100_000)
        text = self._view.fontMetrics().boundingRect(room, _WRAP, index.data())
        return QSize(width, max(TARGET, text.height() + 2 * PADDING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if self.theme is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(self._view.font())
        if chosen:
            painter.fillRect(rect, QColor(self.theme.chosen))
        painter.setPen(QColor(self.theme.chosen_text if chosen else self.theme.text))
        room = rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        painter.drawText(room, _WRAP, index.data())
        if index == self._view.currentIndex() and self._view.hasFocus():
            frame = self.theme.chosen_text if chosen else self.theme.focus
            painter.setPen(QPen(QColor(frame), FRAME))
            inner = FRAME // 2 + 1
            painter.drawRect(rect.adjusted(inner, inner, -inner, -inner))
        painter.restore()


class RowList(QListView):
    """A list of rows; one of them is always current, so that Tab reads it."""

    row_changed = Signal(int)
    """The person, or the program, made another row current."""
    run_off = Signal(int)
    """The person asked for a row before the first (-1) or after the last (1)."""

    filled = Signal()
    """The rows that were being fetched are there."""

    def __init__(self) -> None:
        super().__init__()
        self.loading = False
        """Whether rows are being fetched: what is there now is not worth telling."""
        self.speaks_rows = True
        """Whether a row is said when the person goes to it; else somebody else sees to it."""
        self.rows = RowModel()
        self._widest: tuple[str, list[Row], int] | None = None
        self._painter = RowPainter(self)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._changed)

    def show_rows(self, rows: Sequence[Row], current: int = 0) -> None:
        """Show other rows and make one of them current."""
        loading = self.loading
        if current == self.row and _same(rows, self.rows.rows):
            self.reword(rows)
        else:
            self.rows.replace(rows)
            self._fit()
            self.go_to(current)
        self.loading = False
        if loading:
            self.filled.emit()

    def reword(self, rows: Sequence[Row]) -> None:
        """Show the same rows in other words; the current one stays."""
        self.rows.reword(rows)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._painter.theme = theme
        self._fit()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """No more than is needed: layouts give what is left."""
        return QSize(TARGET, self.minimumHeight())

    def go_to(self, row: int) -> None:
        """Make a row current, if there is such a row."""
        self.setCurrentIndex(self.rows.index(row, 0))

    @property
    def row(self) -> int:
        """The current row, or -1."""
        return self.currentIndex().row()

    @property
    def current(self) -> Row | None:
        """What is current."""
        return self.rows.rows[self.row] if 0 <= self.row < len(self.rows.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say so where an arrow leads out of the list: silence would be a riddle."""
        before = self.row
        super().keyPressEvent(event)
        step = _STEPS.get(Qt.Key(event.key()))
        if step and self.row == before:
            self.run_off.emit(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows wrap anew at another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Lay the rows out anew; where none needs a second line, all are as high as one.

        Measuring each of 600 voices takes longer than anybody should wait for a change.
        """
        room = max(TARGET, self.viewport().width()) - 2 * PADDING
        self.setUniformItemSizes(self._widest_row() <= room)
        self.scheduleDelayedItemsLayout()

    def _widest_row(self) -> int:
        """Width in pixels of the longest text, measured once for these rows and letters."""
        font, rows = self.font().key(), self.rows.rows
        if self._widest is None or self._widest[0] != font or self._widest[1] is not rows:
            advance = self.fontMetrics().horizontalAdvance
            widest = max((advance(row.shown) for row in rows), default=0)
            self._widest = font, rows, widest
        return self._widest[2]

    def _changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        self.row_changed.emit(new.row())
