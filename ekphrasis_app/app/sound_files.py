"""Poems as sound files, written in the background."""

from collections.abc import Sequence
from pathlib import Path

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.keepsakes import free_path
from ekphrasis_app.app.quarters import Quarters
from ekphrasis_app.app.session import Session
from ekphrasis_app.app.state import Task
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Announcer, Progress
from ekphrasis_app.settings import Settings
from ekphrasis_app.wording import tr

LANE = "sound file"


class SoundFiles:
    """Writes the chosen poem, or all, with the voice that is set."""

    def __init__(
        self, session: Session, jobs: Jobs, announcer: Announcer, settings: Settings
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._announcer = announcer
        self._settings = settings
        self._quarters = Quarters(announcer, lambda n: tr("{n} percent written.", n=n))

    def save_poem(self, folder: Path) -> None:
        """Write the chosen poem to a new file in ``folder``."""
        poem = self._session.state.poem
        assert poem is not None
        self._write(folder, [poem])

    def save_all(self, folder: Path) -> None:
        """Write all poems, one after another, to one new file in ``folder``."""
        self._write(folder, [match.poem for match in self._session.state.matches])

    def give_up(self) -> bool:
        """Give up writing; True if there was anything to give up."""
        return self._jobs.cancel(LANE)

    def _write(self, folder: Path, poems: Sequence[Poem]) -> None:
        path = free_path(folder, poems[0], ".wav")

        def work(cancel: CancelToken, progress: Progress) -> Path:
            # Imported here: it is needed now and then, and the window waits for nothing.
            from ekphrasis_app.app.aloud import write_sound

            write_sound(path, poems, self._settings, progress, cancel)
            return path

        self._quarters.begin()
        self._session.become(task=Task.WRITING, progress=None)
        self._announcer.say(tr("Writing the sound file."), True)
        self._jobs.run(LANE, work, self._done, self._failed, self._progress)

    def _progress(self, done: int, total: int) -> None:
        share = self._quarters.reach(done, total)
        self._session.become(task=Task.WRITING, progress=share)

    def _done(self, path: Path) -> None:
        self._session.become(task=Task.NONE, progress=None)
        self._announcer.say(
            tr("Saved as {name} in {folder}.", name=path.name, folder=path.parent.name)
        )

    def _failed(self, error: Exception) -> None:
        self._session.become(task=Task.NONE, progress=None)
        if isinstance(error, Cancelled):
            self._announcer.say(tr("Given up."), True)
        else:
            self._session.explain(error)
