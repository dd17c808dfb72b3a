"""The whole set-up, step by step; each step does nothing when nothing is missing."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import system
from .environment import Environment
from .fetch import RECEIPT, Fetcher, is_complete
from .manifest import wanted_entries
from .pip import Pip
from .problem import OURS, PERSON, SetupProblem
from .progress import Progress
from .project import Project
from .stamp import Stamp
from .system_packages import needs
from .training import Training


@dataclass(frozen=True)
class Wishes:
    """What the person asked for beyond the app itself."""

    tests: bool = False
    training: bool = False
    torch_index: str = ""
    stick: Path | None = None
    extras: tuple[str, ...] = ()
    system: bool = True
    again: bool = False


class SetUp:
    """Sets up what is missing in ``project``."""

    def __init__(self, project: Project, wishes: Wishes, progress: Progress) -> None:
        self._project = project
        self._wishes = wishes
        self._progress = progress
        self._entries = wanted_entries(project.manifests, wishes.extras)
        self._pip = Pip(project, progress)
        self._environment = Environment(project, self._pip, progress)

    def run(self) -> None:
        """Make everything ready, or raise ``SetupProblem`` or ``OSError``."""
        if self._is_done() and not self._wishes.again:
            return
        if self._wishes.system:
            self._install_system_packages()
        self._environment.make()
        self._environment.install("test" if self._wishes.tests else "")
        self._install_training()
        self._fetch()
        self._prepare_library()
        self._stamp().write()

    def _install_system_packages(self) -> None:
        if sys.platform != "linux":
            return
        wanted = needs(for_tests=self._wishes.tests)
        if not system.has_apt():
            self._progress.say(
                "This is not Debian or Ubuntu: README.md lists the system libraries that "
                "Ekphrasis needs; the set-up goes on without looking for them."
            )
        elif absent := system.missing(wanted):
            system.Apt(self._progress, self._project.log).install(absent)

    def _install_training(self) -> None:
        training = Training(self._project, self._environment, self._pip, self._progress)
        if self._wishes.training:
            training.install(self._wishes.torch_index)
        elif self._wishes.tests:
            training.install_for_tests()

    def _fetch(self) -> None:
        for fetched, entry in self._entries:
            if not is_complete(entry, fetched):
                stick = self._wishes.stick
                Fetcher(fetched, self._pip, self._progress, stick).fetch(entry)

    def _prepare_library(self) -> None:
        """The app's own command; it knows what is missing and says how far it is."""
        words = [str(self._project.python), "-P", "-m", "ekphrasis_app", "library", "prepare"]
        if code := subprocess.run(words, stdout=sys.stderr, check=False).returncode:
            raise SetupProblem(
                "The starter library could not be prepared, for the reason above: what is "
                "already there is kept; run the same command again.",
                PERSON if code == PERSON else OURS,
            )

    def _is_done(self) -> bool:
        return self._project.library.exists() and self._stamp().is_fresh()

    def _stamp(self) -> Stamp:
        project, wishes = self._project, self._wishes
        name = "training" if wishes.training else "test" if wishes.tests else "app"
        receipts = [fetched / entry.name / RECEIPT for fetched, entry in self._entries]
        return Stamp(project, name, [*project.decisive_files, *receipts])
