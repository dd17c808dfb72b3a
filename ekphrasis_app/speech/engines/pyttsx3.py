"""The platform's own voices through pyttsx3: SAPI5, NSSpeech, or espeak elsewhere."""

import contextlib
import multiprocessing
import time
from collections.abc import Sequence

import numpy as np

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Capabilities, Manner, Sound, Voice
from ekphrasis_app.speech.engines.pyttsx3_process import Answer, Order, VoiceRow, serve
from ekphrasis_app.speech.tempo import faster
from ekphrasis_app.speech.voices import voice_for

NORMAL_RATE, SLOWEST, FASTEST = 175, 80, 450
"""Words a minute that all of its drivers can do; what is faster is made by ``tempo``."""

START_PATIENCE, PATIENCE = 20.0, 6.0
"""Seconds that its process may take to start and to say one line, on a busy computer."""

TRIES = 2

ADVICE = "Choose another speech engine in the settings."


class Pyttsx3:
    """``Synthesiser`` on pyttsx3; raises ``SpeechProblem`` where it has no voice."""

    name = "System voices"
    capabilities = Capabilities(pause_in_line=True, makes_sound_files=True)

    def __init__(self) -> None:
        self._number = 0
        self._voices: list[Voice] = []
        self._start()

    def voices(self) -> Sequence[Voice]:
        return self._voices

    def synthesise(self, text: str, manner: Manner, cancel: CancelToken) -> Sound:
        wanted = min(max(NORMAL_RATE * manner.rate, SLOWEST), FASTEST)
        voice = voice_for(self._voices, manner).id
        for _ in range(TRIES):
            answer = self._asked(text, voice, round(wanted), cancel)
            if answer is not None and not answer.problem:
                samples = np.frombuffer(answer.data, np.int16)
                return faster(Sound(samples, answer.rate), NORMAL_RATE * manner.rate / wanted)
        raise SpeechProblem("The system's voice did not speak.", ADVICE)

    def close(self) -> None:
        """End the process; one that hangs is killed."""
        self._connection.close()
        self._process.join(timeout=0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(timeout=1.0)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        rows = self._received(time.monotonic() + START_PATIENCE, CancelToken())
        if not isinstance(rows, list) or not rows:
            self.close()
            raise SpeechProblem("The system has no voice that pyttsx3 can use.", ADVICE)
        self._voices = [Voice(row.id, row.name, row.language) for row in rows]

    def _asked(
        self, text: str, voice: str, words_a_minute: int, cancel: CancelToken
    ) -> Answer | None:
        """The process's answer, or None where it hangs or died; then there is a new one."""
        self._number += 1
        with contextlib.suppress(OSError):
            self._connection.send(Order(self._number, text, voice, words_a_minute))
            end = time.monotonic() + PATIENCE
            while (answer := self._received(end, cancel)) is not None:
                # Answers to orders that were given up are still in the pipe.
                if isinstance(answer, Answer) and answer.number == self._number:
                    return answer
        self.close()
        self._start()
        return None

    def _received(
        self, end: float, cancel: CancelToken
    ) -> Answer | list[VoiceRow] | str | None:
        """What the process sends next, or None where it takes too long or has died."""
        while time.monotonic() < end:
            cancel.check()
            try:
                if self._connection.poll(0.02):
                    received: Answer | list[VoiceRow] | str = self._connection.recv()
                    return received
            except (EOFError, OSError):
                return None
        return None
