"""espeak-ng through its library: samples and word times, a line in a few milliseconds.

The library keeps its state in globals, so there is one of it to a process and a lock
around it. Above 450 words a minute it compresses the sound, and its word times then run
some 30 ms late.
"""

import ctypes
import os
import sys
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Capabilities, Manner, Sound, Voice, WordMark
from ekphrasis_app.speech.voices import voice_for

NORMAL_RATE = 175
"""Words a minute that espeak-ng itself calls normal."""

SLOWEST, FASTEST = 80, 1400
"""Words a minute it can do; 1400 is eight times normal (above 450 through libsonic)."""

VARIANTS = {
    "": "",
    "+f2": ", woman",
    "+f4": ", second woman",
    "+m3": ", man",
    "+m7": ", deep man",
}
"""The built-in speakers offered for each language, of about a hundred."""

MISSING = "Install eSpeak NG; on Debian and Ubuntu it is the package libespeak-ng1."

_SYNCHRONOUS, _DO_NOT_EXIT = 2, 0x8000
_UTF8, _RATE, _PITCH = 1, 1, 3
_END_OF_EVENTS, _WORD = 0, 1


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_int * 2),
    )


class _VoiceRecord(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class _Take:
    """What the library hands over while it says one text."""

    def __init__(self, cancel: CancelToken) -> None:
        self.pieces: list[NDArray[np.int16]] = []
        self.words: list[tuple[int, int, int]] = []
        self.cancel = cancel

    def sound(self, rate: int) -> Sound:
        """The samples, and the words in the order in which they are heard."""
        samples = np.concatenate(self.pieces) if self.pieces else np.zeros(0, np.int16)
        marks = [WordMark(ms / 1000, start, length) for ms, start, length in self.words]
        return Sound(samples, rate, tuple(sorted(marks)))


class Espeak:
    """``Synthesiser`` on libespeak-ng; raises ``SpeechProblem`` where it is missing."""

    name = "eSpeak NG"
    capabilities = Capabilities(
        word_times=True, pitch=True, pause_in_line=True, makes_sound_files=True
    )
    _lock = threading.Lock()
    _voice = ""

    def __init__(self) -> None:
        self._library, self._rate = _started_library()
        self._take = _Take(CancelToken())
        self._callback = _Callback(self._heard)
        self._voices = self._all_voices()

    def voices(self) -> Sequence[Voice]:
        return self._voices

    def synthesise(self, text: str, manner: Manner, cancel: CancelToken) -> Sound:
        with self._lock:
            cancel.check()
            self._library.espeak_SetSynthCallback(self._callback)
            self._set(manner)
            self._take = _Take(cancel)
            data = text.encode() + b"\0"
            self._library.espeak_Synth(
                data, ctypes.c_size_t(len(data)), 0, 1, 0, _UTF8, None, None
            )
            cancel.check()
            return self._take.sound(self._rate)

    def close(self) -> None:
        """Nothing to do: the library stays for the life of the process."""

    def _set(self, manner: Manner) -> None:
        voice = voice_for(self._voices, manner).id
        if voice != Espeak._voice:
            if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise SpeechProblem("The voice {voice} is missing.", MISSING, voice=voice)
            Espeak._voice = voice
        speed = round(min(max(NORMAL_RATE * manner.rate, SLOWEST), FASTEST))
        self._library.espeak_SetParameter(_RATE, speed, 0)
        self._library.espeak_SetParameter(_PITCH, round(min(max(50 * manner.pitch, 0), 99)), 0)

    def _heard(
        self,
        wav: "ctypes._Pointer[ctypes.c_short]",
        count: int,
        events: "ctypes._Pointer[_Event]",
    ) -> int:
        """The library's callback: keep what came; 1 asks it to give up."""
        if wav and count:
            self._take.pieces.append(np.ctypeslib.as_array(wav, (count,)).copy())
        index = 0
        while (event := events[index]).type != _END_OF_EVENTS:
            # A word without a length is a mark of punctuation or of the end.
            if event.type == _WORD and event.length > 0:
                position = event.text_position - 1
                self._take.words.append((event.audio_position, position, event.length))
            index += 1
        return int(self._take.cancel.cancelled)

    def _all_voices(self) -> list[Voice]:
        records = self._library.espeak_ListVoices(None)
        voices = []
        index = 0
        while records[index]:
            record = records[index].contents
            index += 1
            identifier = record.identifier.decode()
            if identifier.startswith("mb"):  # MBROLA voices are listed but not installed
                continue
            language = ctypes.string_at(ctypes.addressof(record.languages.contents) + 1)
            for variant, speaker in VARIANTS.items():
                name = record.name.decode().replace("_", " ") + speaker
                voices.append(Voice(identifier + variant, name, language.decode()))
        return voices


@cache
def _started_library() -> tuple[ctypes.CDLL, int]:
    """The library, started, and the rate of its samples; one for the whole process."""
    library = _loaded_library()
    data = _data_folder()
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data and os.fsencode(data), _DO_NOT_EXIT)
    if rate <= 0:
        raise SpeechProblem("The data of the voice eSpeak NG is missing.", MISSING)
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
    return library, int(rate)


def _loaded_library() -> ctypes.CDLL:
    for name in _library_names():
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise SpeechProblem("The voice eSpeak NG is missing.", MISSING)


def _library_names() -> Sequence[str]:
    if sys.platform == "win32":
        return (r"C:\Program Files\eSpeak NG\libespeak-ng.dll", "libespeak-ng.dll")
    if sys.platform == "darwin":
        return ("/opt/homebrew/lib/libespeak-ng.dylib", "/usr/local/lib/libespeak-ng.dylib")
    return ("libespeak-ng.so.1",)


def _data_folder() -> Path | None:
    """The folder named by the environment, if any; None lets the library look itself."""
    named = os.environ.get("ESPEAK_DATA_PATH")
    return Path(named) if named else None
