"""Puts the parts together and hands them in: the only place that knows them all."""

from dataclasses import dataclass

from ekphrasis_app import wording
from ekphrasis_app.app import folders, phrases
from ekphrasis_app.app.announcer import Announcements, OwnVoice
from ekphrasis_app.app.finder import Finder
from ekphrasis_app.app.home import open_finder, open_library
from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.own_models import OwnModels
from ekphrasis_app.app.recital import Recital
from ekphrasis_app.app.session import Cues, Session
from ekphrasis_app.app.transcript import recorded
from ekphrasis_app.app.voice import EngineChoice, cue_volume, manners, open_voice
from ekphrasis_app.audio.cues import CuePlayer
from ekphrasis_app.audio.player import Player
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import MainThread, SpeechEngine
from ekphrasis_app.settings import Settings
from ekphrasis_app.speech.reader import Listener, Reader, ReadingOptions
from ekphrasis_app.speech.speaker import Speaker


@dataclass(frozen=True)
class Services:
    """What a window works with; all of it belongs to the main thread."""

    main: MainThread
    settings: Settings
    library: Library
    finder: Finder
    jobs: Jobs
    voice: SpeechEngine
    cues: Cues
    announcer: Announcements
    session: Session
    recital: Recital
    models: OwnModels
    player: Player | None = None

    def close(self) -> None:
        """Fall silent, give up what goes on, and let go of the files."""
        self.recital.stop()
        self.announcer.let_go()
        self.jobs.close()
        self.voice.close()
        if self.player is not None:
            self.player.close()
        self.library.close()


def open_services(main: MainThread, settings: Settings) -> Services:
    """Everything, ready for a window; raises ``LibraryProblem`` where there can be none."""
    library = open_library()
    player = Player()

    def explain(problem: Problem) -> None:
        main.post(lambda: services.session.explain(problem))

    def announce(sentence: str) -> None:
        main.post(lambda: services.announcer.hand_over(sentence))

    engine = open_voice(settings, player, announce, explain)
    cues = CuePlayer(player, folders.cues(), lambda cue: cue_volume(settings, cue))
    finder = open_finder(library, settings)
    services = put_together(main, settings, library, finder, recorded(engine), cues, player)
    session = services.session
    EngineChoice(engine, settings, services.jobs, services.announcer, session.explain)
    return services


def put_together(
    main: MainThread,
    settings: Settings,
    library: Library,
    finder: Finder,
    voice: SpeechEngine,
    cues: Cues,
    player: Player | None = None,
) -> Services:
    """The rest, made of these parts."""
    jobs, manner = Jobs(main), manners(settings)
    reader = Reader(voice, main, manner, Listener(), lambda: _reading_options(settings))
    speaker = Speaker(voice, main, manner, wording.language)
    announcer = Announcements(settings, OwnVoice(speaker.say, reader))
    session = Session(library, finder, jobs, announcer, cues, settings)
    recital = Recital(session, reader, announcer, cues, settings)
    reader.listener = Listener(recital.moved, recital.ended, session.explain, cues.play)
    return Services(
        main,
        settings,
        library,
        finder,
        jobs,
        voice,
        cues,
        announcer,
        session,
        recital,
        OwnModels(session, finder, jobs, announcer, settings),
        player,
    )


def _reading_options(settings: Settings) -> ReadingOptions:
    return ReadingOptions(
        say_title=settings.on("announce_poem"),
        pause_after_line=settings.on("pause_after_line"),
        about=phrases.about,
        language=wording.language(),
    )
