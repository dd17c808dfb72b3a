"""The log: where bugs are written down, so that a person can pass them on."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from ekphrasis_app.app import folders

BYTES = 1_000_000
"""Size at which a new log is begun; one older one is kept."""

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_log = logging.getLogger(__name__)


def to_file() -> None:
    """Send warnings and worse to the person's log; without room for it, nowhere."""
    root = logging.getLogger()
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    handler: logging.Handler
    try:
        folders.log_path().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folders.log_path(), maxBytes=BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(FORM))
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)


def write_down(error: BaseException) -> Path:
    """Log a bug with all that is known of it; returns where it can be read."""
    _log.error("unexpected error", exc_info=error)
    return folders.log_path()
