"""No command: the window."""

from pathlib import Path


def open_window(picture: Path | None) -> int:
    """Open the window, with a picture if one is given; returns when it is closed."""
    from ekphrasis_app.app import log
    from ekphrasis_app.ui.main import run

    log.to_file()
    return run(picture)
