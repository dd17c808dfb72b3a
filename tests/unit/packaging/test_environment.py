"""The virtual environment is made when it is missing or broken, and filled once."""

import io
import sys
from pathlib import Path

import pytest
from ekphrasis_setup.environment import Environment
from ekphrasis_setup.problem import SetupProblem
from ekphrasis_setup.progress import Progress
from ekphrasis_setup.project import Project

from tests.fakes.programs import asked, make_program


class FakePip:
    """Notes what it was told to install."""

    def __init__(self):
        self.installed = []

    def install(self, what, *words):
        self.installed.append(words[-1])


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / ".venv").mkdir()
    return Project(tmp_path)


@pytest.fixture
def pip():
    return FakePip()


@pytest.fixture
def environment(project, pip):
    return Environment(project, pip, Progress(io.StringIO()))


def test_one_that_works_is_left_alone(environment, project):
    make_program(project.python, str(project.venv))
    environment.make()
    assert project.python.read_text().startswith("#!/bin/sh")


def test_where_there_is_none_one_is_made(environment, project):
    environment.make()
    assert project.python.resolve() == Path(sys.executable).resolve()
    assert (project.venv / "pyvenv.cfg").exists()


@pytest.mark.parametrize("state", ["broken", "of another folder"])
def test_one_that_does_not_work_here_is_made_anew(
    state, environment, project, tmp_path, monkeypatch
):
    prefix = "/elsewhere/.venv" if state == "of another folder" else str(project.venv)
    make_program(project.python, prefix, code=1 if state == "broken" else 0)
    python = make_program(tmp_path / "python")
    monkeypatch.setattr(sys, "executable", str(python))
    environment.make()
    assert asked(python) == [f"-m venv --clear {project.venv}"]


def test_a_python_that_cannot_make_one_is_explained(environment, tmp_path, monkeypatch):
    python = make_program(tmp_path / "python", "ensurepip is not available", 1)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(SetupProblem, match="install the package python3-venv"):
        environment.make()


def test_packages_are_installed_once(environment, project, pip):
    environment.install("")
    environment.install("")
    assert pip.installed == ["pip>=25.2", str(project.root)]


def test_and_again_when_the_list_of_them_changes(environment, project, pip):
    environment.install("test")
    (project.root / "pyproject.toml").write_text("[project] # changed")
    environment.install("test")
    assert pip.installed.count(f"{project.root}[test]") == 2


def test_those_of_the_tests_include_those_of_the_app(environment, pip):
    environment.install("test")
    assert environment.has("")
    assert not environment.has("training")
