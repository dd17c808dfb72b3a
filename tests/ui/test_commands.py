"""Every command, driven by its key: none is silent, none is dead."""

import pytest

from ekphrasis_app.commands import COMMANDS, Where
from ekphrasis_app.keymap import Keymap

QUIET = {"quit"}
"""Commands whose answer is not a sentence: the window is gone."""

BY_KEY = [(c, k) for c in COMMANDS for k in Keymap().keys(c.id) if c.id not in QUIET]
IDS = [f"{c.id} {k}" for c, k in BY_KEY]


def go_where_it_counts(visitor, command):
    if command.where is Where.PICTURE:
        visitor.app.reading.picture.setFocus()
        visitor.settle()
    elif command.where is Where.READING:
        visitor.app.reading.matches.setFocus()
        visitor.settle()


@pytest.mark.parametrize(("command", "key"), BY_KEY, ids=IDS)
def test_on_a_fresh_profile_every_key_is_answered(visitor, command, key):
    go_where_it_counts(visitor, command)
    assert visitor.press(key), f"{key} was silent"


@pytest.mark.parametrize(("command", "key"), BY_KEY, ids=IDS)
def test_with_poems_every_key_is_answered_without_a_reason_why_not(visitor, command, key):
    visitor.open_picture()
    go_where_it_counts(visitor, command)
    assert visitor.app.actions.why_not(command.id) == ""
    assert visitor.press(key), f"{key} was silent"


def test_every_command_does_something(visitor):
    assert visitor.app.actions.unbound() == []


def test_quitting_closes_the_window(visitor):
    visitor.press("Ctrl+Q")
    assert not visitor.window.isVisible()


def test_an_unavailable_command_says_why(visitor):
    visitor.app.reading.matches.setFocus()
    visitor.settle()
    assert visitor.press("Return") == [
        "There is no poem yet. Press Control O to open a picture."
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_in_the_menus_with_its_key(visitor, command):
    menus = [menu for menu in visitor.app.menus.groups if plain(menu.title()) == command.group]
    texts = [action.text() for menu in menus for action in menu.actions()]
    assert f"{command.name}\t{command.key}" in texts


def plain(text):
    return text.replace("&", "")


def test_the_command_list_finds_and_runs_a_command(visitor):
    visitor.open_picture()
    visitor.press("Ctrl+K")
    visitor.type("where am")
    visitor.wait(0.5)
    heard = visitor.press("Return")
    assert heard[-1].startswith("lighthouse, poem 1 of 3")
    assert visitor.window.current is visitor.app.reading


def test_a_key_can_be_changed_by_keys_alone(visitor):
    visitor.press("Ctrl+Shift+K", "Return", "Ctrl+J")
    assert visitor.said[-1] == "Control J is now the key for Open picture."
    entries = [action.text() for action in visitor.app.menus.groups[0].actions()]
    assert entries[0] == "Open picture…\tCtrl+J"
    visitor.press("Escape", "Ctrl+J")
    assert visitor.window.current is visitor.window.page("open")


def test_a_taken_key_is_refused_with_the_reason(visitor):
    visitor.press("Ctrl+Shift+K", "Return", "F2")
    assert visitor.said[-1].startswith("F2 is the key for Where am I. The key stays")
