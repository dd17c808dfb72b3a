"""The engines that there are, best first. Adding one is one line here."""

from collections.abc import Callable

from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.ports import SoundOutput
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.engines.played import PlayedEngine
from ekphrasis_app.speech.engines.silent import Silent
from ekphrasis_app.speech.fallback import Candidate, FallbackEngine

SILENT = "silent"


def candidates(output: SoundOutput) -> tuple[Candidate, ...]:
    """Every engine of this house by its key, best first; the last one always works."""
    return (
        Candidate("espeak", lambda: PlayedEngine(Espeak(), output)),
        Candidate(SILENT, Silent),
    )


def best_engine(
    wish: str, output: SoundOutput, said: Callable[[Problem], None]
) -> FallbackEngine:
    """The engine with the key ``wish`` if it works, or else the best that does.

    ``said`` is told, from any thread, of each engine that is dropped later.
    """
    order = sorted(candidates(output), key=lambda candidate: candidate.key != wish)
    if wish == SILENT:
        order = order[:1]
    return FallbackEngine(order, said)
