"""Several engines in order of preference as one: a broken or hanging one is dropped."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.ports import (
    Capabilities,
    Done,
    Manner,
    Marked,
    Outcome,
    SpeechEngine,
    Utterance,
    Voice,
)

PATIENCE = 8.0
"""Seconds that an engine may take to begin; starting one on a busy computer took three."""

SLOWEST_CHARACTER = 0.4
"""Seconds for a character at normal rate that no voice takes."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine that may be there: ``make`` raises ``SpeechProblem`` where it is not."""

    key: str
    make: Callable[[], SpeechEngine]


@dataclass(eq=False)
class _Order:
    """A text to be said by whichever engine works: the ``Utterance`` given out."""

    text: str
    manner: Manner
    marked: Marked
    done: Done
    lock: threading.RLock = field(default_factory=threading.RLock)
    utterance: Utterance | None = None
    watchdog: threading.Timer | None = None
    paused: bool = False
    over: bool = False

    def stop(self) -> None:
        self.finish(Outcome.STOPPED)
        if self.utterance is not None:
            self.utterance.stop()

    def pause(self) -> None:
        self.paused = True
        self.unwatch()
        if self.utterance is not None:
            self.utterance.pause()

    def resume(self) -> None:
        self.paused = False
        if self.utterance is not None:
            self.utterance.resume()

    def finish(self, outcome: Outcome) -> None:
        """Tell the outcome once, whoever comes first."""
        self.unwatch()
        with self.lock:
            over, self.over = self.over, True
        if not over:
            self.done(outcome)

    def watch(self, hangs: Callable[[], None]) -> None:
        """Call ``hangs`` unless the order is over in the time that no voice takes."""
        seconds = PATIENCE + SLOWEST_CHARACTER * len(self.text) / self.manner.rate
        self.watchdog = threading.Timer(seconds, hangs)
        self.watchdog.daemon = True
        self.watchdog.start()

    def unwatch(self) -> None:
        if self.watchdog is not None:
            self.watchdog.cancel()


class FallbackEngine:
    """``SpeechEngine`` that is the first of its candidates that works.

    ``said`` is told, from any thread, when one is dropped for the next.
    """

    def __init__(
        self, candidates: Sequence[Candidate], said: Callable[[Problem], None]
    ) -> None:
        self._left = list(candidates)
        self._said = said
        self._lock = threading.RLock()
        self.key, self._engine = self._first()

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def capabilities(self) -> Capabilities:
        return self._engine.capabilities

    def voices(self) -> Sequence[Voice]:
        return self._engine.voices()

    def prepare(self, text: str, manner: Manner) -> None:
        self._engine.prepare(text, manner)

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        order = _Order(text, manner, marked, done)
        self._give(order)
        return order

    def close(self) -> None:
        self._engine.close()

    def _first(self) -> tuple[str, SpeechEngine]:
        """The next candidate that can be made; those that cannot are passed over."""
        while self._left:
            candidate = self._left.pop(0)
            try:
                return candidate.key, candidate.make()
            except SpeechProblem as problem:
                _log.info("no %s: %s", candidate.key, problem)
        raise SpeechProblem("There is no voice that works.")

    def _give(self, order: _Order) -> None:
        engine = self._engine
        order.watch(lambda: self._failed(order, engine))

        def over(outcome: Outcome) -> None:
            if outcome is Outcome.FAILED:
                self._failed(order, engine)
            else:
                order.finish(outcome)

        utterance = engine.speak(order.text, order.manner, order.marked, over)
        order.utterance = utterance
        # What was asked for meanwhile, the engine has not heard of yet.
        if order.over:
            utterance.stop()
        elif order.paused:
            utterance.pause()

    def _failed(self, order: _Order, engine: SpeechEngine) -> None:
        """Drop ``engine`` unless that has happened, and let the next one say the order."""
        order.unwatch()
        with self._lock:
            if engine is self._engine and not self._drop(engine):
                order.finish(Outcome.FAILED)
                return
        if not order.over:
            self._give(order)

    def _drop(self, engine: SpeechEngine) -> bool:
        """Take the next engine in place of ``engine``; False where there is none left."""
        try:
            self.key, self._engine = self._first()
        except SpeechProblem:
            return False
        # One that hangs would hang here too.
        threading.Thread(target=engine.close, daemon=True).start()
        self._said(
            SpeechProblem(
                "The voice {old} stopped working. {new} takes its place.",
                old=engine.name,
                new=self._engine.name,
            )
        )
        return True
