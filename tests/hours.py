"""Hours of reading in minutes: the real reader, engine and voice, and a clock that jumps."""

import gc
import heapq
import itertools
import queue
import resource
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ekphrasis_app.domain.place import START, Place, place_of_line
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.engines.played import PlayedEngine
from ekphrasis_app.speech.reader import Listener, Reader, ReadingOptions
from tests.fakes.loop import HandLoop

PATIENCE = 30.0

WORDS = ("lamp", "harbour", "o'er", "light", "and", "blessèd", "snow", "the", "turning", "hill")


class Hours(NamedTuple):
    """What became of a long reading; ``growth`` is in MB, from the middle to the end."""

    seconds: float
    lines: int
    lost: int
    growth: float


def simulated_hours(hours: float) -> Hours:
    """Read made-up poems for ``hours`` of the clock."""
    loop = JumpingLoop()
    engine = PlayedEngine(Espeak(), JumpingOutput(loop))
    places: list[Place] = []
    reader = Reader(
        engine,
        loop,
        lambda role, language: Manner(),
        Listener(moved=places.append),
        lambda: ReadingOptions(say_title=False),
    )
    lines, lost, before = 0, 0, 0.0
    for number in itertools.count():
        poem = made_up(number)
        places.clear()
        reader.read(poem, START)
        loop.run_while(lambda: reader.state is Reading.READING)
        lost += lines_lost(poem, places)
        lines += len(poem.lines)
        if not before and loop.now >= 3600 * hours / 2:
            before = memory()
        if loop.now >= 3600 * hours:
            break
    engine.close()
    return Hours(loop.now, lines, lost, memory() - before)


def made_up(number: int) -> Poem:
    """A poem of forty lines like no other."""
    words = itertools.cycle(WORDS[number % len(WORDS) :] + WORDS)
    lines = [
        " ".join(itertools.islice(words, 3 + (number + line) % 6)) + f" {number} {line},"
        for line in range(40)
    ]
    stanzas = tuple(tuple(lines[start : start + 8]) for start in range(0, 40, 8))
    return Poem(str(number), "", "", stanzas)


def lines_lost(poem: Poem, places: list[Place]) -> int:
    """How many lines were skipped, doubled or out of order, and words that went back."""
    visited = [
        Place(place.stanza, place.line) for place, _ in itertools.groupby(places, at_line)
    ]
    expected = [place_of_line(poem, number) for number in range(len(poem.lines))]
    wrong = sum(one != other for one, other in zip(visited, expected, strict=False))
    return wrong + abs(len(visited) - len(expected)) + (places != sorted(places))


def at_line(place: Place) -> Place:
    return Place(place.stanza, place.line)


def memory() -> float:
    """MB of this process in memory now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


class JumpingLoop(HandLoop):
    """A main thread whose clock jumps to what is due next; posted to from any thread."""

    def __init__(self):
        super().__init__()
        self._posted = queue.SimpleQueue()

    def post(self, call):
        self._posted.put(call)

    def run_while(self, condition):
        while condition():
            if not self._posted.empty():
                self._posted.get()()
            elif self._timers:
                self.now, _, call = heapq.heappop(self._timers)
                if call is not None:
                    call()
            else:
                # Nothing is due, so the voice must be at work on the next line.
                self._posted.get(timeout=PATIENCE)()


class JumpingOutput:
    """A sound output on a jumping clock."""

    def __init__(self, loop, recorded=False):
        self._loop = loop
        self.recorded = recorded
        self.played = []

    def play(self, sound, volume, marked, done):
        playing = JumpingPlaying(done)
        self._loop.post(lambda: self._begin(playing, sound, marked))
        return playing

    def cue(self, sound, volume): ...

    def recording(self):
        """All that was played as one stretch of samples, with the silence between."""
        rate = self.played[0][1].rate
        end = max(at + len(sound.samples) / rate for at, sound in self.played)
        samples = np.zeros(round(end * rate) + 1, np.int16)
        for at, sound in self.played:
            first = round(at * rate)
            samples[first : first + len(sound.samples)] += sound.samples
        return samples

    def _begin(self, playing, sound, marked):
        if self.recorded:
            self.played.append((self._loop.now, sound))
        for word in sound.words:
            self._loop.later(word.seconds, lambda word=word: playing.tell(marked, word))
        length = len(sound.samples) / sound.rate
        self._loop.later(length, lambda: playing.end(Outcome.FINISHED))


class JumpingPlaying:
    """One sound on a jumping clock."""

    def __init__(self, done):
        self._done = done
        self._over = False

    def tell(self, marked, word):
        if not self._over:
            marked(word.start, word.length)

    def end(self, outcome):
        if not self._over:
            self._over = True
            self._done(outcome)

    def stop(self):
        self.end(Outcome.STOPPED)

    def pause(self):
        self.stop()

    def resume(self): ...
