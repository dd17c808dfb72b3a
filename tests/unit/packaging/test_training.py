"""PyTorch comes without CUDA where there is no GPU, and nothing large by surprise."""

import io
import json
from pathlib import Path

import pytest
from ekphrasis_setup import training
from ekphrasis_setup.commands import Outcome
from ekphrasis_setup.problem import SetupProblem
from ekphrasis_setup.progress import Progress
from ekphrasis_setup.project import Project
from ekphrasis_setup.training import Training

CUDA = ["torch", "nvidia-cublas", "transformers"]
PLAIN = ["torch", "transformers"]


class FakePip:
    """Plans what it is told to for a plain and for a constrained installation."""

    def __init__(self, plain, constrained):
        self.plain, self.constrained = plain, constrained
        self.installed = []

    def try_install(self, what, *words):
        plan = self.constrained if "--constraint" in words else self.plain
        if plan is None:
            return Outcome(1, "ERROR: No matching distribution found")
        report = Path(words[words.index("--report") + 1])
        report.write_text(json.dumps({"install": [{"metadata": {"name": n}} for n in plan]}))
        return Outcome(0, "")

    def install(self, what, *words):
        self.installed.append(words)


class FakeEnvironment:
    """Notes what is installed into it."""

    def __init__(self):
        self.installed = []

    def has(self, extra):
        return False

    def requirement(self, extra):
        return f".[{extra}]"

    def install(self, extra, *words):
        self.installed.append((extra, *words))


@pytest.fixture
def environment():
    return FakeEnvironment()


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch):
    monkeypatch.setattr(training, "has_nvidia_gpu", lambda: False)


def make(environment, pip, said=None):
    project = Project(Path("/project"))
    return Training(project, environment, pip, Progress(said or io.StringIO()))


def test_a_plan_without_cuda_is_simply_installed(environment):
    make(environment, FakePip(PLAIN, None)).install()
    assert environment.installed == [("training",)]


def test_with_a_gpu_the_cuda_build_is_welcome(environment, monkeypatch):
    monkeypatch.setattr(training, "has_nvidia_gpu", lambda: True)
    make(environment, FakePip(CUDA, None)).install()
    assert environment.installed == [("training",)]


def test_without_a_gpu_the_pinned_cpu_build_is_taken_where_pip_finds_it(environment):
    make(environment, FakePip(CUDA, PLAIN)).install()
    ((extra, option, file),) = environment.installed
    assert (extra, option, Path(file).name) == ("training", "--constraint", "torch-cpu.txt")


def test_otherwise_nothing_is_downloaded_and_the_person_is_told_what_to_do(environment):
    pip = FakePip(CUDA, None)
    with pytest.raises(SetupProblem, match=r"setup --training --torch-index URL\.$"):
        make(environment, pip).install()
    assert environment.installed == []
    assert pip.installed == []


def test_the_tests_go_on_without_and_say_so(environment):
    said = io.StringIO()
    make(environment, FakePip(CUDA, None), said).install_for_tests()
    assert "the tests that need it will be skipped" in said.getvalue()
    assert environment.installed == []


def test_an_index_that_the_person_names_is_asked_for_pytorch_alone(environment):
    pip = FakePip(PLAIN, None)
    make(environment, pip).install("https://index.example/cpu")
    assert pip.installed == [("--index-url", "https://index.example/cpu", "torch")]


def test_the_pinned_build_cannot_be_one_with_cuda(project):
    pins = (project / "packaging/torch-cpu.txt").read_text().splitlines()
    assert [pin for pin in pins if pin and not pin.startswith("#")] == ["torch==2.13.0+cpu"]
