"""PyTorch, which only training needs: have it without gigabytes of CUDA where there is no GPU.

On x86 Linux the package index gives PyTorch with CUDA, about 3 GB that a machine without an
NVIDIA GPU cannot use. So pip is asked first what it would install (a dry run downloads next to
nothing). If that includes CUDA and there is no such GPU, the pinned build without CUDA is
tried, which pip finds where the person's pip settings name a place that has it. Failing
that, nothing is downloaded and the person decides.
"""

import json
import shutil
import tempfile
from pathlib import Path

from .environment import Environment
from .pip import Pip
from .problem import SetupProblem
from .progress import Progress
from .project import Project

_EXTRA = "training"
_CUDA = ("nvidia-", "cuda-")


class Training:
    """Installs the packages that training needs."""

    def __init__(
        self, project: Project, environment: Environment, pip: Pip, progress: Progress
    ) -> None:
        self._cpu_build = project.root / "packaging/torch-cpu.txt"
        self._environment = environment
        self._pip = pip
        self._progress = progress

    def install(self, index: str = "") -> None:
        """Install PyTorch and the rest, PyTorch from the package index ``index`` if given.

        Raises ``SetupProblem`` if only CUDA builds are to be had for a machine without a GPU.
        """
        if index:
            self._progress.say(f"Installing PyTorch from {index}.")
            self._pip.install("PyTorch", "--index-url", index, "torch")
        if not self._try_install():
            raise SetupProblem(
                "Training needs PyTorch, and the package index has only the build for NVIDIA "
                "GPUs, about 3 GB, which this machine cannot use: name an index that has CPU "
                "builds with ./ekphrasis setup --training --torch-index URL."
            )

    def install_for_tests(self) -> None:
        """The same, but where PyTorch is not to be had without CUDA, say what is left out."""
        if not self._try_install():
            self._progress.say(
                "PyTorch without CUDA was not found: the tests that need it will be skipped. "
                "./ekphrasis setup --training says how to have them."
            )

    def _try_install(self) -> bool:
        if self._environment.has(_EXTRA):
            return True
        for constraint in ((), ("--constraint", str(self._cpu_build))):
            brings = self._would_bring(*constraint)
            if brings is None:
                continue
            if has_nvidia_gpu() or not any(name.startswith(_CUDA) for name in brings):
                self._environment.install(_EXTRA, *constraint)
                return True
        return False

    def _words(self) -> tuple[str, str]:
        return ("--editable", self._environment.requirement(_EXTRA))

    def _would_bring(self, *words: str) -> list[str] | None:
        """Names of the packages that pip would install, or None if it finds no way."""
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            outcome = self._pip.try_install(
                "Looking for PyTorch",
                *("--dry-run", "--report", str(report)),
                *self._words(),
                *words,
            )
            if outcome.code:
                return None
            plan = json.loads(report.read_text(encoding="utf-8"))
        return [item["metadata"]["name"].lower() for item in plan["install"]]


def has_nvidia_gpu() -> bool:
    """Whether an NVIDIA driver is loaded or its tool is there."""
    return Path("/proc/driver/nvidia").exists() or bool(shutil.which("nvidia-smi"))
