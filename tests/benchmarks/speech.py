"""How soon the voice is heard and falls silent, and how well the highlight keeps step.

Everything is measured on the recording of a sound card that plays into nothing.
"""

import os
import tempfile
from pathlib import Path

import numpy as np

from ekphrasis_app.app.benchmarks import Figure
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.domain.poem import Poem
from tests.ears import missing_for_sound
from tests.hours import simulated_hours
from tests.listening import Load, open_stage

TRIES = 20
LINES = tuple(
    f"Bright morning number {number} upon the hill, and all the gardens wide awake"
    for number in range(TRIES)
)
MINUTES = float(os.environ.get("EKPHRASIS_BENCH_MINUTES", "1"))
"""Minutes of reading beside a model at full load; the promise is for ten."""

HOURS = float(os.environ.get("EKPHRASIS_BENCH_HOURS", "8"))


def figures():
    if missing := missing_for_sound():
        raise Problem("Speech is measured with the program {missing}.", missing=missing)
    with tempfile.TemporaryDirectory() as folder:
        stage = open_stage(Path(folder))
        try:
            yield from _on(stage)
        finally:
            stage.close()
            stage.ear.close()
            stage.card.pull()
    yield from _long()


def _on(stage):
    first = [stage.seconds_to_sound(line) for line in LINES]
    yield Figure("first sound, median", 1000 * float(np.median(first)), "ms")
    yield Figure("first sound, p95", 1000 * float(np.percentile(first, 95)), "ms")
    silence = [stage.seconds_to_silence(line) for line in LINES]
    yield Figure("silence after stop, median", 1000 * float(np.median(silence)), "ms")
    yield Figure("silence after stop, p95", 1000 * float(np.percentile(silence, 95)), "ms")
    following = [stage.seconds_to_next(line, f"Then {line}") for line in LINES[: TRIES // 2]]
    yield Figure("next line, median", 1000 * float(np.median(following)), "ms")
    yield Figure("next line, p95", 1000 * float(np.percentile(following, 95)), "ms")
    for factor in (1.0, 3.0):
        drift = [abs(one) for _ in range(3) for one in stage.drifts(factor)]
        yield Figure(f"word told off, median, rate {factor:g}", _ms(np.median(drift)), "ms")
        yield Figure(f"word told off, worst, rate {factor:g}", _ms(max(drift)), "ms")
    poem = Poem("load", "", "", (LINES * 100,))
    stage.player.underruns = 0
    with Load():
        stage.read(poem, seconds=60 * MINUTES)
    name = f"underruns in {MINUTES:g} minutes beside full load"
    yield Figure(name, stage.player.underruns, "underruns")


def _long():
    hours = simulated_hours(HOURS)
    yield Figure(f"lines read in {HOURS:g} simulated hours", hours.lines, "lines")
    yield Figure("lines lost in them", hours.lost, "lines")
    yield Figure("memory grown in their second half", hours.growth, "MB")


def _ms(seconds):
    return 1000 * float(seconds)
