"""Poems read aloud without a window, one after another, or written to a sound file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ekphrasis_app import wording
from ekphrasis_app.app.phrases import about
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.voice import manners
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem, Problem, SpeechProblem
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import Progress, SoundOutput, SpeechEngine
from ekphrasis_app.settings import BY_KEY, Settings
from ekphrasis_app.speech.reader import Listener, Reader, ReadingOptions
from ekphrasis_app.speech.registry import SILENT, best_engine, best_synthesiser
from ekphrasis_app.speech.soundfile import write_wav
from ekphrasis_app.speech.speaker import Speaker

BETWEEN_POEMS = 1.0
"""Seconds of silence, so that the next title is not taken for a line."""

PATIENCE = 30.0
"""Seconds within which any one sentence has been said."""

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


def say_aloud(sentence: str, settings: Settings) -> None:
    """Say one sentence where there is no window to say it; silence where there is no voice."""
    player = Player()
    loop = PlainLoop()
    over: list[bool] = []
    try:
        player.open()
        voice = audible_engine(settings, player, lambda _problem: None)
        try:
            Speaker(voice, loop, manners(settings), wording.language).say(sentence, over.append)
            loop.run_until(lambda: bool(over), PATIENCE)
        finally:
            voice.close()
    except SpeechProblem:
        return
    finally:
        player.close()


def write_sound(
    path: Path,
    poems: Sequence[Poem],
    settings: Settings,
    progress: Progress,
    cancel: CancelToken,
) -> None:
    """Write the poems, as they would be read, to the WAV file ``path``.

    Raises ``SpeechProblem`` where they cannot be spoken or written, and ``Cancelled``.
    """
    manner, language = manners(settings), wording.language()
    synthesiser = best_synthesiser(settings.text("engine"))
    try:
        write_wav(path, poems, synthesiser, manner, about, progress, cancel, language)
    finally:
        synthesiser.close()


def refuse_bad_place(path: Path) -> None:
    """Raise ``InputProblem`` where no sound file can be put, before any work is done."""
    if path.is_dir():
        raise InputProblem("{path} is a folder.", "Name a file for the sound.", path=path)
    if not path.parent.is_dir():
        raise InputProblem(
            "There is no folder {folder}.",
            "Make it first, or choose another.",
            folder=path.parent,
        )


def audible_engine(settings: Settings, output: SoundOutput, tell: Tell) -> SpeechEngine:
    """The best engine that can be heard, also for a person who else has the voice off."""
    wish = settings.text("engine")
    if wish == SILENT:
        wish = str(BY_KEY["engine"].default)
    engine = best_engine(wish, output, tell)
    if engine.key == SILENT:
        engine.close()
        raise SpeechProblem("No voice works on this computer.", "ekphrasis doctor says why.")
    return engine


def _read(poems: Sequence[Poem], voice: SpeechEngine, settings: Settings) -> None:
    loop = PlainLoop()
    troubles: list[Problem] = []
    options = ReadingOptions(about=about)
    listener = Listener(trouble=troubles.append)
    reader = Reader(voice, loop, manners(settings), listener, lambda: options)
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
