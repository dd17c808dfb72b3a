"""Keys that a person has changed: checked, kept, and never lost."""

import json

import pytest

from ekphrasis_app.commands import COMMANDS, Where
from ekphrasis_app.keymap import Keymap

ALL = (Where.READING, Where.ANYWHERE)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


def test_a_changed_key_counts_at_once_and_after_a_restart(path):
    Keymap(path).change("open", "Ctrl+J")
    again = Keymap(path)
    assert again.command("Ctrl+J", ALL).id == "open"
    assert again.command("Ctrl+O", ALL) is None


def test_the_first_key_comes_back(path):
    keymap = Keymap(path)
    keymap.change("open", "Ctrl+J")
    keymap.reset("open")
    assert Keymap(path).key("open") == "Ctrl+O"


def test_all_first_keys_come_back(path):
    keymap = Keymap(path)
    keymap.change("open", "Ctrl+J")
    keymap.change("read", "Ctrl+O")
    keymap.reset()
    assert (Keymap(path).key("open"), Keymap(path).key("read")) == ("Ctrl+O", "Return")


def test_a_key_of_another_command_is_objected_to():
    assert Keymap().objection("open", "F2") == "F2 is the key for Where am I."


def test_a_key_of_a_screen_reader_is_objected_to():
    assert Keymap().objection("open", "Ctrl+Alt+N") == "Control Alt N is used by NVDA."


def test_swapped_keys_are_still_swapped_after_a_restart(path):
    keymap = Keymap(path)
    keymap.change("open", "Ctrl+J")
    keymap.change("paste", "Ctrl+O")
    keymap.change("open", "Ctrl+V")
    again = Keymap(path)
    assert (again.said, again.key("open"), again.key("paste")) == ("", "Ctrl+V", "Ctrl+O")


def test_a_first_key_that_another_command_has_now_does_not_come_back(path):
    keymap = Keymap(path)
    keymap.change("open", "Ctrl+J")
    assert keymap.objection_to_reset("open") == ""
    keymap.change("paste", "Ctrl+O")
    assert keymap.objection_to_reset("open") == "Control O is the key for Paste picture."


@pytest.mark.parametrize(
    ("command", "key", "why"),
    [
        ("open", "Down", "Arrow down is needed for moving in lists and texts."),
        ("read", "Home", "Home is needed for moving in lists and texts."),
        ("picture.left", "Tab", "Tab is needed for moving between controls."),
        ("open", "Shift+A", "Shift A is needed for typing."),
        ("open", "Space", "Space is needed for typing."),
        ("read", "A", ""),
        ("picture.left", "Down", "Arrow down is the key for Pan picture down."),
        ("open", "Ctrl+Home", "Control Home is the key for From the start."),
    ],
)
def test_keys_that_controls_need_are_objected_to(command, key, why):
    assert Keymap().objection(command, key) == why


def test_nothing_speaks_against_the_first_keys():
    assert [c.id for c in COMMANDS if Keymap().objection_to_reset(c.id)] == []


def test_the_picture_has_keys_of_its_own():
    assert Keymap().objection("picture.left", "Ctrl+O") == ""
    assert Keymap().command("Left", (Where.PICTURE, *ALL)).id == "picture.left"
    assert Keymap().command("Left", ALL) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nonsense", "The file of keys could not be read."),
        ('{"version": 1}', "The file of keys could not be read."),
        ('{"version": 2, "keys": {}}', "The file of keys is from a newer version."),
        (
            json.dumps({"version": 1, "keys": {"open": "F2", "read": "F5"}}),
            "Some changed keys made no sense.",
        ),
    ],
)
def test_an_unusable_file_is_set_aside_and_said(path, text, sentence):
    path.write_text(text)
    keymap = Keymap(path)
    assert keymap.said == f"{sentence} It was set aside as keys.json.old-1."
    assert path.with_name("keys.json.old-1").read_text() == text
    assert keymap.key("open") == "Ctrl+O"


def test_what_makes_sense_in_a_file_is_taken(path):
    path.write_text(json.dumps({"version": 1, "keys": {"open": "F2", "read": "F5"}}))
    assert Keymap(path).key("read") == "F5"
