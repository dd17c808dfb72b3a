"""What the person is doing: one immutable state, and the only one who may replace it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol, Unpack

from ekphrasis_app.app import phrases
from ekphrasis_app.app.finder import Answer, Finder
from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.quarters import Quarters
from ekphrasis_app.app.state import Changes, Saved, State, Task, from_text, to_text
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import Cancelled, LibraryProblem, Problem
from ekphrasis_app.domain.match import Match, Strength
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.kept import Visit
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Announcer, ImageSource
from ekphrasis_app.settings import Settings
from ekphrasis_app.wording import tr, trn

LANE = "picture"
GETTING_READY = "getting ready"
SAVED_AS = "session"
Watcher = Callable[[State, State], None]

_log = logging.getLogger(__name__)


class Cues(Protocol):
    """Plays a short sound, if cues are on."""

    def play(self, cue: Cue) -> None: ...


class Session:
    """Opens pictures, holds their matches and the place; belongs to the main thread."""

    def __init__(
        self,
        library: Library,
        finder: Finder,
        jobs: Jobs,
        announcer: Announcer,
        cues: Cues,
        settings: Settings,
    ) -> None:
        self._library = library
        self._finder = finder
        self._jobs = jobs
        self._announcer = announcer
        self._cues = cues
        self._settings = settings
        self._watchers: list[Watcher] = []
        self._saving_failed = False
        self._preparing = False
        self._quarters = Quarters(announcer, lambda n: tr("{n} percent prepared.", n=n))
        self._state = State()

    @property
    def state(self) -> State:
        return self._state

    def watch(self, watcher: Watcher) -> None:
        """Call ``watcher(new, old)`` after each change of the state."""
        self._watchers.append(watcher)

    def become(self, **changes: Unpack[Changes]) -> None:
        """Replace the state, tell those who watch, and save where the person is."""
        old, self._state = self._state, replace(self._state, **changes)
        if old == self._state:
            return
        for watcher in list(self._watchers):
            watcher(self._state, old)
        if self._state.worth_saving_after(old):
            self._save()

    def get_ready(self) -> None:
        """Load the bundle before the first picture comes; what stands in the way is said."""
        self._jobs.run(
            GETTING_READY,
            lambda cancel, progress: self._finder.load(progress, cancel),
            lambda _seconds: self._ready(),
            self._failed,
            self._prepared,
        )

    def open(self, source: ImageSource) -> None:
        """Fetch a picture and look for its poems; what is there stays until it has come."""
        self.become(task=Task.OPENING, progress=None)
        self._jobs.run(
            LANE, lambda cancel, _: source.picture(cancel), self._loaded, self._failed
        )

    def give_up(self) -> bool:
        """Give up the work in progress; True if there was any."""
        return self._jobs.cancel(LANE) or self._jobs.cancel(GETTING_READY)

    def choose(self, index: int, told: bool = False) -> None:
        """Take match ``index`` (from 0) and its first line; say which, unless that was told."""
        matches = self._state.matches
        if not 0 <= index < len(matches):
            self._announcer.say(_no_such_poem(len(matches), index))
            return
        self.become(chosen=index, place=START)
        if not told:
            detail = self._settings.text("detail")
            self._announcer.say(phrases.match_text(matches[index], len(matches), detail), True)

    def show_poems(self, poems: Sequence[Poem], index: int = 0) -> None:
        """Take poems from the library in place of the matches; the picture stays."""
        self._jobs.cancel(LANE, superseded=True)
        self._preparing = False
        matches = tuple(
            Match(rank, poem, 0.0, strength=Strength.CHOSEN)
            for rank, poem in enumerate(poems, 1)
        )
        self.become(matches=matches, chosen=-1, place=START, task=Task.NONE, progress=None)
        self.choose(index)

    def restore(self, open_file: Callable[[str], ImageSource]) -> bool:
        """Go back to where the person was when the program ended; True if there is such."""
        text = self._library.kept.state(SAVED_AS)
        saved = from_text(text, self._library.poem) if text else None
        if saved is None or not saved.matches:
            return False
        self._jobs.run(
            LANE,
            lambda cancel, _: open_file(saved.picture).picture(cancel),
            lambda picture: self._restored(saved, picture),
            lambda _: self._restored(saved, None),
        )
        return True

    def where_am_i(self) -> None:
        """Say picture, poem, line, and whether it is being read."""
        state = self._state
        self._announcer.say(
            phrases.where(
                state.picture, state.matches, state.chosen, state.place, state.reading
            ),
            True,
        )

    def _loaded(self, picture: Picture) -> None:
        self.become(picture=picture, matches=(), chosen=-1, place=START)
        self.become(task=Task.LOOKING, progress=None)
        # A picture that was taken, from another program or a camera, and not just opened.
        self._cues.play(Cue.WORKING if picture.origin is Origin.FILE else Cue.CAPTURE)
        name = phrases.picture_name(picture)
        self._announcer.say(tr("{picture} is loaded. Looking for poems.", picture=name), True)
        top = self._settings.number("matches")
        self._jobs.run(
            LANE,
            lambda cancel, progress: self._finder.find(picture, top, progress, cancel),
            self._found,
            self._failed,
            self._prepared,
        )

    def _ready(self) -> None:
        """Say so only where getting ready took a while and was told of."""
        if self._preparing:
            self._preparing = False
            self.become(task=Task.NONE, progress=None)
            self._announcer.say(tr("All poems are prepared."))

    def _prepared(self, done: int, total: int) -> None:
        """The library is being made ready for the bundle: said at each quarter.

        How far that is does not follow from the state, in which other work may show, too.
        """
        if not total:
            return
        if not self._preparing:
            self._preparing = True
            self._quarters.begin()
            self._announcer.say(
                trn("Preparing {n} poem first.", "Preparing {n} poems first.", total)
            )
        share = self._quarters.reach(done, total)
        self.become(task=Task.PREPARING, progress=share)

    def _found(self, answer: Answer) -> None:
        matches = answer.matches
        chosen = 0 if matches else -1
        self._preparing = False
        self.become(matches=matches, chosen=chosen, place=START, task=Task.NONE, progress=None)
        self._cues.play(Cue.FOUND if matches else Cue.NOTHING_FOUND)
        self._announcer.say(phrases.found(matches))
        self._remember()

    def _failed(self, error: Exception) -> None:
        self._preparing = False
        self.become(task=Task.NONE, progress=None)
        if isinstance(error, Cancelled):
            self._announcer.say(tr("Given up."), True)
            return
        self.explain(error)

    def explain(self, error: Exception) -> None:
        """Say an error: a ``Problem`` in its words; a bug goes into the log."""
        self._cues.play(Cue.ERROR)
        if isinstance(error, Problem):
            self._announcer.say(phrases.problem_text(error), True)
            return
        _log.error("unexpected error", exc_info=error)
        self._announcer.say(
            tr("Something went wrong inside the program. Nothing is lost; try again."), True
        )

    def _restored(self, saved: Saved, picture: Picture | None) -> None:
        self.become(
            picture=picture, matches=saved.matches, chosen=saved.chosen, place=saved.place
        )
        self._announcer.say(tr("You are back where you were."))
        self.where_am_i()

    def _remember(self) -> None:
        picture = self._state.picture
        assert picture is not None
        poems = tuple(match.poem.id for match in self._state.matches)
        visit = Visit(phrases.picture_name(picture), picture.path, datetime.now(UTC), poems)
        self._keep(lambda: self._library.kept.remember(visit))

    def _save(self) -> None:
        text = to_text(self._state)
        self._keep(lambda: self._library.kept.set_state(SAVED_AS, text))

    def _keep(self, write: Callable[[], None]) -> None:
        """Write to the library; a failure is said once, not at every line that is read."""
        try:
            write()
            self._saving_failed = False
        except LibraryProblem as problem:
            if not self._saving_failed:
                self._saving_failed = True
                self.explain(problem)


def _no_such_poem(count: int, index: int) -> str:
    if not count:
        return tr("There are no poems yet. Press Control O to open a picture.")
    return tr("This is the first poem.") if index < 0 else tr("This is the last poem.")
