"""Sound outputs that tests drive by hand, and speech that costs nothing to make."""

import threading

import numpy as np

from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Capabilities, Outcome, Sound, Voice, WordMark

RATE = 1000


def tone(seconds, words=(), level=8000):
    """A sound of one level with words at those seconds."""
    samples = np.full(round(seconds * RATE), level, np.int16)
    marks = tuple(WordMark(at, number, 1) for number, at in enumerate(words))
    return Sound(samples, RATE, marks)


class HandStream:
    """A device that takes samples when the test says so; time goes on with them."""

    def __init__(self):
        self.now = 100.0
        self.rate = RATE
        self.opened = 0
        self.closed = 0
        self.missing = False
        self.heard = []

    def open(self, fill, gone):
        if self.missing:
            raise SpeechProblem("No sound output was found on this computer.")
        self.opened += 1
        self.fill, self.gone = fill, gone
        return self

    def clock(self):
        return self.now

    def run(self, seconds, block=10):
        """Take ``seconds`` of sound in blocks; they are heard as they are taken."""
        taken = []
        for _ in range(round(seconds * RATE / block)):
            samples = np.full(block, 9.0, np.float32)
            self.fill(samples, 0.0, False)
            taken.append(samples)
            self.now += block / RATE
        self.heard.append(np.concatenate(taken))
        return self.heard[-1]

    def close(self):
        self.closed += 1


class LevelSynthesiser:
    """Speech of one level: a tenth of a second for each word."""

    name = "level"
    capabilities = Capabilities(word_times=True, pause_in_line=True, makes_sound_files=True)

    def __init__(self):
        self.made = []
        self.broken = False

    def voices(self):
        return [Voice("level-en", "Level", "en"), Voice("level-de", "Eben", "de")]

    def synthesise(self, text, manner, cancel):
        cancel.check()
        if self.broken:
            raise SpeechProblem("The voice is broken.")
        self.made.append((text, manner))
        words, at = [], 0
        for number, word in enumerate(text.split()):
            start = text.index(word, at)
            words.append(WordMark(number / 10, start, len(word)))
            at = start + len(word)
        samples = np.full(round(len(words) * RATE / 10), 8000, np.int16)
        return Sound(samples, RATE, tuple(words))

    def close(self): ...


class KeptOutput:
    """A sound output that plays nothing and keeps what it was given."""

    def __init__(self):
        self.played = []
        self.cues = []
        self.missing = False

    def play(self, sound, volume, marked, done):
        if self.missing:
            raise SpeechProblem("No sound output was found on this computer.")
        playing = KeptPlaying(sound, volume, marked, done)
        self.played.append(playing)
        return playing

    def cue(self, sound, volume):
        self.cues.append((sound, volume))


class KeptPlaying:
    """One sound that the test lets come to its end."""

    def __init__(self, sound, volume, marked, done):
        self.sound, self.volume, self.marked, self.done = sound, volume, marked, done
        self.asked = []

    def hear_all(self):
        for word in self.sound.words:
            self.marked(word.start, word.length)
        self.done(Outcome.FINISHED)

    def stop(self):
        self.asked.append("stop")

    def pause(self):
        self.asked.append("pause")

    def resume(self):
        self.asked.append("resume")


class HastyOutput:
    """A sound output that hurries through each sound on a thread of its own."""

    HURRY = 10

    def play(self, sound, volume, marked, done):
        return HastyPlaying(sound, marked, done)

    def cue(self, sound, volume): ...


class HastyPlaying:
    """A sound that passes at ten times its speed."""

    def __init__(self, sound, marked, done):
        self._sound, self._marked, self._done = sound, marked, done
        self._over = threading.Event()
        self._going = threading.Event()
        self._going.set()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        at = 0.0
        for word in self._sound.words:
            self._pass(word.seconds - at)
            at = word.seconds
            if self._over.is_set():
                return
            self._marked(word.start, word.length)
        self._pass(len(self._sound.samples) / self._sound.rate - at)
        self._end(Outcome.FINISHED)

    def _pass(self, seconds):
        self._over.wait(max(0.0, seconds / HastyOutput.HURRY))
        while not self._going.wait(0.01) and not self._over.is_set():
            pass

    def stop(self):
        self._end(Outcome.STOPPED)

    def pause(self):
        self._going.clear()

    def resume(self):
        self._going.set()

    def _end(self, outcome):
        if not self._over.is_set():
            self._over.set()
            self._done(outcome)
