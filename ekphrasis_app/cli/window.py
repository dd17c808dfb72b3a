"""No command: the window."""

import os
import sys
from pathlib import Path

from ekphrasis_app.domain.errors import Problem

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""The environment variables one of which tells Qt on Linux where to draw."""


def open_window(picture: Path | None) -> int:
    """Open the window, with a picture if one is given; returns when it is closed.

    Raises ``Problem`` where there is no screen: Qt would end the whole program.
    """
    if sys.platform == "linux" and not any(map(os.environ.get, SCREENS)):
        raise Problem(
            "There is no screen to open the window on.",
            "Start it on a desktop, or use: ekphrasis recite PICTURE --speak",
        )
    from ekphrasis_app.app import log
    from ekphrasis_app.ui.main import run

    log.to_file()
    return run(picture)
