"""``bench``: figures with their units."""

import subprocess
import sys

import pytest

from ekphrasis_app.app import folders
from tests.unit.cli.conftest import Run

MODULE = """
from ekphrasis_app.app.benchmarks import Figure

def figures():
    yield Figure("first", 1.23456, "ms")
    yield Figure("second", 12.0, "MB")
"""


@pytest.fixture
def benchmark(tmp_path, monkeypatch):
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    (folder / "made_up.py").write_text(MODULE)
    (folder / "__init__.py").touch()
    monkeypatch.setattr(folders, "project_folder", lambda: tmp_path)


def test_each_figure_has_its_unit(benchmark):
    assert Run("bench", "made_up").result == "first: 1.235 ms\nsecond: 12 MB\n"


def test_the_document(benchmark):
    assert Run("bench", "made_up", "--json").document == {
        "bench": "made_up",
        "figures": {
            "first": {"value": 1.23456, "unit": "ms"},
            "second": {"value": 12.0, "unit": "MB"},
        },
    }


def test_without_a_name_it_lists_what_can_be_measured(benchmark):
    assert Run("bench").result == "made_up\n"
    assert Run("bench", "--json").document == {"benchmarks": ["made_up"]}


@pytest.mark.parametrize("name", ["nothing", "../made_up", "__init__"])
def test_an_unknown_name_is_answered_by_those_that_are_known(benchmark, name):
    run = Run("bench", name)
    assert (run.code, run.result) == (2, "")
    assert (
        run.notes == f"There is no benchmark called {name}. These can be measured: made_up.\n"
    )


def test_without_the_project_folder_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(folders, "project_folder", lambda: tmp_path)
    assert "which is not here" in Run("bench", "start").notes


def test_this_project_has_benchmarks():
    assert {"memory", "start"} <= set(Run("bench").result.split())


def test_every_benchmark_can_be_started_from_any_folder(tmp_path):
    load = "from ekphrasis_app.app import benchmarks as b; [b.module(n) for n in b.names()]"
    # As ./ekphrasis starts Python: what lies in the folder of the moment is not imported.
    run = subprocess.run([sys.executable, "-P", "-c", load], cwd=tmp_path, check=False)
    assert run.returncode == 0
