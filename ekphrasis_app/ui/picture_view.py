"""The picture: seen whole or enlarged, panned by keys, and with raised contrast."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.ui.rows import FRAME
from ekphrasis_app.ui.themes import Theme
from ekphrasis_app.wording import tr

ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
"""How much larger than whole; eight times shows brush strokes on a large screen."""
PAN = 0.25
"""How far one key pans, as a share of what is seen."""

PARTS = (
    ("top left", "top centre", "top right"),
    ("middle left", "middle centre", "middle right"),
    ("bottom left", "bottom centre", "bottom right"),
)
"""What the ninths of a picture are called."""


class PictureView(QWidget):
    """Shows one picture; a screen reader finds a graphic with the picture's name."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self._image = QImage()
        self._strong = QImage()
        self._zoom = 0
        self._centre = QPointF(0.5, 0.5)
        self._contrast = False
        self._theme: Theme | None = None
        self.show_picture(None, "")

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def show_picture(self, picture: Picture | None, name: str) -> None:
        """Show it whole, under its name."""
        self._image = _image(picture) if picture else QImage()
        self._strong = QImage()
        self._zoom, self._centre, self._contrast = 0, QPointF(0.5, 0.5), False
        self.name_picture(name)

    def name_picture(self, name: str) -> None:
        """Call the picture that is shown by this name."""
        self.setAccessibleName(tr("Picture: {name}", name=name) if name else tr("No picture"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.update()

    @property
    def empty(self) -> bool:
        return self._image.isNull()

    def zoom(self, step: int) -> str:
        """Enlarge (1) or shrink (-1); what to say about it."""
        self._zoom = max(0, min(self._zoom + step, len(ZOOMS) - 1))
        self._hold_inside()
        self.update()
        if self._zoom == 0:
            return tr("The whole picture.")
        return tr("{percent} percent.", percent=round(100 * ZOOMS[self._zoom]))

    def pan(self, right: int, down: int) -> str:
        """Show what is further right or down; what part of the picture is seen then."""
        before = QPointF(self._centre)
        step = PAN / ZOOMS[self._zoom]
        self._centre += QPointF(right * step, down * step)
        self._hold_inside()
        self.update()
        if self._zoom == 0:
            return tr("The whole picture is in view. Plus enlarges it.")
        if before == self._centre:
            return tr("This is the edge of the picture.")
        return self.part()

    def raise_contrast(self) -> str:
        """Show more contrast, or the picture as it is; what to say about it."""
        self._contrast = not self._contrast
        if self._contrast and self._strong.isNull():
            self._strong = _stretched(self._image)
        self.update()
        return tr("Contrast raised.") if self._contrast else tr("Contrast as it is.")

    def part(self) -> str:
        """Which part of the picture is seen, as far as it can be panned."""
        half = 0.5 / ZOOMS[self._zoom]

        def third(centre: float) -> int:
            return min(2, int(3 * (centre - half) / (1 - 2 * half))) if half < 0.5 else 1

        row, column = third(self._centre.y()), third(self._centre.x())
        return tr(PARTS[row][column])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme = self._theme
        if theme is None:
            return
        painter.fillRect(self.rect(), QColor(theme.field))
        room = QRectF(self.rect()).adjusted(FRAME + 1, FRAME + 1, -FRAME - 1, -FRAME - 1)
        if self._image.isNull():
            painter.setPen(QColor(theme.text))
            painter.drawText(
                room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr("No picture")
            )
        else:
            painter.setClipRect(room)
            image = self._strong if self._contrast else self._image
            painter.drawImage(self._target(room), image)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.focus if self.hasFocus() else theme.edge), FRAME))
        half = FRAME / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))

    def _target(self, room: QRectF) -> QRectF:
        size = self._image.size().toSizeF()
        scale = min(room.width() / size.width(), room.height() / size.height())
        scale *= ZOOMS[self._zoom]
        size *= scale
        corner = room.center() - QPointF(
            self._centre.x() * size.width(), self._centre.y() * size.height()
        )
        return QRectF(corner, size)

    def _hold_inside(self) -> None:
        half = 0.5 / ZOOMS[self._zoom]
        self._centre = QPointF(
            max(half, min(self._centre.x(), 1 - half)),
            max(half, min(self._centre.y(), 1 - half)),
        )


def _image(picture: Picture) -> QImage:
    stride = 3 * picture.width
    kind = QImage.Format.Format_RGB888
    # The copy owns its pixels; the bytes of the picture may go.
    return QImage(picture.pixels, picture.width, picture.height, stride, kind).copy()


def _stretched(image: QImage) -> QImage:
    """Each channel stretched from its 2nd to its 98th percentile."""
    import numpy as np

    image = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height, stride = image.width(), image.height(), image.bytesPerLine()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, stride)
    pixels = rows[:, : 3 * width].reshape(height, width, 3).astype(np.float32)
    low, high = np.percentile(pixels[::4, ::4], (2, 98), axis=(0, 1))
    spread = np.clip((pixels - low) * (255 / np.maximum(high - low, 1)), 0, 255)
    data = spread.astype(np.uint8).tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
