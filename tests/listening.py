"""Reading aloud on a recorded sound card: what was heard, when, against what was told."""

import os
import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import Manner
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.fallback import FallbackEngine
from ekphrasis_app.speech.reader import Listener, Reader, ReadingOptions
from ekphrasis_app.speech.registry import best_engine
from ekphrasis_app.speech.sound import resampled, trimmed
from tests.ears import RATE, Ear, SoundCard

BURSTS = "Boat! Garden! Moon! Daylight! Golden! Meadow! Dawn! Lamb!"
"""Words with a pause between any two, each beginning at once."""

BETWEEN_BURSTS = {1.0: 0.08, 2.0: 0.034, 3.0: 0.034}
"""Seconds of silence, by rate, that are longer than in any word and shorter than between."""


class Stage:
    """A voice at a recorded sound card, and one who listens."""

    def __init__(self, card: SoundCard, ear: Ear) -> None:
        self.card, self.ear = card, ear
        self.player = Player()
        self.player.open()
        self.problems = []
        self.voice: FallbackEngine = best_engine("espeak", self.player, self.problems.append)
        self._warm_up()

    def close(self) -> None:
        self.voice.close()
        self.player.close()

    def speak(self, text, manner=Manner(), marked=lambda start, length: None):  # noqa: B008
        """Begin to say ``text``; when that was asked for, the utterance, and its end."""
        over = Event()
        asked = time.perf_counter()
        utterance = self.voice.speak(text, manner, marked, lambda outcome: over.set())
        return asked, utterance, over

    def seconds_to_sound(self, text) -> float:
        """From asking for ``text`` to its first sound; then it is stopped."""
        asked, utterance, _ = self.speak(text)
        first = self.ear.first_sound(asked)
        utterance.stop()
        self.ear.last_sound(asked)
        return first

    def seconds_to_silence(self, text) -> float:
        """From stopping in the middle of ``text`` to its last sound."""
        asked, utterance, _ = self.speak(text)
        self.ear.first_sound(asked)
        time.sleep(0.3)
        stopped = time.perf_counter()
        utterance.stop()
        return self.ear.last_sound(stopped)

    def seconds_to_next(self, text, following) -> float:
        """From going on to ``following`` in the middle of ``text`` to its first sound.

        The old line is heard until then; where the new one begins is found in the
        recording by its shape.
        """
        asked, utterance, _ = self.speak(text)
        self.ear.first_sound(asked)
        self.voice.prepare(following, Manner())
        time.sleep(0.3)
        utterance.stop()
        asked, utterance, _ = self.speak(following)
        time.sleep(0.7)
        utterance.stop()
        self.ear.last_sound(asked)
        shape = resampled(
            trimmed(Espeak().synthesise(following, Manner(), CancelToken())), RATE
        )
        return self.ear.found(shape.samples[: RATE // 4], asked, asked + 0.7) - asked

    def drifts(self, factor=1.0) -> list[float]:
        """Seconds by which each word was told late (or, below 0, early)."""
        told: list[float] = []
        asked, _, over = self.speak(
            BURSTS, Manner(rate=factor), lambda start, length: told.append(time.perf_counter())
        )
        over.wait(30)
        self.ear.last_sound(asked)
        heard = _beginnings(self.ear, asked, BETWEEN_BURSTS[factor])
        assert len(heard) == len(told) == len(BURSTS.split()), (len(heard), len(told))
        return [one - other for one, other in zip(told, heard, strict=True)]

    def read(self, poem: Poem, seconds=3600.0, listener=None, manner=Manner()) -> bool:  # noqa: B008
        """Read ``poem`` with the real reader; whether it came to the end in the time."""
        loop = PlainLoop()
        reader = Reader(
            self.voice,
            loop,
            lambda role, language: replace(manner, language=language),
            listener or Listener(),
            lambda: ReadingOptions(say_title=False),
        )
        reader.read(poem, START)
        over = loop.run_until(lambda: reader.state is not Reading.READING, seconds)
        reader.stop()
        return over

    def _warm_up(self) -> None:
        """PulseAudio takes a moment to get going, and so do voices."""
        self.seconds_to_sound("Ready")


def _beginnings(ear: Ear, since: float, silence: float) -> list[float]:
    """When each stretch of sound began that silence went before."""
    beginnings = []
    last = since
    for end, chunk in list(ear.chunks):
        loud = np.flatnonzero(np.abs(chunk.astype(np.int32)) > 300)
        for moment in end - (len(chunk) - loud) / RATE:
            if moment > since and (not beginnings or moment - last > silence):
                beginnings.append(float(moment))
            last = moment
    return beginnings


class Load:
    """A model at full load in this very process, run as the app runs it: by its jobs."""

    def __init__(self, lanes: int = 2) -> None:
        self._over = Event()
        self._jobs = Jobs(PlainLoop())
        self._lanes = [f"load {number}" for number in range(lanes)]

    def __enter__(self):
        for lane in self._lanes:
            self._jobs.run(lane, self._work, lambda _: None, lambda _: None)
        return self

    def __exit__(self, *_):
        self._over.set()
        self._jobs.close()

    def _work(self, _cancel, _progress) -> None:
        matrix = np.ones((800, 800), np.float32)
        while not self._over.is_set():
            matrix @ matrix


def open_stage(folder: Path) -> Stage:
    """A stage outside of the tests; the environment is this process's from then on."""
    card = SoundCard(folder)
    os.environ.update(card.environment)
    return Stage(card, Ear(card))
