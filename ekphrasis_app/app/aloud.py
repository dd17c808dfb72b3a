"""Poems read aloud without a window, one after another."""

from collections.abc import Callable, Sequence

from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading, Role
from ekphrasis_app.ports import Manner, SpeechEngine
from ekphrasis_app.speech.reader import Listener, Reader, ReadingOptions

BETWEEN_POEMS = 1.0
"""Seconds of silence, so that the next title is not taken for a line."""


def read_aloud(
    poems: Sequence[Poem], voice: SpeechEngine, manner: Callable[[Role, str], Manner]
) -> None:
    """Read each poem with its title; returns when all is said.

    Raises the ``SpeechProblem`` that ends the reading, if one does.
    """
    loop = PlainLoop()
    troubles: list[Problem] = []
    reader = Reader(voice, loop, manner, Listener(trouble=troubles.append), ReadingOptions)
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
