"""Every setting, declared once: key, default, what it may be, and what to say about it.

The file is JSON with a version. One that cannot be used (a newer version, nonsense) is
set aside under another name and said, never overwritten and never lost.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ekphrasis_app.domain.errors import SettingsProblem
from ekphrasis_app.wording import tr

Value = str | int | bool
VERSION = 1


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a person can choose.

    ``choices`` maps each allowed value to its spoken text; numbers have ``low``, ``high``
    and ``step`` instead, in ``unit``.
    """

    key: str
    page: str
    name: str
    explanation: str
    default: Value
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    unit: str = ""

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is one that this setting can take."""
        if type(value) is not type(self.default):
            return False
        if self.choices:
            return value in dict(self.choices)
        if isinstance(value, bool) or not isinstance(value, int):
            return True
        return self.low <= value <= self.high

    def spoken(self, value: Value) -> str:
        """The value as it is said."""
        if isinstance(value, bool):
            return tr("on") if value else tr("off")
        if self.choices:
            return tr(dict(self.choices)[str(value)])
        return f"{value} {tr(self.unit)}".strip()


def _switch(key: str, page: str, name: str, explanation: str, default: bool = True) -> Setting:
    return Setting(key, page, name, explanation, default)


def _percent(key: str, page: str, name: str, text: str, default: int, span: range) -> Setting:
    return Setting(
        key, page, name, text, default, (), span.start, span.stop, span.step, "percent"
    )


def _cue(key: str, name: str, explanation: str, default: bool = True) -> Setting:
    return _switch(f"cue.{key}", "Sounds", name, explanation, default)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "reader",
        "Voice",
        "Who reads",
        "Whether this program's own voice speaks, your screen reader, or each its part.",
        "ask",
        (
            ("ask", "not chosen yet"),
            ("own", "own voice"),
            ("screen-reader", "my screen reader"),
            ("both", "screen reader for the window, own voice for the poems"),
        ),
    ),
    Setting(
        "engine",
        "Voice",
        "Speech engine",
        "Which program makes the speech. Automatic takes the best one that works.",
        "auto",
        (
            ("auto", "automatic"),
            ("espeak", "eSpeak NG"),
            ("dispatcher", "Speech Dispatcher"),
            ("pyttsx3", "the system's voices"),
            ("silent", "no voice, text only"),
        ),
    ),
    _percent("rate", "Voice", "Rate", "How fast the voice speaks.", 100, range(50, 600, 10)),
    _percent("pitch", "Voice", "Pitch", "How high the voice is.", 100, range(50, 200, 10)),
    _percent("volume", "Voice", "Volume", "How loud the voice is.", 100, range(10, 100, 10)),
    Setting(
        "voice.interface", "Voice", "Voice for the window", "Empty means the best one.", ""
    ),
    Setting("voice.poem", "Voice", "Voice for poems", "Empty means the best one.", ""),
    Setting("voice.title", "Voice", "Voice for titles", "Empty means the best one.", ""),
    _switch(
        "pause_after_line",
        "Reading",
        "Pause after each line",
        "The voice waits after every line until you ask for the next.",
        False,
    ),
    _switch(
        "announce_poem",
        "Reading",
        "Say title first",
        "Title, author and length are said before a poem is read.",
    ),
    _switch(
        "announce_next",
        "Reading",
        "Say the next poem",
        "When a poem ends, the next one is named.",
    ),
    _switch(
        "highlight_line",
        "Reading",
        "Mark the line",
        "The line that is read is marked on screen.",
    ),
    _switch(
        "highlight_word",
        "Reading",
        "Mark the word",
        "The word that is heard is marked on screen.",
    ),
    _switch("cues", "Sounds", "Sound cues", "Short sounds tell what happens."),
    _percent(
        "cue_volume", "Sounds", "Cue volume", "How loud the cues are.", 50, range(10, 100, 10)
    ),
    _cue("working", "Cue for working", "Three soft steps up while poems are looked for."),
    _cue("found", "Cue for poems found", "Two notes up."),
    _cue("nothing_found", "Cue for nothing found", "Two low notes down."),
    _cue("end_of_line", "Cue for the end of a line", "One soft tick.", False),
    _cue("end_of_stanza", "Cue for the end of a stanza", "Two soft steps down."),
    _cue("end_of_poem", "Cue for the end of a poem", "Three soft steps down."),
    _cue("error", "Cue for errors", "A low buzz."),
    _cue("capture", "Cue for taking a picture", "A shutter."),
    Setting(
        "theme",
        "Display",
        "Colours",
        "The colours of the window. All have strong contrast.",
        "system",
        (
            ("system", "like the system"),
            ("light", "black on white"),
            ("dark", "light on dark grey"),
            ("white-on-black", "white on black"),
            ("black-on-yellow", "black on yellow"),
            ("yellow-on-black", "yellow on black"),
        ),
    ),
    _percent(
        "text_size", "Display", "Text size", "How large all text is.", 100, range(100, 400, 25)
    ),
    _percent(
        "line_spacing",
        "Display",
        "Line spacing",
        "The room between the lines of a poem.",
        150,
        range(100, 300, 25),
    ),
    _percent(
        "letter_spacing",
        "Display",
        "Letter spacing",
        "The room between letters of a poem.",
        100,
        range(100, 150, 5),
    ),
    Setting(
        "detail",
        "Display",
        "How much is said of a match",
        "What the list of poems says about each.",
        "normal",
        (("brief", "brief"), ("normal", "normal"), ("full", "full")),
    ),
    Setting(
        "language",
        "Display",
        "Language",
        "The language of the window. It changes at the next start.",
        "system",
        (("system", "like the system"), ("en", "English"), ("de", "Deutsch")),
    ),
    Setting(
        "matches", "Poems", "How many poems", "How many poems are looked for.", 20, (), 5, 50, 5
    ),
    Setting("bundle", "Poems", "Model", "The bundle that chooses the poems.", "starter"),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}


class Settings:
    """The values in force; every change is saved at once and told to those who watch."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Value] = {}
        self._watchers: list[Callable[[str], None]] = []
        self.said: str = self._load()
        """What to tell the person about the file, or nothing."""

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
        for watcher in list(self._watchers):
            watcher(key)
        self._save()

    def reset(self, page: str | None = None) -> None:
        """Back to the defaults, on one page or on all."""
        for setting in SETTINGS:
            if page in (None, setting.page):
                self.set(setting.key, setting.default)

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call ``watcher(key)`` after each change."""
        self._watchers.append(watcher)

    def _load(self) -> str:
        if self._path is None or not self._path.exists():
            return ""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            version, values = content["version"], dict(content["values"])
        except (OSError, ValueError, KeyError, TypeError):
            return self._set_aside("The settings file could not be read")
        if not isinstance(version, int) or version > VERSION:
            return self._set_aside("The settings file is from a newer version")
        odd = [k for k, v in values.items() if k not in BY_KEY or not BY_KEY[k].accepts(v)]
        self._values = {k: v for k, v in values.items() if k not in odd}
        return self._set_aside("Some settings made no sense", keep=True) if odd else ""

    def _set_aside(self, what: str, keep: bool = False) -> str:
        assert self._path is not None
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.old-{number}")).exists():
            number += 1
        try:
            self._path.rename(aside)
        except OSError:
            self._path = None
            return f"{what}. Changes to settings will not be kept."
        rest = "The others are in force." if keep else "The usual settings are in force."
        return f"{what}. It was set aside as {aside.name}. {rest}"

    def _save(self) -> None:
        if self._path is None:
            return
        content = json.dumps({"version": VERSION, "values": self._values}, indent=1)
        new = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            raise SettingsProblem(
                f"The setting could not be saved: {error.strerror}.",
                "It holds until you close the program.",
            ) from error
