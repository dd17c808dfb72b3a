"""The one door for words: a sentence is shown, kept and said once, by the right route."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import Utterance
from ekphrasis_app.settings import Settings

KEPT = 500
"""Messages that can be read again; enough for a day in a gallery."""

Say = Callable[[str, bool], None]
Speak = Callable[[str, Callable[[bool], None]], Utterance]


class Recital(Protocol):
    """What is being read while sentences come in between: the reader of poems."""

    @property
    def state(self) -> Reading: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...


class OwnVoice:
    """Says sentences one after another, and lets a poem that is read wait meanwhile.

    ``speak(sentence, done)`` begins to say one; ``done`` comes on the main thread.
    """

    def __init__(self, speak: Speak, recital: Recital) -> None:
        self._speak = speak
        self._recital = recital
        self._waiting: deque[str] = deque()
        self._following = ""
        self._saying: Utterance | None = None
        self._turn = 0
        self._recital_waits = False

    @property
    def speaking(self) -> bool:
        """Whether a sentence is being said."""
        return self._saying is not None

    def say(self, sentence: str, urgent: bool) -> None:
        """Say it after those before it, or at once if it is urgent."""
        if urgent:
            self.hush()
        self._waiting.append(sentence)
        if self._saying is None:
            self._next()

    def follow(self, sentence: str) -> None:
        """Say it after all others; of sentences that follow, only the last is said."""
        if self._following in self._waiting:
            self._waiting.remove(self._following)
        self._following = sentence
        self.say(sentence, False)

    def hush(self) -> None:
        """Silence at once; nothing that waited is said any more."""
        self._waiting.clear()
        self._turn += 1
        if self._saying is not None:
            self._saying.stop()
            self._saying = None

    def let_go(self) -> None:
        """Silence, and the poem that waits is not taken up again."""
        self._recital_waits = False
        self.hush()

    def take_up(self) -> None:
        """Go on with the poem that waits, if nothing is left to be said."""
        if self._saying is None and not self._waiting and self._recital_waits:
            self._recital_waits = False
            self._recital.resume()

    def _next(self) -> None:
        if self._recital.state is Reading.READING:
            self._recital.pause()
            self._recital_waits = True
        turn = self._turn

        def done(_finished: bool) -> None:
            if turn != self._turn:
                return
            self._saying = None
            if self._waiting:
                self._next()
            else:
                self.take_up()

        self._saying = self._speak(self._waiting.popleft(), done)


class Announcements:
    """The announcer of the app: shows, keeps and says, as the settings will have it."""

    def __init__(self, settings: Settings, own: OwnVoice) -> None:
        self._settings = settings
        self._own = own
        self._watchers: list[Callable[[str], None]] = []
        self._told = False
        self.to_screen_reader: Say | None = None
        """How the window hands a sentence to the person's screen reader, once there is one."""
        self.messages: deque[str] = deque(maxlen=KEPT)

    def say(self, sentence: str, urgent: bool = False) -> None:
        """Show the sentence, keep it, and say it by the route that was chosen."""
        self.keep(sentence)
        self._utter(sentence, urgent)

    def keep(self, sentence: str) -> None:
        """Show and keep a sentence; what it tells is heard in another way."""
        self.messages.append(sentence)
        for watcher in list(self._watchers):
            watcher(sentence)

    def echo(self, sentence: str) -> None:
        """Say what a screen reader says by itself (focus, rows, lines): own voice only.

        It cuts off what was said before, but no message of what the person did last.
        """
        if not self.own_voice:
            return
        if self._told:
            self._own.follow(sentence)
        else:
            self._own.say(sentence, True)

    def acted(self) -> None:
        """The person does something: what was said until now may be cut off by its echo."""
        self._told = False

    def hand_over(self, sentence: str) -> None:
        """Give what the person's screen reader is to read to it; it is no message."""
        if self.to_screen_reader:
            self.to_screen_reader(sentence, True)

    def say_again(self) -> None:
        """The last message once more."""
        if self.messages:
            self._utter(self.messages[-1], True)

    def hush(self) -> None:
        """Silence for what is being announced; a poem that waited goes on."""
        self._own.hush()
        self._own.take_up()

    def let_go(self) -> None:
        """Silence, and nothing goes on."""
        self._own.let_go()

    @property
    def speaking(self) -> bool:
        """Whether the program's own voice is saying a sentence."""
        return self._own.speaking

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call ``watcher(sentence)`` for each new message."""
        self._watchers.append(watcher)

    @property
    def own_voice(self) -> bool:
        """Whether the window itself is spoken by the program's own voice."""
        return self._settings.text("reader") in ("ask", "own") or not self.to_screen_reader

    def _utter(self, sentence: str, urgent: bool) -> None:
        self._told = True
        if self.own_voice:
            self._own.say(sentence, urgent)
        elif self.to_screen_reader:
            self.to_screen_reader(sentence, urgent)
