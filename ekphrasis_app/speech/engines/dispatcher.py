"""Speech Dispatcher: the person's own voices and settings, as their screen reader uses them."""

import queue
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ekphrasis_app.domain.errors import SpeechProblem
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
from ekphrasis_app.speech.engines import ssip
from ekphrasis_app.speech.voices import voice_for

FASTEST, SLOWEST = 450 / 170, 80 / 170
"""Factors of normal that its rates 100 and -100 stand for with the espeak-ng module."""

FACTORS = ("RATE", "PITCH", "VOLUME")

INTRODUCTION = (
    "SET SELF CLIENT_NAME ekphrasis:ekphrasis:reading",
    "SET SELF SSML_MODE ON",
    "SET SELF NOTIFICATION ALL ON",
    "SET SELF PRIORITY MESSAGE",
)

VARIANT = "+"
"""Marks a variant: espeak-ng alone has a hundred of each voice, 13 000 in all."""


@dataclass(eq=False)
class _Message:
    """A text given to the server: the ``Utterance`` that ``speak`` gives out."""

    text: str
    manner: Manner
    marked: Marked
    ending: Ending
    cut_off: Callable[["_Message"], None]

    def stop(self) -> None:
        self.cut_off(self)
        self.ending.tell(Outcome.STOPPED)

    def pause(self) -> None:
        """The server's own pause comes late or not at all, so this is a stop."""
        self.stop()

    def resume(self) -> None:
        """Nothing is left to go on with."""


class Dispatcher:
    """``SpeechEngine`` on Speech Dispatcher; raises ``SpeechProblem`` where there is none.

    A thread of its own talks to the server, so that a slow server keeps nobody waiting.
    """

    name = "Speech Dispatcher"
    capabilities = Capabilities(word_times=True, pitch=True)

    def __init__(self) -> None:
        self._messages: dict[str, _Message] = {}
        self._early: list[ssip.Event] = []
        self._lock = threading.Lock()
        self._current: _Message | None = None
        self._set: dict[str, str] = {}
        self._talk = ssip.Conversation(self._heard, self._gone)
        self._normal: dict[str, int] = {}
        self._voices = self._introduced()
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._worker, name="dispatcher", daemon=True).start()

    def _introduced(self) -> list[Voice]:
        """Say who we are and how we talk; the voices that the server has.

        The person's own settings of the server are what normal means to us.
        """
        try:
            for command in INTRODUCTION:
                self._talk.ask(command)
            self._normal = {name: int(self._talk.ask(f"GET {name}")[0]) for name in FACTORS}
            rows = self._talk.ask("LIST SYNTHESIS_VOICES")
        except SpeechProblem:
            self._talk.close()
            raise
        return [_voice(row) for row in rows if VARIANT not in row]

    def voices(self) -> Sequence[Voice]:
        return self._voices

    def prepare(self, text: str, manner: Manner) -> None:
        """The server synthesises as it speaks."""

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        self.hush()
        message = _Message(text, manner, marked, Ending(done), self._cut_off)
        self._current = message
        self._orders.put(lambda: self._say(message))
        return message

    def hush(self) -> None:
        if self._current is not None and not self._current.ending.over:
            self._current.stop()

    def close(self) -> None:
        self.hush()
        self._orders.put(None)

    def _worker(self) -> None:
        while (order := self._orders.get()) is not None:
            try:
                order()
            except SpeechProblem:
                self._gone()
        self._talk.close()

    def _say(self, message: _Message) -> None:
        if message.ending.over:
            return
        for name, value in self._parameters(message.manner):
            if self._set.get(name) != value:
                self._talk.ask(f"SET SELF {name} {value}")
                self._set[name] = value
        number = self._talk.speak(marked_up(message.text))
        with self._lock:
            self._messages[number] = message
            early, self._early = self._early, []
        for event in early:
            self._heard(event)

    def _parameters(self, manner: Manner) -> list[tuple[str, str]]:
        """What to tell the server before a text in this manner."""
        rate, pitch, volume = (self._normal[name] for name in FACTORS)
        parameters = [
            ("LANGUAGE", manner.language),
            ("RATE", str(_rate(rate, manner.rate))),
            ("PITCH", str(_held(pitch + 100 * (manner.pitch - 1)))),
            ("VOLUME", str(_held(-100 + (volume + 100) * manner.volume))),
        ]
        if manner.voice and self._voices:
            parameters.append(("SYNTHESIS_VOICE", voice_for(self._voices, manner).id))
        return parameters

    def _cut_off(self, message: _Message) -> None:
        if not message.ending.over:
            self._orders.put(self._cancel)

    def _cancel(self) -> None:
        self._talk.ask("CANCEL SELF")

    def _heard(self, event: ssip.Event) -> None:
        with self._lock:
            message = self._messages.get(event.message)
            if message is None:
                # The event has overtaken the answer that gives the message its number.
                self._early = [*self._early, event][-20:]
                return
            if event.code in (ssip.END, ssip.CANCELLED):
                del self._messages[event.message]
        if event.code == ssip.MARK and not message.ending.over:
            start, _, length = event.mark.partition(":")
            message.marked(int(start), int(length))
        elif event.code == ssip.END:
            message.ending.tell(Outcome.FINISHED)
        elif event.code == ssip.CANCELLED:
            message.ending.tell(Outcome.STOPPED)

    def _gone(self) -> None:
        if self._current is not None:
            self._current.ending.tell(Outcome.FAILED)


def marked_up(text: str) -> str:
    """``text`` as SSML with a mark before each word that says where it stands."""
    words = re.sub(
        r"\S+",
        lambda word: f'<mark name="{word.start()}:{len(word[0])}"/>{escape(word[0])}',
        text,
    )
    return f"<speak>{words}</speak>"


def _rate(normal: int, factor: float) -> int:
    """The rate for a factor of ``normal``; beyond 100 the server cannot go."""
    if factor >= 1:
        return _held(normal + 100 * (factor - 1) / (FASTEST - 1))
    return _held(normal - 100 * (1 - factor) / (1 - SLOWEST))


def _held(value: float) -> int:
    """A value of the server's, which go from -100 to 100."""
    return round(min(max(value, -100), 100))


def _voice(row: str) -> Voice:
    name, language, *_ = [*row.split("\t"), "en"]
    return Voice(name, name, language)
