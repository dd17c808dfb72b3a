"""``./ekphrasis`` itself: a real shell, a real stamp, a program that plays the app's Python."""

import os
import shutil
import subprocess
import sys

import pytest
from ekphrasis_setup.project import Project
from ekphrasis_setup.stamp import Stamp

from tests.fakes.programs import asked, make_program


@pytest.fixture
def copy(project, tmp_path):
    """A copy of the project as a fresh clone has it, whose environment is a recording one."""
    root = tmp_path / "a folder"
    for part in (
        "packaging",
        "weights/manifest.toml",
        "assets/manifest.toml",
        "pyproject.toml",
    ):
        source, target = project / part, root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copy(project / "ekphrasis", root)
    copied = Project(root)
    make_program(copied.python, "the app")
    copied.library.parent.mkdir(parents=True)
    copied.library.touch()
    return copied


def stamp(copy):
    Stamp(copy, "app", copy.decisive_files).write()


def launch(copy, *words, **variables):
    return subprocess.run(
        [copy.root / "ekphrasis", *words], capture_output=True, text=True, check=False,
        cwd="/", env={"PATH": os.environ["PATH"], **variables},
    )  # fmt: skip


def test_when_nothing_is_missing_the_app_starts_at_once_with_all_words(copy):
    stamp(copy)
    ended = launch(copy, "recite", "a picture.jpg", "--json")
    assert ended.stdout == "the app\n"
    assert asked(copy.python) == ["-P -m ekphrasis_app recite a picture.jpg --json"]


def test_it_is_found_through_a_link(copy, tmp_path):
    stamp(copy)
    (tmp_path / "link").symlink_to(copy.root / "ekphrasis")
    assert subprocess.run([tmp_path / "link"], capture_output=True, check=True).stdout


@pytest.mark.parametrize("change", ["nothing was set up", "file", "folder", "library"])
def test_otherwise_the_set_up_runs_first(change, copy, tmp_path):
    if change != "nothing was set up":
        stamp(copy)
    if change == "file":
        (copy.root / "weights/manifest.toml").write_text("format = 1")
    if change == "library":
        copy.library.unlink()
    if change == "folder":
        copy = Project(copy.root.rename(tmp_path / "moved"))
    python = make_program(tmp_path / "python")
    launch(copy, "recite", "a picture.jpg", EKPHRASIS_PYTHON=str(python))
    assert asked(python)[-1] == f"{copy.root}/packaging/set_up.py recite a picture.jpg"
    assert asked(copy.python) == []


def test_without_a_new_enough_python_one_sentence_says_so(copy, tmp_path):
    bare = tmp_path / "bare"
    for name in ("sh", "readlink", "dirname"):
        (bare / name).parent.mkdir(exist_ok=True)
        (bare / name).symlink_to(shutil.which(name))
    ended = launch(copy, PATH=str(bare))
    assert ended.returncode == 2
    assert ended.stderr.startswith("Ekphrasis needs Python 3.11 or newer: install it")
    assert len(ended.stderr.splitlines()) == 1


def test_help_needs_no_set_up(copy):
    shutil.rmtree(copy.venv)
    ended = launch(copy, "--help", EKPHRASIS_PYTHON=sys.executable)
    assert ended.returncode == 0
    assert "./ekphrasis test" in ended.stdout
    assert not copy.venv.exists()


def test_a_wrong_word_of_setup_is_the_persons_error(copy):
    ended = launch(copy, "setup", "--nonsense", EKPHRASIS_PYTHON=sys.executable)
    assert ended.returncode == 2
    assert "--nonsense" in ended.stderr


def test_a_stick_that_is_not_there_is_said(copy):
    ended = launch(copy, "setup", "--from", "/no/stick", EKPHRASIS_PYTHON=sys.executable)
    assert (ended.returncode, ended.stderr) == (
        2,
        "There is no folder /no/stick: check its name.\n",
    )
