"""The voice and the cues as the settings want them, at any moment."""

import logging
import threading
from collections.abc import Callable

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Announcer, Manner
from ekphrasis_app.settings import Settings
from ekphrasis_app.speech.fallback import FallbackEngine
from ekphrasis_app.speech.registry import SCREEN_READER, SILENT, best_engine
from ekphrasis_app.wording import tr

LANE = "voice"

_log = logging.getLogger(__name__)


def open_voice(
    settings: Settings,
    player: Player,
    announce: Callable[[str], None],
    said: Callable[[Problem], None],
) -> FallbackEngine:
    """The engine that the settings wish for at the start.

    ``announce`` hands a sentence to the person's screen reader; ``said`` is told, from
    any thread, that there is no sound or that an engine was dropped.
    """
    voice = best_engine(_wish(settings), player, said, announce)
    opening = threading.Thread(
        target=_open, args=(settings, player, said), name="sound", daemon=True
    )
    opening.start()
    return voice


class EngineChoice:
    """Goes over to the engine that the settings wish for, as they change.

    One that is still to be made is made in the background; until it is ready, the one in
    use speaks on. ``explain`` tells why one cannot be used; then the settings go back.
    """

    def __init__(
        self,
        voice: FallbackEngine,
        settings: Settings,
        jobs: Jobs,
        announcer: Announcer,
        explain: Callable[[Exception], None],
    ) -> None:
        self._voice = voice
        self._settings = settings
        self._jobs = jobs
        self._announcer = announcer
        self._explain = explain
        self._in_force = settings.text("engine")
        settings.watch(self._changed)

    def _changed(self, key: str) -> None:
        if key not in ("engine", "reader"):
            return
        wish = _wish(self._settings)
        if self._voice.ready(wish):
            self._jobs.cancel(LANE, superseded=True)
            self._take(wish)
            return
        self._jobs.run(
            LANE,
            lambda cancel, progress: self._voice.make(wish),
            lambda _: self._made(wish, told=key != "engine"),
            self._failed,
            polite=False,
        )

    def _made(self, wish: str, told: bool) -> None:
        self._take(wish)
        if not told:
            name = tr(self._voice.name)
            self._announcer.say(tr("The speech engine is now {name}.", name=name), True)

    def _take(self, wish: str) -> None:
        self._voice.choose(wish)
        self._in_force = self._settings.text("engine")

    def _failed(self, error: Exception) -> None:
        self._explain(error)
        name = tr(self._voice.name)
        self._announcer.say(tr("The speech engine is still {name}.", name=name))
        self._settings.set("engine", self._in_force)


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
