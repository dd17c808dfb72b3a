"""The engines that there are, best first. Adding one is one line here."""

import sys
from collections.abc import Callable

from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.ports import SoundOutput, Synthesiser
from ekphrasis_app.speech.engines.dispatcher import Dispatcher
from ekphrasis_app.speech.engines.espeak import MISSING, Espeak
from ekphrasis_app.speech.engines.played import PlayedEngine
from ekphrasis_app.speech.engines.pyttsx3 import Pyttsx3
from ekphrasis_app.speech.engines.silent import ScreenReader, Silent
from ekphrasis_app.speech.fallback import Candidate, FallbackEngine

SYNTHESISERS: dict[str, Callable[[], Synthesiser]] = {"espeak": Espeak, "pyttsx3": Pyttsx3}
"""Those that can make sound files, best first."""

SILENT, SCREEN_READER = "silent", "screen-reader"


def candidates(output: SoundOutput, announce: Callable[[str], None]) -> tuple[Candidate, ...]:
    """Every engine of this house by its key, best first; the last one always works.

    On Windows and the Mac the platform's own voices are what people know and tuned.
    """
    espeak = Candidate("espeak", lambda: PlayedEngine(Espeak(), output))
    platform = Candidate("pyttsx3", lambda: PlayedEngine(Pyttsx3(), output))
    dispatcher = Candidate("dispatcher", Dispatcher)
    foreign = sys.platform in ("win32", "darwin")
    return (
        *((platform, espeak, dispatcher) if foreign else (espeak, dispatcher, platform)),
        Candidate(SCREEN_READER, lambda: ScreenReader(announce), only_if_wished=True),
        Candidate(SILENT, Silent),
    )


def best_engine(
    wish: str,
    output: SoundOutput,
    said: Callable[[Problem], None],
    announce: Callable[[str], None] = lambda sentence: None,
) -> FallbackEngine:
    """The engine with the key ``wish`` if it works, or else the best that does.

    ``said`` is told, from any thread, of each engine that is dropped later; ``announce``
    hands a sentence to the person's screen reader, where there is a window.
    """
    return FallbackEngine(candidates(output, announce), wish, said)


def best_synthesiser(wish: str) -> Synthesiser:
    """What makes sound files: ``wish`` if it can, or else the first that works.

    Raises ``SpeechProblem`` where there is none.
    """
    for key in sorted(SYNTHESISERS, key=lambda key: key != wish):
        try:
            return SYNTHESISERS[key]()
        except SpeechProblem:
            continue
    raise SpeechProblem("No voice here can make a sound file.", MISSING)
