"""Sentences for the person's screen reader, by the one route that it speaks.

On Linux a label with the role of a notification is spoken when it is shown, by Orca 43
and by newer ones; announcement events only by newer ones, and both would be heard twice.
Elsewhere (NVDA, VoiceOver) announcement events are the way.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

ROLES = {
    "Notice": QAccessible.Role.Notification,
    "PictureView": QAccessible.Role.Graphic,
}
"""The roles of our own widgets, by class; Qt knows those of its own."""

_kept: list[QAccessibleInterface] = []


def _interface(class_name: str, widget: QObject | None) -> QAccessibleInterface | None:
    role = ROLES.get(class_name)
    if role is None or not isinstance(widget, QWidget):
        return None
    interface = QAccessibleWidget(widget, role)
    # Qt holds no reference that Python could see.
    _kept.append(interface)
    return interface


def install_roles() -> None:
    """Tell Qt the roles of our own widgets; call once, before the first is shown."""
    QAccessible.installFactory(_interface)


@contextmanager
def unheard() -> Iterator[None]:
    """Changes in here are not told to screen readers one by one."""
    active = QAccessible.isActive()
    QAccessible.setActive(False)
    try:
        yield
    finally:
        QAccessible.setActive(active)


class Notice(QLabel):
    """One sentence for a screen reader; too small to be seen."""


class Notices(QWidget):
    """Where sentences for the screen reader are shown to it, one after another.

    Each has a label of its own for a while: a screen reader asks for the text only after
    it was told of the label, and by then the next sentence may have come.
    """

    ROOM = 6
    """Sentences that can wait to be asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 1)
        self._labels = [Notice(self) for _ in range(self.ROOM)]
        for label in self._labels:
            label.setFixedSize(1, 1)
            label.hide()

    def say(self, sentence: str, urgent: bool) -> None:
        """Hand the sentence to the screen reader."""
        if sys.platform == "linux":
            label = self._labels.pop(0)
            self._labels.append(label)
            label.hide()
            label.setText(sentence)
            # Qt asks for the name of a widget whose role is ours, not for its text.
            label.setAccessibleName(sentence)
            label.show()
            return
        event = QAccessibleAnnouncementEvent(self, sentence)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)
