"""Which key does what: the commands' own keys, changed as the person likes.

Changes are kept in a small JSON file with a version. One that cannot be used is set
aside and said, as with the settings.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from ekphrasis_app.commands import BY_ID, COMMANDS, Command, Where
from ekphrasis_app.domain.errors import SettingsProblem
from ekphrasis_app.keeping import set_aside, write_safely
from ekphrasis_app.taken_keys import need_for, users_of
from ekphrasis_app.wording import reason, tr

VERSION = 1

SPOKEN = {
    "Shift": "Shift",
    "Alt": "Alt",
    "Space": "Space",
    "Backspace": "Backspace",
    "Enter": "Enter",
    "Home": "Home",
    "End": "End",
    "Ins": "Insert",
    "Ctrl": "Control",
    "Meta": "Meta",
    "PgDown": "Page Down",
    "PgUp": "Page Up",
    "Esc": "Escape",
    "Return": "Enter",
    "Del": "Delete",
    "+": "Plus",
    "-": "Minus",
    "=": "Equals",
    ",": "Comma",
    ".": "Full stop",
    "Up": "Arrow up",
    "Down": "Arrow down",
    "Left": "Arrow left",
    "Right": "Arrow right",
}


def spoken_key(key: str) -> str:
    """The key as it is said: "Ctrl+Shift+PgUp" is "Control Shift Page Up"."""
    if not key:
        return tr("no key")
    *modifiers, last = key.rsplit("+", 1) if not key.endswith("+") else [key[:-1], "+"]
    names = [part for text in modifiers for part in text.split("+") if part] + [last]
    return " ".join(tr(SPOKEN[name]) if name in SPOKEN else name for name in names)


def overlap(first: Command, second: Command) -> bool:
    """Whether one key cannot serve both: the picture's own keys come before all others."""
    return (first.where is Where.PICTURE) == (second.where is Where.PICTURE)


class Keymap:
    """The keys in force; every change is saved at once."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._changed: dict[str, str] = {}
        self._watchers: list[Callable[[], None]] = []
        self.said: str = self._load()
        """What to tell the person about the file, or nothing."""

    def key(self, command: str) -> str:
        """The key of a command, or nothing."""
        return self._changed.get(command, BY_ID[command].key)

    def keys(self, command: str) -> tuple[str, ...]:
        """All keys of a command: one that was not changed may have a second one."""
        also = "" if command in self._changed else BY_ID[command].also
        return tuple(key for key in (self.key(command), also) if key)

    def command(self, key: str, wheres: Iterable[Where]) -> Command | None:
        """What ``key`` does; ``wheres`` tells what counts here, the nearest first."""
        for where in wheres:
            for command in COMMANDS:
                if command.where is where and key in self.keys(command.id):
                    return command
        return None

    def objection(self, command: str, key: str) -> str:
        """Why ``command`` should not have ``key``, or nothing."""
        if takers := users_of(key):
            return tr(
                "{key} is used by {who}.", key=spoken_key(key), who=", ".join(map(tr, takers))
            )
        if need := need_for(key, BY_ID[command].where):
            return tr("{key} is needed for {what}.", key=spoken_key(key), what=tr(need))
        for other in COMMANDS:
            taken = other.id != command and key in self.keys(other.id)
            if taken and overlap(other, BY_ID[command]):
                name = tr(other.spoken)
                return tr("{key} is the key for {name}.", key=spoken_key(key), name=name)
        return ""

    def change(self, command: str, key: str) -> None:
        """Give ``command`` another key, which nothing speaks against."""
        assert not self.objection(command, key)
        self._changed[command] = key
        self._save()

    def objection_to_reset(self, command: str) -> str:
        """Why ``command`` cannot have its first key back, or nothing."""
        first = BY_ID[command]
        objections = (self.objection(command, key) for key in (first.key, first.also) if key)
        return next(filter(None, objections), "")

    def reset(self, command: str | None = None) -> None:
        """Back to the first key of a command, which nothing speaks against, or of all."""
        if command is None:
            self._changed.clear()
        else:
            assert not self.objection_to_reset(command)
            self._changed.pop(command, None)
        self._save()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call ``watcher()`` after each change."""
        self._watchers.append(watcher)

    def _load(self) -> str:
        if self._path is None or not self._path.exists():
            return ""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            version, changed = content["version"], dict(content["keys"])
        except (OSError, ValueError, KeyError, TypeError):
            return _aside(self._path, tr("The file of keys could not be read."))
        if not isinstance(version, int) or version > VERSION:
            return _aside(self._path, tr("The file of keys is from a newer version."))
        self._changed = {
            command: key
            for command, key in changed.items()
            if command in BY_ID and isinstance(key, str)
        }
        # One after the other: two commands may have swapped keys, which only both show.
        while odd := [c for c, key in self._changed.items() if self.objection(c, key)]:
            del self._changed[odd[0]]
        if self._changed != changed:
            return _aside(self._path, tr("Some changed keys made no sense."))
        return ""

    def _save(self) -> None:
        """Tell those who watch, then write the changes down."""
        for watcher in self._watchers:
            watcher()
        if self._path is None:
            return
        try:
            write_safely(
                self._path, json.dumps({"version": VERSION, "keys": self._changed}, indent=1)
            )
        except OSError as error:
            raise SettingsProblem(
                "The key could not be saved: {why}.",
                "It holds until you close the program.",
                why=reason(error),
            ) from error


def _aside(path: Path, what: str) -> str:
    """Set the file aside; ``what`` is wrong with it, and where it is now."""
    aside = set_aside(path)
    return f"{what} " + tr("It was set aside as {name}.", name=aside.name) if aside else what
