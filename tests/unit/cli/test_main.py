"""The command line as a whole: help, errors, stopping, and what it does not load."""

import os
import subprocess
import sys

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.cli import window
from ekphrasis_app.cli.main import main
from ekphrasis_app.domain.errors import Cancelled
from tests.unit.cli.conftest import Run

COMMANDS = [["recite"], ["library", "list"], ["evaluate"], ["bench"], ["doctor"]]


def ekphrasis(*words, **more):
    return subprocess.run(
        [sys.executable, "-m", "ekphrasis_app", *words],
        capture_output=True,
        text=True,
        timeout=60,
        **more,
    )


@pytest.mark.parametrize("words", [["--help"], *([*words, "--help"] for words in COMMANDS)])
def test_help_goes_to_standard_output(words, capsys):
    assert main(words) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("usage: ekphrasis")
    assert captured.err == ""


def test_help_loads_nothing_slow():
    code = (
        "import sys; from ekphrasis_app.cli.main import main; main(['--help']);"
        "slow = {'numpy', 'PIL', 'onnx', 'onnxruntime', 'torch', 'PySide6', 'sounddevice'};"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stderr.strip() == "[]"


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("Ekphrasis 0.")


def test_every_command_is_in_the_help(capsys):
    main(["--help"])
    shown = capsys.readouterr().out
    for name in ("recite", "library", "evaluate", "bench", "doctor", "setup", "test"):
        assert f"\n    {name} " in shown


def test_without_words_the_window_opens(monkeypatch):
    opened = []
    monkeypatch.setattr("ekphrasis_app.cli.window.open_window", opened.append)
    for words in ([], ["a painting.jpg"], ["./plain"]):
        main(words)
    assert [str(picture) for picture in opened] == ["None", "a painting.jpg", "plain"]


def test_two_pictures_are_one_too_many():
    run = Run("a.jpg", "b.jpg")
    assert run.code == 2
    assert run.notes.startswith("The window opens one picture at a time.")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_there_is_a_sentence_and_no_crash(monkeypatch):
    for name in window.SCREENS:
        monkeypatch.delenv(name, raising=False)
    run = Run()
    assert run.code == 1
    assert run.notes == (
        "There is no screen to open the window on. "
        "Start it on a desktop, or use: ekphrasis recite PICTURE --speak\n"
    )


@pytest.mark.parametrize("words", [["recti"], ["recti", "a.jpg"]])
def test_a_mistyped_command_is_put_right(words):
    run = Run(*words)
    assert run.code == 2
    assert (
        run.notes
        == "There is no command and no picture called recti. Perhaps you meant recite.\n"
    )


def test_a_word_like_no_other_is_referred_to_the_help():
    assert "--help lists the commands" in Run("xyzzy").notes


def test_a_group_without_its_second_word_says_so():
    run = Run("library")
    assert run.code == 2
    assert "COMMAND" in run.notes


def test_a_bug_is_one_sentence_and_its_traceback_is_in_the_log(monkeypatch, warnings_logged):
    def broken():
        raise RuntimeError("the wheel came off")

    monkeypatch.setattr("ekphrasis_app.app.benchmarks.names", broken)
    warnings_logged.expect("unexpected error")
    run = Run("bench")
    assert run.code == 1
    assert (
        run.notes
        == f"Something went wrong inside Ekphrasis. Details are in {folders.log_path()}.\n"
    )
    assert "the wheel came off" in folders.log_path().read_text()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, Cancelled])
def test_stopping_is_one_sentence(monkeypatch, stop):
    def stopped(settings):
        raise stop

    monkeypatch.setattr("ekphrasis_app.app.doctor.examine", stopped)
    run = Run("doctor")
    assert (run.code, run.notes) == (130, "Stopped.\n")


def test_a_reader_that_leaves_early_is_no_error():
    run = subprocess.run(
        f"{sys.executable} -m ekphrasis_app bench --json | true; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_what_a_library_prints_does_not_reach_the_document(monkeypatch, capfd):
    def chatty(name):
        print("a library says hello")
        yield from ()

    monkeypatch.setattr("ekphrasis_app.app.benchmarks.figures", chatty)
    assert main(["bench", "start", "--json"]) == 0
    captured = capfd.readouterr()
    assert captured.out == '{\n  "bench": "start",\n  "figures": {}\n}\n'
    assert "hello" in captured.err


def test_letters_survive_a_terminal_that_knows_none(tmp_path):
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = ekphrasis("recite", str(tmp_path / "Zoë.png"), env=env, encoding="utf-8")
    assert run.returncode == 2
    assert run.stderr.startswith("There is no file Zoë.png.")


@pytest.mark.parametrize("name", ["setup", "test"])
def test_set_up_and_tests_are_handed_over_word_for_word(monkeypatch, name):
    handed = []

    def run(command, check):
        handed.append(command)
        return subprocess.CompletedProcess(command, 7)

    monkeypatch.setattr(subprocess, "run", run)
    assert main([name, "--training", "x"]) == 7
    ((_, script, *words),) = handed
    assert script.endswith("set_up.py")
    assert words == [name, "--training", "x"]


def test_without_the_project_folder_set_up_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(folders, "project_folder", lambda: tmp_path)
    run = Run("setup")
    assert run.code == 1
    assert "set_up.py is missing" in run.notes
