"""The registry of commands: complete, plain, and without clashes."""

import pytest

from ekphrasis_app.commands import BY_ID, COMMANDS, GROUPS
from ekphrasis_app.keymap import Keymap, overlap, spoken_key
from ekphrasis_app.taken_keys import users_of

KEYS = [(command, key) for command in COMMANDS for key in Keymap().keys(command.id)]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_tells_what_it_is_in_few_words(command):
    assert command.group in GROUPS
    assert 0 < len(command.name) <= 25
    assert command.explanation.endswith(".")
    assert len(command.explanation) <= 80
    assert command.key, "every command has a key"


def test_names_and_ids_are_used_once():
    assert len(BY_ID) == len(COMMANDS)
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(("command", "key"), KEYS, ids=lambda value: str(value)[:30])
def test_no_screen_reader_or_desktop_uses_the_key(command, key):
    assert users_of(key) == ()


def test_no_two_commands_share_a_key_where_both_count():
    for number, (command, key) in enumerate(KEYS):
        for other, other_key in KEYS[number + 1 :]:
            assert key != other_key or not overlap(command, other), (command.id, other.id)


@pytest.mark.parametrize(("command", "key"), KEYS, ids=lambda value: str(value)[:30])
def test_single_letters_count_in_the_picture_only(command, key):
    assert len(key) > 1 or command.where.value == "picture"


@pytest.mark.parametrize(
    ("key", "spoken"),
    [
        ("Ctrl+Shift+PgDown", "Control Shift Page Down"),
        ("Ctrl++", "Control Plus"),
        ("+", "Plus"),
        ("Ctrl+,", "Control Comma"),
        ("F1", "F1"),
        ("Return", "Enter"),
        ("", "no key"),
    ],
)
def test_keys_are_said_in_words(key, spoken):
    assert spoken_key(key) == spoken
