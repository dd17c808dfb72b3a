"""Where things lie in the project folder."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_LOOK = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"


@dataclass(frozen=True)
class Project:
    """The folder that Ekphrasis was unpacked or cloned into."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The virtual environment's Python."""
        if os.name == "nt":
            return self.venv / "Scripts" / "python.exe"
        return self.venv / "bin" / "python"

    @property
    def log(self) -> Path:
        """What pip and the package manager printed."""
        return self.root / "build" / "setup.log"

    @property
    def manifests(self) -> tuple[Path, ...]:
        """The manifests of what is fetched; each entry goes to ``fetched`` beside it."""
        return (self.root / "weights/manifest.toml", self.root / "assets/manifest.toml")

    @property
    def decisive_files(self) -> tuple[Path, ...]:
        """If one of these changes, there may be something to set up."""
        set_up = sorted((self.root / "packaging/ekphrasis_setup").glob("*.py"))
        bundle = self.root / "weights/starter/bundle.toml"
        return (self.root / "pyproject.toml", *self.manifests, bundle, *set_up)

    @property
    def library(self) -> Path:
        """The starter library with its poem embeddings, made at the end of the set-up."""
        return self.root / "assets/fetched/library.sqlite3"


def has_torch(project: Project) -> bool:
    """Whether PyTorch is in the virtual environment."""
    words = [str(project.python), "-c", _LOOK]
    return subprocess.run(words, check=False).returncode == 0
