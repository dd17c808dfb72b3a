"""How long it takes from pressing Enter in a terminal to the answer."""

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


def figures():
    yield Figure("help in the terminal", _median(["--help"]), "ms")
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.jpg"
        Image.effect_noise((1200, 800), 90).convert("RGB").save(picture)
        yield Figure("poems in the terminal", _median(["recite", str(picture)]), "ms")


def _median(words):
    """Of some runs after a first one, which fills the system's cache of files."""
    return median([_milliseconds(words) for _ in range(RUNS + 1)][1:])


def _milliseconds(words):
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", "ekphrasis_app", *words], capture_output=True, text=True
    )
    if run.returncode:
        raise Problem("This cannot be measured here: {why}", why=run.stderr.strip())
    return 1000 * (time.perf_counter() - started)
