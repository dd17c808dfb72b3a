"""The virtual environment in ``.venv`` and the Python packages in it."""

import subprocess
import sys
from pathlib import Path

from .commands import run
from .pip import Pip
from .problem import SetupProblem, disk_is_full
from .progress import Progress
from .project import Project
from .stamp import Stamp

_PIP = "pip>=25.2"
"""The first pip that goes on with a download that broke off, and whose progress can be read."""


_WHAT = {
    "": "Python packages",
    "test": "Python packages for the tests",
    "training": "Python packages for training",
}
"""The extras of ``pyproject.toml``, as the person reads them."""


class Environment:
    """Makes ``.venv`` and installs packages into it."""

    def __init__(self, project: Project, pip: Pip, progress: Progress) -> None:
        self._project = project
        self._pip = pip
        self._progress = progress

    def make(self) -> None:
        """Make the environment if it is missing or does not work. Raises ``SetupProblem``."""
        if self._works():
            return
        self._progress.say(f"Making a virtual environment in {self._project.venv}.")
        words = [sys.executable, "-m", "venv", "--clear", str(self._project.venv)]
        outcome = run(words, self._project.log)
        if "No space left on device" in outcome.output:
            raise disk_is_full()
        if outcome.code:
            raise SetupProblem(
                f"Python could not make a virtual environment ({self._project.log} says why): "
                "install the package python3-venv, or Python 3.11 or newer with venv and pip, "
                "and run the same command again."
            )

    def has(self, extra: str) -> bool:
        """Whether the packages of ``extra`` ("" for none) were installed as they are listed."""
        enough = (extra,) if extra else _WHAT  # each extra brings the app's own packages, too
        return any(self._stamp(name).is_fresh() for name in enough)

    def install(self, extra: str) -> None:
        """Install Ekphrasis with the packages of ``extra``. Raises ``SetupProblem``."""
        if self.has(extra):
            return
        what = _WHAT[extra]
        self._progress.say(f"Installing {what}.")
        self._pip.install(what, _PIP)
        root = str(self._project.root)
        self._pip.install(what, "--editable", f"{root}[{extra}]" if extra else root)
        self._stamp(extra).write()

    def _stamp(self, extra: str) -> Stamp:
        name = f"packages-{extra}" if extra else "packages"
        return Stamp(self._project, name, [self._project.root / "pyproject.toml"])

    def _works(self) -> bool:
        """Whether its Python starts, is in this folder and has pip."""
        if not self._project.python.exists():
            return False
        words = [str(self._project.python), "-c", "import pip, sys; print(sys.prefix)"]
        answer = subprocess.run(words, capture_output=True, text=True, check=False)
        return answer.returncode == 0 and Path(answer.stdout.strip()) == self._project.venv
