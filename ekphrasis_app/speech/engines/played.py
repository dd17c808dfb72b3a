"""A synthesiser and a sound output, together a speech engine.

One worker thread asks the synthesiser for sound: what is to be said now first, then what
will be said next. ``speak`` only leaves a note for it, so it returns at once.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, SpeechProblem
from ekphrasis_app.ports import (
    Capabilities,
    Done,
    Manner,
    Marked,
    Outcome,
    Sound,
    SoundOutput,
    Synthesiser,
    Utterance,
    Voice,
)
from ekphrasis_app.speech.ending import Ending
from ekphrasis_app.speech.sound import trimmed

KEPT = 8
"""Sounds kept ready: the line that is heard, its repeat, and a few that come next."""

Key = tuple[str, Manner]


@dataclass(eq=False)
class Request:
    """A text on its way to being heard: the ``Utterance`` that ``speak`` gives out."""

    text: str
    manner: Manner
    marked: Marked
    ending: Ending
    cancel: CancelToken = field(default_factory=CancelToken)
    playing: Utterance | None = None
    paused: bool = False

    def stop(self) -> None:
        self.cancel.cancel()
        self.ending.tell(Outcome.STOPPED)
        if self.playing is not None:
            self.playing.stop()

    def pause(self) -> None:
        self.paused = True
        if self.playing is not None:
            self.playing.pause()

    def resume(self) -> None:
        self.paused = False
        if self.playing is not None:
            self.playing.resume()


class PlayedEngine:
    """``SpeechEngine`` made of a ``Synthesiser`` and a ``SoundOutput``."""

    def __init__(self, synthesiser: Synthesiser, output: SoundOutput) -> None:
        self.synthesiser = synthesiser
        self._output = output
        self._ready: OrderedDict[Key, Sound] = OrderedDict()
        self._wanted: Request | None = None
        self._next: list[Key] = []
        self._preparing = CancelToken()
        self._current: Request | None = None
        self._work = threading.Condition()
        self._closed = False
        threading.Thread(target=self._worker, name="speech", daemon=True).start()

    @property
    def name(self) -> str:
        return self.synthesiser.name

    @property
    def capabilities(self) -> Capabilities:
        return self.synthesiser.capabilities

    def voices(self) -> Sequence[Voice]:
        return self.synthesiser.voices()

    def prepare(self, text: str, manner: Manner) -> None:
        with self._work:
            self._next.append(_key(text, manner))
            self._work.notify()

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        request = Request(text, manner, marked, Ending(done))
        with self._work:
            before, self._current = self._current, request
            self._wanted = request
            self._next.clear()
            self._preparing.cancel()
            self._work.notify()
        if before is not None:
            before.stop()
        return request

    def hush(self) -> None:
        if self._current is not None:
            self._current.stop()

    def close(self) -> None:
        """Fall silent; the worker ends with the text it is busy with."""
        with self._work:
            self._closed = True
            self._preparing.cancel()
            self._work.notify()
        self.hush()

    def _worker(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(lambda: self._wanted or self._next or self._closed)
                if self._closed:
                    break
                wanted, self._wanted = self._wanted, None
                self._preparing = CancelToken()
                ahead = None if wanted is not None else self._next.pop(0)
            if wanted is not None:
                self._say(wanted)
            elif ahead is not None:
                self._prepare(ahead)
        self.synthesiser.close()

    def _say(self, request: Request) -> None:
        try:
            sound = self._sound(_key(request.text, request.manner), request.cancel)
        except Cancelled:
            request.ending.tell(Outcome.STOPPED)
            return
        except SpeechProblem:
            request.ending.tell(Outcome.FAILED)
            return
        if request.ending.over:
            return
        try:
            playing = self._output.play(
                sound, request.manner.volume, request.marked, request.ending.tell
            )
        except SpeechProblem:
            request.ending.tell(Outcome.LOST)
            return
        request.playing = playing
        # What was asked for while the sound was being started, it has not heard of yet.
        if request.ending.over:
            playing.stop()
        elif request.paused:
            playing.pause()

    def _prepare(self, key: Key) -> None:
        try:
            self._sound(key, self._preparing)
        except (Cancelled, SpeechProblem):
            return  # nobody waits for it; when it is really wanted, that will be told

    def _sound(self, key: Key, cancel: CancelToken) -> Sound:
        """From what is kept ready, or made now."""
        if key not in self._ready:
            self._ready[key] = trimmed(self.synthesiser.synthesise(*key, cancel))
            while len(self._ready) > KEPT:
                self._ready.popitem(last=False)
        self._ready.move_to_end(key)
        return self._ready[key]


def _key(text: str, manner: Manner) -> Key:
    """Volume is the output's business: the same sound serves at any."""
    return text, replace(manner, volume=1.0)
