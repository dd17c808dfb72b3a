"""The real set-up in this folder, once everything is there: nothing to do, no network."""

import subprocess
import sys

import pytest


@pytest.fixture
def set_up(project):
    if not list(project.glob(".venv/ready-*")):
        pytest.skip("this folder was not set up by ./ekphrasis")
    words = [sys.executable, str(project / "packaging/set_up.py"), "setup"]
    return lambda: subprocess.run(words, capture_output=True, text=True, check=False)


def test_when_all_is_there_the_set_up_does_nothing_and_needs_no_network(set_up, project):
    def made():
        folders = [project / "weights/fetched", project / "assets/fetched"]
        return {f: f.stat().st_mtime_ns for top in folders for f in top.rglob("*")}

    before = made()
    ended = set_up()
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.splitlines()[-1] == "Everything is set up. ./ekphrasis opens the app."
    assert "Downloading" not in ended.stderr
    assert made() == before
