"""Ten poems of different forms, recorded: every line once, in order, with its pause.

Each line is spoken once more by itself, and looked for in the recording of the whole
reading by the shape of its sound, where the line before it has ended.
"""

import time
from itertools import pairwise

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.reading import Extent, Reading
from ekphrasis_app.ports import Manner
from ekphrasis_app.speech import script
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.engines.played import PlayedEngine
from ekphrasis_app.speech.reader import Listener, Reader, ReadingOptions
from ekphrasis_app.speech.sound import resampled, trimmed
from tests.ears import RATE as EAR_RATE
from tests.fakes.forms import TEN_FORMS
from tests.hours import JumpingLoop, JumpingOutput, lines_lost
from tests.listening import Stage

LIKE = 0.6
"""Correlation of a line with itself spoken anew: 0.97 as a rule, of a thousand lines one or
two at 0.69 to 0.75, since espeak-ng never says a line twice alike; with other words it is
0.16 as a rule."""

RATE = 22050
FRAME = 220


@pytest.fixture(scope="module")
def voice():
    try:
        return Espeak()
    except SpeechProblem as problem:
        pytest.skip(str(problem))


def lines_alone(voice, poem, manner):
    """The sound of each line by itself, and the pause that belongs after it."""
    alone = []
    for passage in script.lines(poem, START, Extent.POEM):
        text = passage.spoken.text
        how = Manner(language=passage.language, rate=manner.rate)
        sound = trimmed(voice.synthesise(text, how, CancelToken())) if text else None
        alone.append((resampled(sound, RATE).samples if sound else None, passage.pause))
    return alone


def picture(samples):
    """The sound as loudness over time in 24 bands of pitch: (frames, bands)."""
    padded = np.pad(samples.astype(float), (0, 1024))
    frames = np.lib.stride_tricks.sliding_window_view(padded, 551)[::FRAME] * np.hanning(551)
    power = np.abs(np.fft.rfft(frames, 1024)) ** 2
    pitch = np.fft.rfftfreq(1024, 1 / RATE)
    edges = np.geomspace(100, 6000, 25)
    bands = [power[:, (low <= pitch) & (pitch < high)].sum(1) for low, high in pairwise(edges)]
    return np.log10(np.stack(bands, 1) + 1e4)


def likeness(heard, line):
    """How like ``line`` the sound is from each frame on, from -1 to 1."""
    shape = line - line.mean()
    scores = []
    for first in range(len(heard) - len(line) + 1):
        part = heard[first : first + len(line)]
        part = part - part.mean()
        scores.append((part * shape).sum() / np.sqrt((part**2).sum() * (shape**2).sum() + 1e-9))
    return np.array(scores)


def check(recording, alone, manner, slack, within):
    """Follow the lines through the recording.

    The first one begins ``within`` seconds, each other one at most ``slack`` seconds off
    the moment at which the pause after the one before it has gone by.
    """
    heard = picture(recording)
    frames = RATE / FRAME
    at = 0
    for number, (line, pause) in enumerate(alone):
        if line is not None:
            shape = picture(line)[: round(len(line) / FRAME)]
            first = max(0, at - round(slack * frames))
            reach = heard[first : first + len(shape) + round(2 * within * frames)]
            likenesses = likeness(reach, shape)
            assert likenesses.max() > LIKE, f"line {number} is not where it should be"
            at = first + int(np.argmax(likenesses)) + len(shape)
            within = slack
        at += round(pause / manner.rate * frames)
    left = recording[at * FRAME :]
    assert not len(left) or np.abs(left).max() < 300, "something more was said"


@pytest.mark.parametrize("poem", TEN_FORMS, ids=lambda poem: poem.id)
def test_every_line_is_said_once_and_in_order(voice, poem):
    loop, places = JumpingLoop(), []
    output = JumpingOutput(loop, recorded=True)
    engine = PlayedEngine(voice, output)
    manner = Manner(rate=1.5)
    reader = Reader(
        engine,
        loop,
        lambda role, language: Manner(language=language, rate=manner.rate),
        Listener(moved=places.append),
        lambda: ReadingOptions(say_title=False),
    )
    reader.read(poem, START)
    loop.run_while(lambda: reader.state is Reading.READING)
    engine.close()
    assert lines_lost(poem, places) == 0
    check(output.recording(), lines_alone(voice, poem, manner), manner, slack=0.05, within=0.05)


@pytest.mark.sound
@pytest.mark.parametrize("poem", [TEN_FORMS[4], TEN_FORMS[9]], ids=lambda poem: poem.id)
def test_and_so_it_leaves_the_loudspeaker(voice, poem, sound_card, ear):
    stage = Stage(sound_card, ear)
    manner = Manner(rate=2.0)
    started = time.perf_counter()
    assert stage.read(poem, 60, manner=manner)
    time.sleep(0.5)
    heard = ear.sound(started, time.perf_counter()).astype(float)
    seconds = np.arange(0, len(heard), EAR_RATE / RATE)
    recording = np.interp(seconds, np.arange(len(heard)), heard)
    check(recording, lines_alone(voice, poem, manner), manner, slack=0.25, within=3.0)
    stage.close()
