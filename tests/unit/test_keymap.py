"""Keys that a person has changed: checked, kept, and never lost."""

import json

import pytest

from ekphrasis_app.commands import Where
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
