"""pip's output becomes few lines, its failures one sentence. A program plays pip."""

import io

import pytest
from ekphrasis_setup.pip import Pip
from ekphrasis_setup.problem import SetupProblem, SourceFailed
from ekphrasis_setup.progress import Progress
from ekphrasis_setup.project import Project

from tests.fakes.programs import asked, make_program

NO_NETWORK = (
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...: "
    "Failed to establish a new connection)'\nERROR: No matching distribution found for verse"
)
NO_SPACE = (
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
)


@pytest.fixture
def said():
    return io.StringIO()


@pytest.fixture
def pip(tmp_path, said):
    return Pip(Project(tmp_path), Progress(said))


def pip_prints(folder, output, code=0):
    return make_program(Project(folder).python, output, code)


def test_only_large_downloads_are_worth_a_line(pip, said, tmp_path):
    pip_prints(
        tmp_path,
        "Collecting numpy\n"
        "Downloading numpy-2.1.0-cp311-cp311-manylinux_2_28_x86_64.whl (16.3 MB)\n"
        "Downloading six-1.17.0-py3-none-any.whl (11 kB)\n"
        "Downloading torch-2.13.0-cp311.whl.metadata (1.1 MB)\n"
        "Downloading giant-1.0-py3-none-any.whl (1.2 GB)",
    )
    pip.install("Python packages", "numpy")
    assert said.getvalue().splitlines() == [
        "Downloading numpy 2.1.0, 16.3 MB.",
        "Downloading giant 1.0, 1.2 GB.",
    ]


@pytest.mark.parametrize(
    "output, sentence, code",
    [
        (NO_NETWORK, "The package index cannot be reached: connect this machine", 2),
        (NO_SPACE, "The disk is full: free some space", 2),
        ("ERROR: something odd", "setup.log says why; please report it", 1),
    ],
)
def test_a_failed_installation_ends_in_one_sentence(output, sentence, code, pip, tmp_path):
    pip_prints(tmp_path, output, 1)
    with pytest.raises(SetupProblem, match=sentence) as failure:
        pip.install("Python packages", "numpy")
    assert failure.value.exit_code == code
    assert "\n" not in str(failure.value)


def test_all_that_pip_printed_is_in_the_log(pip, tmp_path):
    pip_prints(tmp_path, "Something long and odd", 1)
    with pytest.raises(SetupProblem):
        pip.install("Python packages", "numpy")
    assert "Something long and odd" in Project(tmp_path).log.read_text()


def test_a_download_installs_builds_and_resolves_nothing(pip, tmp_path):
    program = pip_prints(tmp_path, "")
    pip.download("verse", "1.0", tmp_path, lambda done, whole: None)
    (words,) = asked(program)
    assert " download " in words
    assert "--no-deps --only-binary :all:" in words
    assert words.endswith("verse==1.0")


def test_a_download_reports_how_far_it_is(pip, tmp_path):
    pip_prints(tmp_path, "Progress 0 of 200\nProgress 150 of 200")
    reports = []
    pip.download("verse", "1.0", tmp_path, lambda *step: reports.append(step))
    assert reports == [(0, 200), (150, 200)]


@pytest.mark.parametrize(
    "output, reason",
    [
        (NO_NETWORK, "cannot be reached"),
        ("ERROR: No matching distribution found for verse", "does not have it"),
    ],
)
def test_a_failed_download_lets_the_next_source_try(output, reason, pip, tmp_path):
    pip_prints(tmp_path, output, 1)
    with pytest.raises(SourceFailed, match=reason):
        pip.download("verse", "1.0", tmp_path, lambda done, whole: None)


def test_no_other_source_is_tried_on_a_full_disk(pip, tmp_path):
    pip_prints(tmp_path, NO_SPACE, 1)
    with pytest.raises(SetupProblem, match="The disk is full") as failure:
        pip.download("verse", "1.0", tmp_path, lambda done, whole: None)
    assert not isinstance(failure.value, SourceFailed)
