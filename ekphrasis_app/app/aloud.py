"""Poems read aloud without a window, one after another."""

from collections.abc import Callable, Sequence

from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.voice import manners
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import SoundOutput, SpeechEngine
from ekphrasis_app.settings import BY_KEY, Settings
from ekphrasis_app.speech.reader import Listener, Reader
from ekphrasis_app.speech.registry import SILENT, best_engine

BETWEEN_POEMS = 1.0
"""Seconds of silence, so that the next title is not taken for a line."""

Tell = Callable[[Problem], None]


def read_aloud(poems: Sequence[Poem], settings: Settings, tell: Tell) -> None:
    """Read each poem with its title through the loudspeaker; returns when all is said.

    ``tell`` hears of a voice that another one replaces. Raises ``SpeechProblem`` where
    there is no sound output or no voice, or where it fails in the middle.
    """
    player = Player()
    try:
        player.open()
        voice = audible_engine(settings, player, tell)
        try:
            _read(poems, voice, settings)
        finally:
            voice.close()
    finally:
        player.close()


def audible_engine(settings: Settings, output: SoundOutput, tell: Tell) -> SpeechEngine:
    """The best engine that can be heard, also for a person who else has the voice off."""
    wish = settings.text("engine")
    engine = best_engine(
        str(BY_KEY["engine"].default) if wish == SILENT else wish, output, tell
    )
    if engine.key == SILENT:
        raise SpeechProblem("No voice works on this computer.", "ekphrasis doctor says why.")
    return engine


def _read(poems: Sequence[Poem], voice: SpeechEngine, settings: Settings) -> None:
    loop = PlainLoop()
    troubles: list[Problem] = []
    reader = Reader(voice, loop, manners(settings), Listener(trouble=troubles.append))
    try:
        for number, poem in enumerate(poems):
            if number:
                loop.run_until(lambda: False, BETWEEN_POEMS)
            reader.read(poem, START)
            loop.run_until(lambda: reader.state is not Reading.READING)
            if troubles:
                raise troubles[0]
    finally:
        reader.stop()
