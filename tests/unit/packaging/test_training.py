"""PyTorch comes without CUDA where there is no GPU, and nothing large by surprise."""

import io

import pytest
from ekphrasis_setup import training
from ekphrasis_setup.commands import Outcome
from ekphrasis_setup.problem import SetupProblem
from ekphrasis_setup.progress import Progress
from ekphrasis_setup.project import Project
from ekphrasis_setup.training import Training

from tests.fakes.programs import make_program


class FakePip:
    """Finds the build for the CPU or doesn't; notes what it was told to install."""

    def __init__(self, has_cpu_build):
        self.has_cpu_build = has_cpu_build
        self.asked = []

    def try_install(self, what, *words):
        self.asked.append(words[-1].rpartition("/")[2])
        return Outcome(0 if self.has_cpu_build else 1, "")

    def install(self, what, *words):
        self.asked.append(" ".join(words))


class FakeEnvironment:
    """Notes which extras are installed into it."""

    def __init__(self):
        self.extras = []

    def has(self, extra):
        return extra in self.extras

    def install(self, extra):
        self.extras.append(extra)


@pytest.fixture
def environment():
    return FakeEnvironment()


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch):
    monkeypatch.setattr(training, "gets_useless_cuda", lambda: True)


@pytest.fixture
def make(environment, tmp_path):
    def make(pip, said=None, has_torch=False):
        project = Project(tmp_path)
        make_program(project.python, code=0 if has_torch else 1)
        return Training(project, environment, pip, Progress(said or io.StringIO()))

    return make


def test_without_a_gpu_the_pinned_build_for_the_cpu_is_taken(make, environment):
    pip = FakePip(has_cpu_build=True)
    make(pip).install()
    assert pip.asked == ["torch-cpu.txt"]
    assert environment.extras == ["training"]


def test_where_that_is_not_found_nothing_is_downloaded_and_the_way_out_is_said(
    make, environment
):
    pip = FakePip(has_cpu_build=False)
    with pytest.raises(SetupProblem, match=r"setup --training --torch-index URL\.$"):
        make(pip).install()
    assert environment.extras == []
    assert pip.asked == ["torch-cpu.txt"]


def test_the_tests_go_on_without_and_say_so(make, environment):
    said = io.StringIO()
    make(FakePip(has_cpu_build=False), said).install_for_tests()
    assert "the tests that need it will be skipped" in said.getvalue()
    assert environment.extras == []


def test_the_tests_bring_what_they_compare_with_and_nothing_behind_it(make, environment):
    pip = FakePip(has_cpu_build=True)
    make(pip).install_for_tests()
    assert pip.asked[-1].startswith("--no-deps -r")
    assert pip.asked[-1].endswith("parity.txt")


def test_a_build_that_is_already_there_is_kept(make, environment):
    pip = FakePip(has_cpu_build=False)
    make(pip, has_torch=True).install()
    assert pip.asked == []
    assert environment.extras == ["training"]


def test_where_cuda_is_of_use_or_never_comes_the_package_index_decides(
    make, environment, monkeypatch
):
    monkeypatch.setattr(training, "gets_useless_cuda", lambda: False)
    pip = FakePip(has_cpu_build=False)
    make(pip).install()
    assert pip.asked == []
    assert environment.extras == ["training"]


def test_an_index_that_the_person_names_is_asked_for_pytorch_alone(make):
    pip = FakePip(has_cpu_build=True)
    make(pip).install("https://index.example/cpu")
    assert pip.asked[0] == "--index-url https://index.example/cpu torch"


def test_the_pinned_build_cannot_be_one_with_cuda(project):
    pins = (project / "packaging/torch-cpu.txt").read_text().splitlines()
    assert [pin for pin in pins if pin and not pin.startswith("#")] == ["torch==2.13.0+cpu"]
