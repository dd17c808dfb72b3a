"""No voice of our own: a clock says when a line would be over.

``Silent`` only shows the words; ``ScreenReader`` hands them to the person's own screen
reader, which never tells when it has done.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from ekphrasis_app.ports import (
    Capabilities,
    Done,
    Manner,
    Marked,
    Outcome,
    Utterance,
    Voice,
)
from ekphrasis_app.speech.ending import Ending

SECONDS_PER_CHARACTER = 0.065
"""A line of 40 characters takes a voice 2.6 seconds at normal rate."""


class Cancellable(Protocol):
    """Something that will happen, and how to take it back."""

    def cancel(self) -> None: ...


Later = Callable[[float, Callable[[], None]], Cancellable]


def later(seconds: float, call: Callable[[], None]) -> threading.Timer:
    """Run ``call`` after ``seconds`` on a thread of its own."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer


class _Shown:
    """A text that is being shown for as long as a voice would take."""

    def __init__(self, seconds: float, done: Done, later: Later) -> None:
        self._ending = Ending(done)
        self._timer = later(seconds, lambda: self._ending.tell(Outcome.FINISHED))

    def stop(self) -> None:
        self._timer.cancel()
        self._ending.tell(Outcome.STOPPED)

    def pause(self) -> None:
        """A stop: who goes on later begins the line anew."""
        self.stop()

    def resume(self) -> None:
        """Nothing is left to go on with."""


class Silent:
    """``SpeechEngine`` that only keeps time."""

    name = "Text on screen"
    capabilities = Capabilities(audible=False)

    def __init__(self, later: Later = later) -> None:
        self._later = later
        self._shown: _Shown | None = None

    def voices(self) -> Sequence[Voice]:
        return ()

    def prepare(self, text: str, manner: Manner) -> None:
        """Nothing to do."""

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        self.hush()
        seconds = SECONDS_PER_CHARACTER * len(text) / manner.rate
        self._shown = _Shown(seconds, done, self._later)
        return self._shown

    def hush(self) -> None:
        if self._shown is not None:
            self._shown.stop()

    def close(self) -> None:
        self.hush()


class ScreenReader(Silent):
    """``SpeechEngine`` that hands each text to ``announce``; meant for announcements."""

    name = "My screen reader"
    capabilities = Capabilities(audible=False, reads_poems=False)

    def __init__(self, announce: Callable[[str], None], later: Later = later) -> None:
        super().__init__(later)
        self._announce = announce

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        self._announce(text)
        return super().speak(text, manner, marked, done)
