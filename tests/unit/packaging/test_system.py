"""System packages: what is missing is said, installed if we may, else asked for."""

import io
import os

import pytest
from ekphrasis_setup import system
from ekphrasis_setup.problem import SetupProblem
from ekphrasis_setup.progress import Progress
from ekphrasis_setup.system_packages import Need, needs

from tests.fakes.programs import asked, make_program

NEEDS = [
    Need("to draw", (("libdraw-t64", "libdraw"), ("libline",))),
    Need("to speak", (("libvoice",),)),
]
KNOWN = "libdraw:\n  Candidate: 1.0"
UNKNOWN = "libdraw:\n  Candidate: (none)"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder of programs that is the whole PATH, with the shell's own few."""
    folder = tmp_path / "bin"
    for name in ("apt-get", "dpkg-query", "apt-cache"):
        make_program(folder / name)
    for name in ("sh", "cat", "env"):
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def said():
    return io.StringIO()


@pytest.fixture
def manager(tmp_path, said):
    return system.Apt(Progress(said), tmp_path / "log")


def run_as(monkeypatch, user):
    monkeypatch.setattr(os, "geteuid", lambda: user)


def test_a_package_counts_as_installed_under_any_of_its_names(programs):
    make_program(programs / "dpkg-query", "ii  libdraw\nii  libvoice\nun  libline")
    assert system.missing(NEEDS) == [Need("to draw", (("libline",),))]


def test_nothing_is_missing_when_all_is_installed(programs):
    make_program(programs / "dpkg-query", "ii  libdraw-t64\nii  libvoice\nii  libline")
    assert system.missing(NEEDS) == []


def test_what_is_missing_can_be_listed_by_the_names_of_this_release(programs):
    make_program(programs / "dpkg-query", "ii  libvoice")
    make_program(programs / "apt-cache", KNOWN)
    assert system.missing_names(NEEDS) == ["libdraw-t64", "libline"]


def test_on_another_system_nothing_is_listed(programs):
    (programs / "dpkg-query").unlink()
    assert system.missing_names(NEEDS) == []


def test_root_has_them_installed_and_hears_which_and_why(programs, manager, said, monkeypatch):
    run_as(monkeypatch, 0)
    make_program(programs / "apt-cache", KNOWN)
    manager.install(NEEDS)
    assert said.getvalue().splitlines() == [
        "Installing system packages to draw: libdraw-t64, libline.",
        "Installing system packages to speak: libvoice.",
    ]
    update, install = asked(programs / "apt-get")
    assert update.startswith("update")
    assert install.startswith("install -y --no-install-recommends")
    assert install.endswith("libdraw-t64 libline libvoice")


def test_a_name_that_this_release_does_not_know_is_not_asked_for(
    programs, manager, monkeypatch
):
    run_as(monkeypatch, 0)
    make_program(programs / "apt-cache", UNKNOWN)
    manager.install(NEEDS)
    assert asked(programs / "apt-get")[1].endswith("libdraw libline libvoice")


def test_sudo_is_used_where_it_asks_for_no_password(programs, manager, monkeypatch):
    run_as(monkeypatch, 1000)
    make_program(programs / "sudo")
    manager.install(NEEDS)
    assert [words.split()[:3] for words in asked(programs / "sudo")] == [
        ["-n", "true"],
        ["-n", "env", "DEBIAN_FRONTEND=noninteractive"],
        ["-n", "env", "DEBIAN_FRONTEND=noninteractive"],
    ]


@pytest.mark.parametrize("sudo", [None, 1])
def test_otherwise_the_one_command_is_printed(sudo, programs, manager, monkeypatch):
    run_as(monkeypatch, 1000)
    if sudo is not None:
        make_program(programs / "sudo", "a password is required", sudo)
    with pytest.raises(SetupProblem) as failure:
        manager.install(NEEDS)
    assert str(failure.value).splitlines()[1] == (
        "sudo apt-get update && "
        "sudo apt-get install -y --no-install-recommends libdraw libline libvoice"
    )
    assert failure.value.exit_code == 2
    assert asked(programs / "apt-get") == []


@pytest.mark.parametrize(
    "output, sentence",
    [
        ("Err: Temporary failure resolving 'mirror'", "connect this machine to the network"),
        ("E: You don't have enough free space in /var/cache", "The disk is full"),
        ("E: Something held", "says why"),
    ],
)
def test_a_failed_installation_ends_in_a_sentence(
    output, sentence, programs, manager, monkeypatch
):
    run_as(monkeypatch, 0)
    make_program(programs / "apt-get", output, 100)
    with pytest.raises(SetupProblem, match=sentence):
        manager.install(NEEDS)


def test_the_tests_need_more_than_the_app():
    app = {need.purpose for need in needs(for_tests=False)}
    assert app < {need.purpose for need in needs(for_tests=True)}
