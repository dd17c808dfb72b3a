"""The settings in force, and their file.

The file is JSON with a version. One that cannot be used (a newer version, nonsense) is
set aside under another name and said, never overwritten and never lost.
"""

import json
from collections.abc import Callable
from pathlib import Path

from ekphrasis_app.choices import BY_KEY, SETTINGS, Setting, Value
from ekphrasis_app.domain.errors import SettingsProblem
from ekphrasis_app.keeping import set_aside, write_safely
from ekphrasis_app.wording import reason, tr

__all__ = ["BY_KEY", "SETTINGS", "VERSION", "Setting", "Settings", "Value"]

VERSION = 1


class Settings:
    """The values in force; every change is saved at once and told to those who watch."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Value] = {}
        self._watchers: list[Callable[[str], None]] = []
        self._trouble: tuple[str, ...] = ()
        self._aside = ""
        self._load()

    @property
    def said(self) -> str:
        """What to tell the person about the file, or nothing.

        Put into words when it is asked for: the language is one of the settings.
        """
        return " ".join(tr(sentence, name=self._aside) for sentence in self._trouble)

    def __getitem__(self, key: str) -> Value:
        return self._values.get(key, BY_KEY[key].default)

    def text(self, key: str) -> str:
        return str(self[key])

    def number(self, key: str) -> int:
        return int(self[key])

    def on(self, key: str) -> bool:
        return bool(self[key])

    def set(self, key: str, value: Value) -> None:
        """Take a new value at once, then save it.

        Raises ``ValueError`` for one that the setting cannot take, ``SettingsProblem``
        where it holds but could not be saved.
        """
        if not BY_KEY[key].accepts(value):
            raise ValueError(f"{key} cannot be {value!r}")
        if value == self[key]:
            return
        self._values[key] = value
        self._tell(key)
        self._save()

    def reset(self, page: str | None = None) -> None:
        """Back to the defaults, on one page or on all, then save; raises as ``set`` does."""
        on_page = [setting.key for setting in SETTINGS if page in (None, setting.page)]
        changed = [key for key in on_page if self[key] != BY_KEY[key].default]
        for key in changed:
            del self._values[key]
            self._tell(key)
        if changed:
            self._save()

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call ``watcher(key)`` after each change."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[str], None]) -> None:
        """Do not call ``watcher`` any more."""
        self._watchers.remove(watcher)

    def _tell(self, key: str) -> None:
        for watcher in list(self._watchers):
            watcher(key)

    def _load(self) -> None:
        if self._path is None or not self._path.exists():
            return
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            version, values = content["version"], dict(content["values"])
        except (OSError, ValueError, KeyError, TypeError):
            self._set_aside(self._path, "The settings file could not be read.")
            return
        if not isinstance(version, int) or version > VERSION:
            self._set_aside(self._path, "The settings file is from a newer version.")
            return
        odd = [k for k, v in values.items() if k not in BY_KEY or not BY_KEY[k].accepts(v)]
        self._values = {k: v for k, v in values.items() if k not in odd}
        if odd:
            self._set_aside(
                self._path, "Some settings made no sense.", "The others are in force."
            )

    def _set_aside(
        self, path: Path, what: str, in_force: str = "The usual settings are in force."
    ) -> None:
        if (aside := set_aside(path)) is None:
            self._path = None
            self._trouble = (what, "Changes to settings will not be kept.")
        else:
            self._aside = aside.name
            self._trouble = (what, "It was set aside as {name}.", in_force)

    def _save(self) -> None:
        if self._path is None:
            return
        content = json.dumps({"version": VERSION, "values": self._values}, indent=1)
        try:
            write_safely(self._path, content)
        except OSError as error:
            raise SettingsProblem(
                "The setting could not be saved: {why}.",
                "It holds until you close the program.",
                why=reason(error),
            ) from error
