"""Several engines in order of preference as one: a broken or hanging one is dropped."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.ports import Done, Manner, Marked, Outcome, SpeechEngine, Utterance
from ekphrasis_app.speech.ending import Ending
from ekphrasis_app.speech.stand_in import StandIn
from ekphrasis_app.wording import tr

PATIENCE = 5.0
"""Seconds that an engine may take to begin; the slowest on a busy computer took three."""

SLOWEST_CHARACTER = 0.4
"""Seconds for a character at normal rate that no voice takes."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine that may be there: ``make`` raises ``SpeechProblem`` where it is not."""

    key: str
    make: Callable[[], SpeechEngine]
    only_if_wished: bool = False

    def offered_to(self, wish: str) -> bool:
        return not self.only_if_wished or self.key == wish


@dataclass(eq=False)
class _Order:
    """A text to be said by whichever engine works: the ``Utterance`` given out."""

    text: str
    manner: Manner
    marked: Marked
    ending: Ending
    utterance: Utterance | None = None
    watchdog: threading.Timer | None = None
    hangs: Callable[[], None] = lambda: None
    heard: bool = False
    paused: bool = False

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
        self.watch(self.longest)
        if self.utterance is not None:
            self.utterance.resume()

    def finish(self, outcome: Outcome) -> None:
        """Tell the outcome once, whoever comes first."""
        self.unwatch()
        self.ending.tell(outcome)

    def watch(self, seconds: float) -> None:
        """Call ``hangs`` unless the order is over, or watched anew, in that time."""
        self.unwatch()
        if self.ending.over or self.paused:
            return
        self.watchdog = threading.Timer(seconds, self.hangs)
        self.watchdog.daemon = True
        self.watchdog.start()

    @property
    def longest(self) -> float:
        """Seconds that no voice takes to say the text."""
        return PATIENCE + SLOWEST_CHARACTER * len(self.text) / self.manner.rate

    def unwatch(self) -> None:
        if self.watchdog is not None:
            self.watchdog.cancel()


class FallbackEngine(StandIn):
    """``SpeechEngine`` that is the first of its candidates that works.

    Engines that were made stay open, so that going back to one costs nothing. ``said``
    is told, from any thread, when one is dropped for the next.
    """

    def __init__(
        self, candidates: Sequence[Candidate], wish: str, said: Callable[[Problem], None]
    ) -> None:
        self._candidates = candidates
        self._said = said
        self._lock = threading.RLock()
        self._made: dict[str, SpeechEngine] = {}
        self._broken: set[str] = set()
        self._wish = wish
        self.key, self._engine = self._first()

    def ready(self, wish: str) -> bool:
        """Whether going over to the engine ``wish`` takes no time."""
        return self._offered(wish)[0].key in self._made

    def make(self, wish: str) -> None:
        """Get ready for ``wish``, which may take seconds; the engine in use speaks on.

        From any thread. Raises ``SpeechProblem`` where that very engine cannot be made.
        """
        for candidate in self._offered(wish):
            if candidate.key in self._made:
                return
            try:
                engine = candidate.make()
            except SpeechProblem as problem:
                if candidate.key == wish:
                    raise
                _log.info("no %s: %s", candidate.key, problem)
                continue
            with self._lock:
                kept = self._made.setdefault(candidate.key, engine)
            if kept is not engine:
                engine.close()
            return

    def choose(self, wish: str) -> None:
        """Go over to the engine ``wish``, or to the best that works; gives all a new try."""
        with self._lock:
            self._wish = wish
            self._broken.clear()
            before = self._engine
            self.key, self._engine = self._first()
        if before is not self._engine:
            before.hush()

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        order = _Order(text, manner, marked, Ending(done))
        self._give(order)
        return order

    def close(self) -> None:
        for engine in list(self._made.values()):
            engine.close()

    def _offered(self, wish: str) -> list[Candidate]:
        """The candidates in the order in which ``wish`` would have them."""
        offered = [one for one in self._candidates if one.offered_to(wish)]
        return sorted(offered, key=lambda one: one.key != wish)

    def _first(self) -> tuple[str, SpeechEngine]:
        """The wished-for engine, or the best of the others, that can be made."""
        for candidate in self._offered(self._wish):
            if candidate.key in self._broken:
                continue
            try:
                if candidate.key not in self._made:
                    self._made[candidate.key] = candidate.make()
                return candidate.key, self._made[candidate.key]
            except SpeechProblem as problem:
                _log.info("no %s: %s", candidate.key, problem)
        raise SpeechProblem("There is no voice that works.")

    def _give(self, order: _Order) -> None:
        engine = self._engine

        def marked(start: int, length: int) -> None:
            if not order.heard:
                order.heard = True
                order.watch(order.longest)
            order.marked(start, length)

        def over(outcome: Outcome) -> None:
            if outcome is Outcome.FAILED:
                self._failed(order, engine)
            else:
                order.finish(outcome)

        order.heard = False
        order.hangs = lambda: self._failed(order, engine)
        order.watch(PATIENCE if engine.capabilities.word_times else order.longest)
        utterance = engine.speak(order.text, order.manner, marked, over)
        order.utterance = utterance
        # What was asked for meanwhile, the engine has not heard of yet.
        if order.ending.over:
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
        if not order.ending.over:
            self._give(order)

    def _drop(self, engine: SpeechEngine) -> bool:
        """Take the next engine in place of ``engine``; False where there is none left."""
        self._broken.add(self.key)
        self._made.pop(self.key, None)
        try:
            self.key, self._engine = self._first()
        except SpeechProblem:
            return False
        # One that hangs would hang here too.
        threading.Thread(target=engine.close, daemon=True).start()
        self._said(
            SpeechProblem(
                "The voice {old} stopped working. {new} takes its place.",
                old=tr(engine.name),
                new=tr(self._engine.name),
            )
        )
        return True
