"""The models on this computer, as a person changes them in the window: in the background."""

from collections.abc import Callable
from pathlib import Path

from ekphrasis_app.app import shelf
from ekphrasis_app.app.finder import Finder
from ekphrasis_app.app.jobs import Jobs, Work
from ekphrasis_app.app.quarters import Quarters
from ekphrasis_app.app.session import GETTING_READY, LANE, Session
from ekphrasis_app.app.state import Task
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, SettingsProblem
from ekphrasis_app.models.bundles import Installed
from ekphrasis_app.models.offers import Offer
from ekphrasis_app.ports import Announcer, Progress
from ekphrasis_app.settings import Settings
from ekphrasis_app.wording import tr

COMING = "model"
"""The lane of what takes long: one model at a time is fetched or taken in."""
CHECKING = "bundle"
USING = "use"
"""Not the lane of checking: who has a model checked meanwhile still wants the other one."""
REMOVING = "removing"
"""Before the name: each removal is told, and a second one hurries none."""

Watcher = Callable[[str], None]


class OwnModels:
    """Fetches, takes in, checks, uses and removes models, and says what comes of it."""

    def __init__(
        self,
        session: Session,
        finder: Finder,
        jobs: Jobs,
        announcer: Announcer,
        settings: Settings,
    ) -> None:
        self._session = session
        self._finder = finder
        self._jobs = jobs
        self._announcer = announcer
        self._settings = settings
        self._watchers: list[Watcher] = []
        self._quarters = Quarters(announcer, lambda n: tr("{n} percent fetched.", n=n))
        self._fetching = False
        self.coming = ""
        """What is being fetched or taken in, or nothing."""

    def watch(self, watcher: Watcher) -> None:
        """Call ``watcher(name)`` when models have changed: a new one's name, or nothing."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Do not call ``watcher`` any more."""
        self._watchers.remove(watcher)

    def use(self, name: str) -> None:
        """Have the model find the poems from now on, once it is known to work here."""

        def done(_bundle: Installed) -> None:
            try:
                shelf.there(name)
                sentence = tr("{name} finds the poems from the next picture on.", name=name)
                self._announcer.say(sentence, True)
                self._settings.set(shelf.IN_USE, name)
            except (BundleProblem, SettingsProblem) as problem:
                # It may have been removed while it was checked.
                self._session.explain(problem)

        self._look_at(name, USING, shelf.usable, done)

    def check(self, name: str) -> None:
        """Say whether the model is complete and unaltered."""

        def done(_bundle: Installed) -> None:
            self._announcer.say(tr("{name} is complete and unaltered.", name=name))

        self._look_at(name, CHECKING, shelf.verify, done)

    def fetch(self, offer: Offer) -> None:
        """Fetch a model over the network; only after the person was asked."""

        def work(cancel: CancelToken, progress: Progress) -> Installed:
            return shelf.install(offer.bundle, progress, offer.name, cancel=cancel)

        sentence = tr(
            "Fetching {name}. Escape, pressed among the poems, stops it.", name=offer.bundle
        )
        self._begin(Task.FETCHING, offer.bundle, sentence, work)

    def take_in(self, path: Path, source: str = "") -> None:
        """Take in a model or weights; ``source`` tells whose they are where they do not."""

        def work(cancel: CancelToken, _progress: Progress) -> Installed:
            return shelf.take_in(path, source=source, beside=True, cancel=cancel)

        self._begin(Task.TAKING_IN, path.name, tr("Adding {name}.", name=path.name), work)

    def give_up(self) -> bool:
        """Stop what is being fetched or taken in; True if there was any.

        It is said at once: a server that is silent is waited for by nobody.
        """
        if not self._jobs.cancel(COMING, superseded=True):
            return False
        kept = tr("What has come is kept for the next time.") if self._fetching else ""
        self._end()
        self._announcer.say(f"{tr('Given up.')} {kept}".strip(), True)
        self._tell("")
        return True

    def remove(self, name: str) -> None:
        """Delete a model of the person's own; the usual one first takes over if it is in use.

        Raises ``BundleProblem`` where there is none of that name, and ``SettingsProblem``
        where the change could not be saved; nothing is deleted then.
        """
        folder = shelf.there(name).folder
        other = shelf.fall_back(name, self._settings)
        # It may be at work still though another one was chosen for the next picture.
        if at_work := bool(other) or self._finder.loaded == folder:
            for lane in (LANE, GETTING_READY):
                self._jobs.cancel(lane)

        def work(_cancel: CancelToken, _progress: Progress) -> Installed:
            if at_work:
                self._finder.let_go()
            return shelf.delete(name)

        def failed(error: Exception) -> None:
            self._tell("")
            self._session.explain(error)

        lane = f"{REMOVING} {name}"
        self._jobs.run(lane, work, lambda _: self._gone(name, other), failed)

    def _gone(self, name: str, other: str) -> None:
        try:
            # It may have been taken again while it went.
            other = shelf.fall_back(name, self._settings) or other
        except SettingsProblem as problem:
            self._session.explain(problem)
        self._tell("")
        self._announcer.say(_removed(name, other))

    def _look_at(
        self,
        name: str,
        lane: str,
        look: Callable[[str], Installed],
        done: Callable[[Installed], None],
    ) -> None:
        """Say so first: hundreds of megabytes take seconds to be read."""
        self._announcer.say(tr("Checking {name}.", name=name), True)
        self._jobs.run(lane, lambda *_: look(name), done, self._session.explain)

    def _begin(self, task: Task, name: str, sentence: str, work: Work[Installed]) -> None:
        if self.coming:
            self._announcer.say(
                tr("{name} is still on its way. Stop that first.", name=self.coming), True
            )
            return
        self.coming = name
        self._fetching = task is Task.FETCHING
        self._quarters.begin()
        self._session.become(task=task, progress=None)
        self._announcer.say(sentence, True)
        self._jobs.run(COMING, work, self._here, self._failed, self._progress)

    def _progress(self, done: int, total: int) -> None:
        share = self._quarters.reach(done, total)
        if share == 1.0:
            self._announcer.say(tr("All of it has come. The model is being made ready."))
            self._session.become(task=Task.TAKING_IN, progress=None)
        else:
            # Whole percents: a new state for each piece would keep the window busy.
            told = None if share is None else int(100 * share) / 100
            self._session.become(task=Task.FETCHING, progress=told)

    def _here(self, bundle: Installed) -> None:
        self._end()
        self._tell(bundle.name)
        self._announcer.say(
            tr(
                "The model {name} is here. Enter in the list of models takes it.",
                name=bundle.name,
            )
        )

    def _failed(self, error: Exception) -> None:
        self._end()
        self._tell("")
        self._session.explain(error)

    def _end(self) -> None:
        self.coming = ""
        if self._session.state.task in (Task.FETCHING, Task.TAKING_IN):
            self._session.become(task=Task.NONE, progress=None)

    def _tell(self, name: str) -> None:
        for watcher in list(self._watchers):
            watcher(name)


def _removed(name: str, other: str) -> str:
    if other:
        return tr("{name} was removed. {other} finds the poems now.", name=name, other=other)
    return tr("{name} was removed.", name=name)
