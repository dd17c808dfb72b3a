"""What each command does, and why it cannot be done just now."""

from collections.abc import Callable

from ekphrasis_app.commands import BY_ID, COMMANDS
from ekphrasis_app.ports import Announcer

Why = Callable[[], str]


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
