"""``./ekphrasis test``: which checks it runs, and what it makes of their answers."""

import pytest
from ekphrasis_setup.project import Project
from ekphrasis_setup.suite import run_tests

from tests.fakes.programs import asked, make_program


@pytest.fixture
def project(tmp_path) -> Project:
    """A project whose Python notes what it was to run, and finds PyTorch."""
    project = Project(tmp_path)
    make_program(project.python)
    return project


def test_all_checks_run_in_order(project):
    assert run_tests(project, []) == 0
    assert [words for words in asked(project.python) if words.startswith("-m")] == [
        "-m ruff check .",
        "-m ruff format --check .",
        "-m mypy",
        "-m pytest",
    ]


def test_with_words_pytest_runs_alone_with_them(project):
    assert run_tests(project, ["tests/unit", "-k", "place"]) == 0
    assert asked(project.python) == ["-m pytest tests/unit -k place"]


def test_one_check_that_fails_holds_up_no_other_and_is_told(project):
    make_program(project.python, code=1)
    assert run_tests(project, []) == 1
    assert asked(project.python)[-1] == "-m pytest"
