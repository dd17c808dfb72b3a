"""How long it takes from pressing Enter in a terminal to the answer."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from PIL import Image

from ekphrasis_app.app.benchmarks import Figure
from ekphrasis_app.domain.errors import Problem

RUNS = 5

RECITE = ("-m", "ekphrasis_app", "recite")

WINDOW = """
from PySide6.QtCore import QTimer
from ekphrasis_app.ui import main
show = main.App.show
def show_and_end(app):
    show(app)
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, app.window.close))
main.App.show = show_and_end
raise SystemExit(main.run())
"""
"""Ends the program as soon as its window was shown and had a turn of its event loop."""


def figures():
    yield Figure("help in the terminal", _median(["-m", "ekphrasis_app", "--help"]), "ms")
    yield Figure("the window, and closing it", _median(["-c", WINDOW]), "ms")
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.jpg"
        Image.effect_noise((1200, 800), 90).convert("RGB").save(picture)
        yield Figure("poems in the terminal", _median([*RECITE, str(picture)]), "ms")


def _median(words):
    """Of some runs after a first one, which fills the system's cache of files."""
    return median([_milliseconds(words) for _ in range(RUNS + 1)][1:])


def _milliseconds(words):
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, *words], env=_environment(), capture_output=True, text=True
    )
    if run.returncode:
        why = run.stderr.strip() or f"it ended with {run.returncode}"
        raise Problem("This cannot be measured here: {why}", why=why)
    return 1000 * (time.perf_counter() - started)


def _environment():
    """A window needs a screen, real or not."""
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ or sys.platform != "linux":
        return None
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
