"""The player: one open stream, one voice at a time, cues beside it.

The audio thread only mixes (see ``mixing``) and leaves a stamp of what it did. A second
thread, the teller, reads the stamp, works out what is being heard at this moment and
calls back: a slow listener can delay the news, never the sound.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.audio.device import DeviceStream, OpenStream, Stream
from ekphrasis_app.audio.mixing import Mixer, Track, as_block
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Done, Marked, Outcome, Sound, WordMark

STALLED = 3.0
"""Seconds without a call from the audio thread after which the device counts as lost;
PulseAudio itself takes nearly one before a fresh stream runs."""

TICK = 0.003
"""Seconds added to each wait of the teller, so that what it waits for has happened."""


class Saying:
    """A sound being played: the ``Utterance`` of this player."""

    def __init__(
        self,
        player: "Player",
        sound: Sound,
        volume: float,
        device_rate: int,
        marked: Marked,
        done: Done,
    ) -> None:
        self.rate = device_rate
        self.track = Track(as_block(sound.samples, sound.rate, device_rate), volume)
        self.marks: list[WordMark] = sorted(sound.words)
        self.told = 0
        self.marked = marked
        self.done = done
        self._player = player

    def stop(self) -> None:
        self._player.end(self, Outcome.STOPPED)

    def pause(self) -> None:
        self._player.pause(self)

    def resume(self) -> None:
        self._player.resume(self)

    @property
    def word_began(self) -> float:
        """Seconds into the sound at which the word last heard begins."""
        return self.marks[self.told - 1].seconds if self.told else 0.0

    def tell(self, heard: float) -> None:
        """Tell the words that begin up to ``heard`` seconds."""
        while self.told < len(self.marks) and self.marks[self.told].seconds <= heard:
            mark = self.marks[self.told]
            self.told += 1
            self.marked(mark.start, mark.length)


class Player:
    """``SoundOutput`` on one stream that stays open for the life of the app."""

    def __init__(
        self,
        open_stream: OpenStream = DeviceStream,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.underruns = 0
        self._open_stream = open_stream
        self._now = now
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._mixer = Mixer()
        self._stream: Stream | None = None
        self._opened = 0
        self._saying: Saying | None = None
        self._stamp: tuple[Track | None, int, float] = (None, 0, 0.0)
        self._alive_at = 0.0
        self._wake = threading.Event()
        self._closed = False
        threading.Thread(target=self._teller, name="teller", daemon=True).start()

    def open(self) -> None:
        """Open the device if none is open; raises ``SpeechProblem`` where there is none."""
        # Not under the other lock: who wants silence must not wait for a slow device.
        with self._opening:
            if self._stream is None:
                self._alive_at = self._now()
                self._opened += 1
                number = self._opened
                self._stream = self._open_stream(self._fill, lambda: self._gone(number))

    @property
    def is_open(self) -> bool:
        return self._stream is not None

    def close(self) -> None:
        """Fall silent and give the device back."""
        self._closed = True
        self._drop_stream(Outcome.STOPPED)
        self._wake.set()

    def play(self, sound: Sound, volume: float, marked: Marked, done: Done) -> Saying:
        """Begin ``sound`` in place of what is playing."""
        self.open()
        with self._lock:
            before = self._saying
            saying = Saying(self, sound, volume, self._device_rate, marked, done)
            self._saying = saying
            self._set_voice(saying.track)
        if before is not None:
            before.done(Outcome.STOPPED)
        self._wake.set()
        return saying

    def cue(self, sound: Sound, volume: float) -> None:
        """Mix ``sound`` in beside the voice; without a device there is nothing to do."""
        with self._lock:
            if self._stream is None:
                return
            track = Track(as_block(sound.samples, sound.rate, self._device_rate), volume)
            cues = tuple(cue for cue in self._mixer.playing.cues if not cue.over)
            self._mixer.playing = replace(self._mixer.playing, cues=(*cues, track))

    def end(self, saying: Saying, outcome: Outcome) -> None:
        """Take ``saying`` away and tell it so, unless that has happened already."""
        with self._lock:
            if saying is not self._saying:
                return
            self._saying = None
            self._set_voice(None)
        saying.done(outcome)

    def pause(self, saying: Saying) -> None:
        """Silence; the sound stays where it is."""
        with self._lock:
            if saying is self._saying:
                self._set_voice(None)

    def resume(self, saying: Saying) -> None:
        """Go on from the beginning of the word that was being heard."""
        with self._lock:
            if saying is not self._saying or self._mixer.playing.voice is saying.track:
                return
            at = int(saying.word_began * saying.rate)
            saying.track = replace(saying.track, at=at, faded_in=False)
            self._set_voice(saying.track)
        self._wake.set()

    @property
    def _device_rate(self) -> int:
        if self._stream is None:
            raise SpeechProblem("The sound output has gone away.")
        return self._stream.rate

    def _set_voice(self, track: Track | None) -> None:
        self._mixer.playing = replace(self._mixer.playing, voice=track)

    def _fill(self, block: NDArray[np.float32], delay: float, underrun: bool) -> None:
        """The audio thread: mix, and leave a stamp of what will be heard when."""
        self._alive_at = now = self._now()
        self.underruns += underrun
        voice = self._mixer.playing.voice
        at = voice.at if voice is not None else 0
        voice_mixed = self._mixer.fill(block)
        if voice_mixed is voice:
            self._stamp = (voice, at, now + delay)

    def _gone(self, number: int) -> None:
        """Stream ``number`` ended; news of one that we closed ourselves is no news."""
        if number == self._opened and not self._closed:
            self._alive_at = float("-inf")
            self._wake.set()

    def _teller(self) -> None:
        while not self._closed:
            self._wake.wait(self._tell_due())
            self._wake.clear()

    def _tell_due(self) -> float | None:
        """Tell all that is due; the seconds until there may be more, None for never."""
        saying = self._saying
        if self._stream is not None and self._alive_at < self._now() - STALLED:
            self._drop_stream(Outcome.LOST)
            return None
        if saying is None or self._mixer.playing.voice is not saying.track:
            return STALLED
        if saying.track.over:
            saying.tell(float("inf"))
            self.end(saying, Outcome.FINISHED)
            return STALLED
        heard = self._heard(saying)
        saying.tell(heard)
        return TICK + self._seconds_to_next(saying, heard)

    def _heard(self, saying: Saying) -> float:
        """Seconds into its sound that are being heard now; below 0 before its beginning."""
        stamped, at, heard_at = self._stamp
        if stamped is not saying.track:
            return -TICK
        return at / saying.rate + self._now() - heard_at

    def _seconds_to_next(self, saying: Saying, heard: float) -> float:
        """Until the next word is heard or the last sample is taken, whichever is first."""
        left = (len(saying.track.samples) - saying.track.at) / saying.rate
        if saying.told < len(saying.marks):
            left = min(left, saying.marks[saying.told].seconds - heard)
        return min(max(left, 0.0), STALLED)

    def _drop_stream(self, outcome: Outcome) -> None:
        with self._lock:
            stream, self._stream = self._stream, None
            saying = self._saying
        if stream is not None:
            stream.close()
        if saying is not None:
            self.end(saying, outcome)
