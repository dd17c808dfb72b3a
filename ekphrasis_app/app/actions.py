"""What each command does, and why it cannot be done just now."""

from collections.abc import Callable, Collection
from functools import partial

from ekphrasis_app.app.announcer import Announcements
from ekphrasis_app.app.recital import Recital
from ekphrasis_app.app.session import Session
from ekphrasis_app.commands import BY_ID, COMMANDS
from ekphrasis_app.ports import Announcer
from ekphrasis_app.settings import BY_KEY, Settings, Value
from ekphrasis_app.wording import tr

Why = Callable[[], str]

STEPS = (
    ("slower", "rate", -1),
    ("faster", "rate", 1),
    ("lower", "pitch", -1),
    ("higher", "pitch", 1),
    ("quieter", "volume", -1),
    ("louder", "volume", 1),
    ("text.smaller", "text_size", -1),
    ("text.larger", "text_size", 1),
)
"""Commands that turn a setting by steps, and which way."""


def always() -> str:
    """The reason why not of a command that can always be done: none."""
    return ""


class Actions:
    """Runs commands; one that cannot be done says why, so that no key is ever dead.

    ``explain`` tells the person about an error that a command ran into.
    """

    def __init__(self, announcer: Announcer, explain: Callable[[Exception], None]) -> None:
        self._announcer = announcer
        self._explain = explain
        self._bound: dict[str, tuple[Callable[[], object], Why]] = {}

    def bind(self, command: str, do: Callable[[], object], why_not: Why = always) -> None:
        """Let ``do`` be what the command does, where ``why_not()`` is empty."""
        assert command in BY_ID and command not in self._bound, command
        self._bound[command] = (do, why_not)

    def unbound(self) -> list[str]:
        """The commands that nobody has bound: none, once the window is put together."""
        return [command.id for command in COMMANDS if command.id not in self._bound]

    def why_not(self, command: str) -> str:
        """Why the command is not available now, as a sentence; empty where it is."""
        return self._bound[command][1]()

    def run(self, command: str) -> None:
        """Do it, or say why not."""
        do, why_not = self._bound[command]
        if reason := why_not():
            self._announcer.say(reason, urgent=True)
            return
        try:
            do()
        except Exception as error:  # noqa: BLE001  the seam: a command never ends the app
            self._explain(error)


def bind_reading(actions: Actions, session: Session, recital: Recital) -> None:
    """Bind what reads poems and what moves through them."""

    def no_poem() -> str:
        if session.state.poem is not None:
            return ""
        return tr("There is no poem yet. Press Control O to open a picture.")

    commands: dict[str, Callable[[], object]] = {
        "read": recital.read,
        "read.all": recital.read_all,
        "pause": recital.toggle_pause,
        "start": recital.from_the_start,
        "line.next": partial(recital.move_lines, 1),
        "line.previous": partial(recital.move_lines, -1),
        "stanza.next": partial(recital.move_stanzas, 1),
        "stanza.previous": partial(recital.move_stanzas, -1),
        "repeat": recital.repeat_line,
        "repeat.slower": partial(recital.repeat_line, slower=True),
        "spell": recital.spell_word,
    }
    for command, do in commands.items():
        actions.bind(command, do, no_poem)
    actions.bind("where", session.where_am_i)


def bind_messages(actions: Actions, announcer: Announcements) -> None:
    """Bind the last message."""
    actions.bind(
        "again",
        announcer.say_again,
        lambda: "" if announcer.messages else tr("There is no message yet."),
    )


def bind_settings(actions: Actions, announcer: Announcer, settings: Settings) -> None:
    """Bind what turns a setting up, down or on to the next choice."""
    for command, key, step in STEPS:
        actions.bind(command, partial(step_setting, settings, announcer, key, step))
    actions.bind("text.normal", partial(choose_setting, settings, announcer, "text_size", 100))
    actions.bind("theme", partial(next_choice, settings, announcer, "theme"))
    actions.bind("reader", partial(next_choice, settings, announcer, "reader", {"ask"}))


def step_setting(settings: Settings, announcer: Announcer, key: str, step: int) -> None:
    """Turn a number up or down by its step, and say what it is then."""
    setting = BY_KEY[key]
    value = settings.number(key) + step * setting.step
    choose_setting(settings, announcer, key, max(setting.low, min(value, setting.high)))


def next_choice(
    settings: Settings, announcer: Announcer, key: str, without: Collection[str] = ()
) -> None:
    """Take the choice after the present one, and say what it is."""
    values = [value for value, _ in BY_KEY[key].choices if value not in without]
    now = settings.text(key)
    place = values.index(now) + 1 if now in values else 0
    choose_setting(settings, announcer, key, values[place % len(values)])


def choose_setting(settings: Settings, announcer: Announcer, key: str, value: Value) -> None:
    """Give a setting a value and say it; said even where saving failed."""
    try:
        settings.set(key, value)
    finally:
        announcer.say(setting_text(settings, key), True)


def setting_text(settings: Settings, key: str) -> str:
    """A setting and its value, as they are said."""
    setting = BY_KEY[key]
    return tr("{name}: {value}", name=tr(setting.name), value=setting.spoken(settings[key]))
