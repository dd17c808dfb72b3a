"""The texts of a part of the window, which are said anew when the language changes."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

Text = Callable[[], str]
"""A text in the language that the window speaks when it is asked for."""


class Words:
    """Where each text of a part goes."""

    def __init__(self) -> None:
        self._put: list[tuple[Callable[[str], object], Text]] = []

    def put(self, text: Text, *places: Callable[[str], object]) -> None:
        """Have each of ``places`` take the text, now and in every other language."""
        for place in places:
            self._put.append((place, text))
            place(text())

    def say_anew(self) -> None:
        """Put all texts in the language that the window speaks now."""
        for place, text in self._put:
            place(text())

    def label(self, text: Text, buddy: QWidget | None = None) -> QLabel:
        """A label for ``text``, which names ``buddy`` if there is one."""
        made = label()
        self.put(text, made.setText)
        if buddy is not None:
            made.setBuddy(buddy)
            # Screen readers differ in which of the two they say.
            self.put(text, buddy.setAccessibleName)
        return made


def label() -> QLabel:
    """A label whose text wraps; it is still to come."""
    made = QLabel()
    made.setWordWrap(True)
    return made
