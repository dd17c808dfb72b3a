"""Start the program and print, as JSON, how high its letters are; then end it.

``python -m tests.e2e.text_heights``, in the environment of a screen.
"""

import json

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from ekphrasis_app.ui import main

SETTLED = 1000
"""Milliseconds after which a window that was shown has its last size."""


def report(app: main.App) -> None:
    """Print the heights in pixels of letters in each part, and of a whole button."""
    window, reading = app.window, app.reading
    button = reading.findChild(QPushButton)
    settings = window.page("settings")
    parts = {
        "menu": window.menuBar(),
        "button": button,
        "status": window.status,
        "list": reading.matches,
        "poem": reading.poem,
        "section of the settings": settings.first,
        "entry of a menu": app.menus.groups[0],
    }
    heights = {name: part.fontMetrics().height() for name, part in parts.items()}
    heights["whole button"] = button.height()
    print(json.dumps(heights), flush=True)
    QApplication.exit(0)


class Measured(main.App):
    """The window that reports and goes once it has settled."""

    def show(self) -> None:
        super().show()
        QTimer.singleShot(SETTLED, lambda: report(self))


if __name__ == "__main__":
    main.App = Measured
    main.run()
