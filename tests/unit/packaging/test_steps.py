"""The steps together: each once, the app's own last, and no stamp before all are done."""

import io

import pytest
from ekphrasis_setup.problem import SetupProblem
from ekphrasis_setup.progress import Progress
from ekphrasis_setup.project import Project
from ekphrasis_setup.stamp import Stamp
from ekphrasis_setup.steps import SetUp, Wishes

from tests.fakes.programs import asked, make_program

PREPARE = "-P -m ekphrasis_app library prepare"


@pytest.fixture
def project(tmp_path):
    """A project with nothing to fetch, whose environment has all its packages."""
    for folder in ("weights", "assets"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "manifest.toml").write_text("format = 1\n")
    (tmp_path / "pyproject.toml").write_text("[project]")
    project = Project(tmp_path)
    make_program(project.python, str(project.venv))
    Stamp(project, "packages", [tmp_path / "pyproject.toml"]).write()
    project.library.parent.mkdir()
    project.library.touch()  # as the app's own command makes it
    return project


def set_up(project, **wishes):
    SetUp(project, Wishes(system=False, **wishes), Progress(io.StringIO())).run()


def times_prepared(project):
    return asked(project.python).count(PREPARE)


def test_a_set_up_that_was_completed_is_not_repeated(project):
    set_up(project)
    set_up(project)
    assert times_prepared(project) == 1


def test_unless_the_person_asks_for_it(project):
    set_up(project)
    set_up(project, again=True)
    assert times_prepared(project) == 2


@pytest.mark.parametrize("file", ["pyproject.toml", "weights/manifest.toml"])
def test_or_something_that_it_depends_on_changes(file, project):
    set_up(project)
    with (project.root / file).open("a") as out:
        out.write("# changed\n")
    Stamp(project, "packages", [project.root / "pyproject.toml"]).write()
    set_up(project)
    assert times_prepared(project) == 2


def test_or_the_starter_library_was_deleted(project):
    set_up(project)
    project.library.unlink()
    set_up(project)
    assert times_prepared(project) == 2


def test_a_step_that_fails_is_said_and_done_again_next_time(project):
    make_program(project.python, str(project.venv))
    script = project.python.read_text()
    project.python.write_text(script.replace("exit 0", 'case "$*" in *prepare) exit 2; esac'))
    with pytest.raises(SetupProblem, match="starter library could not be prepared"):
        set_up(project)
    project.python.write_text(script)
    set_up(project)
    assert times_prepared(project) == 2


def test_an_unknown_wish_is_refused_before_anything_is_done(project):
    with pytest.raises(SetupProblem, match="no optional entry prose"):
        set_up(project, extras=("prose",))
    assert asked(project.python) == []
