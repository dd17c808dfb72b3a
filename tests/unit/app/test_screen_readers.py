"""Whether a screen reader seems to run."""

import subprocess

import pytest

from ekphrasis_app.app import screen_readers


def processes(folder, *names):
    for number, name in enumerate(names, 100):
        (folder / str(number)).mkdir()
        (folder / str(number) / "comm").write_text(name + "\n")
    (folder / "uptime").touch()
    return folder


@pytest.mark.parametrize(
    ("names", "found"),
    [(["bash", "orca"], "Orca"), (["bash", "orcad", "xorca"], ""), ([], "")],
)
def test_on_linux_orca_is_found_by_its_process(tmp_path, names, found):
    assert screen_readers._on_linux(processes(tmp_path, *names)) == found


def test_a_process_that_ends_meanwhile_is_passed_over(tmp_path):
    processes(tmp_path, "orca")
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "comm").symlink_to(tmp_path / "gone")
    assert screen_readers._on_linux(tmp_path) == "Orca"


@pytest.mark.parametrize(("code", "found"), [(0, "VoiceOver"), (1, "")])
def test_on_a_mac_voiceover_is_asked_for(monkeypatch, code, found):
    monkeypatch.setattr(screen_readers.sys, "platform", "darwin")
    monkeypatch.setattr(
        subprocess, "run", lambda words, **more: subprocess.CompletedProcess(words, code)
    )
    assert screen_readers.running() == found
