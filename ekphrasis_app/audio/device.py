"""Opening the sound device. The only module that knows PortAudio."""

import contextlib
import ctypes
import sys
import threading
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.errors import SpeechProblem

RATE = 22050
"""Samples a second that espeak-ng makes; taken where the device allows it."""

LATENCY = 0.07
"""Seconds of sound handed over ahead: silence follows 83 ms after a stop (p95). With 60 ms it
was 71 ms, with two gaps in ten minutes beside a model at full load on two cores; with
PortAudio's "high" (35 ms) 47 ms and more gaps; with "low" 79 gaps in ten idle seconds."""

Fill = Callable[[NDArray[np.float32], float, bool], None]
"""Called by the audio thread with (mono block, seconds until it is heard, underrun)."""


_AlsaHandler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


class Stream(Protocol):
    """An open, running way to the loudspeaker."""

    @property
    def rate(self) -> int: ...

    def close(self) -> None: ...


OpenStream = Callable[[Fill, Callable[[], None]], Stream]
"""Takes what fills the blocks and what to call when the device goes away."""


class _Times(Protocol):
    """What PortAudio says of when a block is heard; nought where it does not know."""

    outputBufferDacTime: float
    currentTime: float


class _Status(Protocol):
    output_underflow: bool


class DeviceStream:
    """The system's default sound device."""

    def __init__(self, fill: Fill, gone: Callable[[], None]) -> None:
        portaudio = _portaudio()
        self._fill = fill
        self._latency = 0.0
        try:
            self._stream, self.rate = _opened(portaudio, self._callback, gone)
            self._latency = self._stream.latency
            self._stream.start()
        except portaudio.PortAudioError as error:
            raise SpeechProblem(
                "No sound output was found on this computer.",
                "Connect headphones or a loudspeaker, then ask for the voice again.",
            ) from error

    def _callback(
        self, block: NDArray[np.float32], _count: int, time: _Times, status: _Status
    ) -> None:
        ahead = time.outputBufferDacTime - time.currentTime
        delay = ahead if 0 < ahead < 1 else self._latency
        self._fill(block[:, 0], delay, bool(status.output_underflow))

    def close(self) -> None:
        """Give the device back; one that hangs is left behind rather than waited for."""
        closing = threading.Thread(target=self._stream.close, daemon=True)
        closing.start()
        closing.join(timeout=1.0)


def _portaudio() -> ModuleType:
    """The sounddevice module with a fresh list of devices."""
    try:
        import sounddevice
    except OSError as error:
        raise SpeechProblem(
            "The sound library PortAudio is missing.", "Install the package libportaudio2."
        ) from error
    _hush_alsa()
    # PortAudio lists the devices once, when it starts; a device that has come since is
    # only seen after a fresh start, and sounddevice has no public name for that.
    sounddevice._terminate()
    sounddevice._initialize()
    return cast(ModuleType, sounddevice)


@cache
def _hush_alsa() -> object:
    """Keep ALSA from writing into the terminal, where a screen reader would read it out.

    What goes wrong comes back as an error code anyway. The result must be kept alive.
    """
    ignore = _AlsaHandler(lambda *_: None)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # there is a PortAudio without it
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(ignore)
    return ignore


def _opened(
    portaudio: ModuleType, callback: Callable[..., None], gone: Callable[[], None]
) -> tuple[Any, int]:
    """The default device at our own rate, or else at the rate it likes best."""
    own = int(portaudio.query_devices(kind="output")["default_samplerate"])
    for rate in (RATE, own):
        try:
            stream = portaudio.OutputStream(
                samplerate=rate,
                channels=1,
                dtype="float32",
                latency=LATENCY,
                callback=callback,
                finished_callback=gone,
            )
        except portaudio.PortAudioError:
            if rate == own:
                raise
        else:
            return stream, rate
    raise AssertionError("the last rate either opened or raised")
