"""Named figures, measured by the modules in ``tests/benchmarks``."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from ekphrasis_app.app import folders
from ekphrasis_app.domain.errors import InputProblem


class Figure(NamedTuple):
    """One measured number with its unit."""

    name: str
    value: float
    unit: str


def names() -> list[str]:
    """The benchmarks that there are, in the order of the alphabet."""
    return sorted(path.stem for path in _folder().glob("[a-z]*.py"))


def figures(name: str) -> Iterator[Figure]:
    """Measure; each figure comes as soon as it is known.

    A benchmark is a module ``NAME.py`` whose ``figures()`` gives ``Figure``s. Raises
    ``InputProblem`` where there is no such module.
    """
    if name not in names():
        raise InputProblem(
            "There is no benchmark called {name}.",
            "These can be measured: {names}."
            if names()
            else "The benchmarks lie in tests/benchmarks of the project, which is not here.",
            name=name,
            names=", ".join(names()),
        )
    yield from module(name).figures()


def module(name: str) -> ModuleType:
    """The module of a benchmark that there is."""
    path = _folder() / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"ekphrasis_benchmark_{name}", path)
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    # Benchmarks share helpers with the tests beside them, which are no part of the app.
    sys.path.append(str(folders.project_folder()))
    spec.loader.exec_module(found)
    return found


def _folder() -> Path:
    return folders.project_folder() / "tests" / "benchmarks"
