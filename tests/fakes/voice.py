"""A voice that keeps what it says, and says it as fast as the test wants."""

from collections.abc import Sequence

from ekphrasis_app.ports import (
    Capabilities,
    Done,
    MainThread,
    Manner,
    Marked,
    Outcome,
    Utterance,
    Voice,
)


class HeardVoice:
    """Says each text in ``seconds``, without a word of where it is, and keeps it."""

    name = "heard"
    capabilities = Capabilities(pitch=True, pause_in_line=True)

    def __init__(self, main: MainThread, seconds: float = 0.0) -> None:
        self._main = main
        self.seconds = seconds
        self.heard: list[str] = []
        self.manners: list[Manner] = []
        self._saying: _Saying | None = None

    def voices(self) -> Sequence[Voice]:
        return [Voice("en", "English", "en"), Voice("de", "Deutsch", "de")]

    def prepare(self, text: str, manner: Manner) -> None: ...

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        self.hush()
        self.heard.append(text)
        self.manners.append(manner)
        self._saying = _Saying(self._main, self.seconds, done)
        return self._saying

    def hush(self) -> None:
        if self._saying is not None:
            self._saying.stop()

    def close(self) -> None:
        self.hush()


class _Saying:
    """One text being said; its end comes once."""

    def __init__(self, main: MainThread, seconds: float, done: Done) -> None:
        self._main = main
        self._seconds = seconds
        self._done = done
        self._over = False
        self.resume()

    def stop(self) -> None:
        self._take_back()
        self._end(Outcome.STOPPED)

    def pause(self) -> None:
        self._take_back()

    def resume(self) -> None:
        self._take_back = self._main.later(self._seconds, lambda: self._end(Outcome.FINISHED))

    def _end(self, outcome: Outcome) -> None:
        if not self._over:
            self._over = True
            self._done(outcome)
