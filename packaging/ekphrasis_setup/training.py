"""PyTorch, which only training needs: without gigabytes of CUDA where there is no GPU.

On Linux the package index gives the build of PyTorch for NVIDIA GPUs, 3 GB with what it
brings. pip can't be asked first: its dry run downloads all of it where the index serves no
separate metadata. So without such a GPU only a build that is named "+cpu" is taken: the
pinned one, which pip finds where the person's pip settings name a place that has it, or
one from an index that the person names. Failing that, nothing is downloaded.
"""

import shutil
import sys
from pathlib import Path

from .environment import Environment
from .pip import Pip
from .problem import SetupProblem
from .progress import Progress
from .project import Project, has_torch

_EXTRA = "training"


class Training:
    """Installs the packages that training needs."""

    def __init__(
        self, project: Project, environment: Environment, pip: Pip, progress: Progress
    ) -> None:
        self._project = project
        self._cpu_build = project.root / "packaging/torch-cpu.txt"
        self._parity = project.root / "packaging/parity.txt"
        self._environment = environment
        self._pip = pip
        self._progress = progress

    def install(self, index: str = "") -> None:
        """Install PyTorch and the rest, PyTorch from the package index ``index`` if given.

        Raises ``SetupProblem`` if no build is to be had that suits this machine.
        """
        if index:
            self._progress.say(f"Installing PyTorch from {index}.")
            self._pip.install("PyTorch", "--index-url", index, "torch")
        if not self._try_install():
            raise SetupProblem(
                "Training needs PyTorch, and the package index has only the build for NVIDIA "
                "GPUs, 3 GB that this machine cannot use: name an index that has builds for "
                "the CPU with ./ekphrasis setup --training --torch-index URL."
            )

    def install_for_tests(self) -> None:
        """The same and what the tests compare with, or say what will be left out."""
        if self._try_install():
            self._pip.install("packages to compare with", "--no-deps", "-r", str(self._parity))
        else:
            self._progress.say(
                "PyTorch for the CPU was not found: the tests that need it will be skipped. "
                "./ekphrasis setup --training says how to have them."
            )

    def _try_install(self) -> bool:
        if not self._environment.has(_EXTRA) and not self._suitable_torch():
            return False
        self._environment.install(_EXTRA)
        return True

    def _suitable_torch(self) -> bool:
        """Whether PyTorch is there, or will be without CUDA that nothing can use."""
        if has_torch(self._project) or not gets_useless_cuda():
            return True
        self._progress.say("Looking for PyTorch for the CPU.")
        words = ("--requirement", str(self._cpu_build))
        return self._pip.try_install("PyTorch", *words).code == 0


def gets_useless_cuda() -> bool:
    """Whether the package index would give CUDA to this machine, which has no NVIDIA GPU."""
    has_gpu = Path("/proc/driver/nvidia").exists() or bool(shutil.which("nvidia-smi"))
    return sys.platform == "linux" and not has_gpu
