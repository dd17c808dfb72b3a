"""Every setting, declared once: key, default, what it may be, and what to say about it."""

from dataclasses import dataclass

from ekphrasis_app.wording import tr

Value = str | int | bool


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


def _reading(key: str, name: str, explanation: str, default: bool = True) -> Setting:
    return _switch(key, "Reading", name, explanation, default)


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
        "voice.interface",
        "Voice",
        "Voice for the window",
        "Without a choice, the best one speaks.",
        "",
    ),
    Setting(
        "voice.poem", "Voice", "Voice for poems", "Without a choice, the best one speaks.", ""
    ),
    Setting(
        "voice.title", "Voice", "Voice for titles", "Without a choice, the best one speaks.", ""
    ),
    _reading(
        "pause_after_line",
        "Pause after each line",
        "The voice waits after every line until you ask for the next.",
        False,
    ),
    _reading(
        "announce_poem",
        "Say title first",
        "Title, author and length are said before a poem is read.",
    ),
    _reading("announce_next", "Say the next poem", "When a poem ends, the next one is named."),
    _reading("highlight_line", "Mark the line", "The line that is read is marked on screen."),
    _reading("highlight_word", "Mark the word", "The word that is heard is marked on screen."),
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
    Setting(
        "poem_font",
        "Display",
        "Font of poems",
        "The letters of the poem. The legible one tells similar letters apart.",
        "window",
        (
            ("window", "as in the window"),
            ("legible", "made for legibility"),
            ("book", "as in a book"),
            ("typewriter", "as on a typewriter"),
        ),
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
    _switch(
        "still",
        "Display",
        "Hold still",
        "Nothing blinks or moves by itself.",
        False,
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
        "The language of the window.",
        "system",
        (("system", "like the system"), ("en", "in English"), ("de", "auf Deutsch")),
    ),
    Setting(
        "matches", "Poems", "How many poems", "How many poems are looked for.", 20, (), 5, 50, 5
    ),
    Setting("bundle", "Poems", "Model", "What finds the poems for a picture.", "starter"),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}
