"""The voice and the cues as the settings want them, at any moment."""

import logging
import threading
from collections.abc import Callable

from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Manner
from ekphrasis_app.settings import Settings
from ekphrasis_app.speech.fallback import FallbackEngine
from ekphrasis_app.speech.registry import SCREEN_READER, SILENT, best_engine

_log = logging.getLogger(__name__)


def open_voice(
    settings: Settings,
    player: Player,
    announce: Callable[[str], None],
    said: Callable[[Problem], None],
) -> FallbackEngine:
    """The engine that the settings wish for; it changes with them.

    ``announce`` hands a sentence to the person's screen reader; ``said`` is told, from
    any thread, that there is no sound or that an engine was dropped.
    """
    voice = best_engine(_wish(settings), player, said, announce)

    def changed(key: str) -> None:
        if key in ("engine", "reader"):
            voice.choose(_wish(settings))

    settings.watch(changed)
    opening = threading.Thread(
        target=_open, args=(settings, player, said), name="sound", daemon=True
    )
    opening.start()
    return voice


def manners(settings: Settings) -> Callable[[Role, str], Manner]:
    """How each role speaks in a language, by the settings in force at that moment."""

    def manner(role: Role, language: str) -> Manner:
        return Manner(
            settings.text(f"voice.{role.value}"),
            language,
            settings.number("rate") / 100,
            settings.number("pitch") / 100,
            settings.number("volume") / 100,
        )

    return manner


def cue_volume(settings: Settings, cue: Cue) -> float:
    """How loud ``cue`` is to be, 0 where it is turned off."""
    wanted = settings.on("cues") and settings.on(f"cue.{cue.name.lower()}")
    return settings.number("cue_volume") / 100 if wanted else 0.0


def _wish(settings: Settings) -> str:
    reads = settings.text("reader")
    return SCREEN_READER if reads == SCREEN_READER else settings.text("engine")


def _open(settings: Settings, player: Player, said: Callable[[Problem], None]) -> None:
    """Open the device before it is needed: PulseAudio takes a second to get going.

    That there is none is said only to those who want to hear a voice of ours.
    """
    try:
        player.open()
    except SpeechProblem as problem:
        _log.info("no sound: %s", problem)
        if _wish(settings) not in (SCREEN_READER, SILENT):
            said(problem)
