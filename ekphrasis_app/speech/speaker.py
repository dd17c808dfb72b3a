"""Sentences of the interface in the program's own voice, one at a time."""

from collections.abc import Callable

from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import MainThread, Manner, Outcome, SpeechEngine, Utterance
from ekphrasis_app.speech.numerals import with_numbers


class Speaker:
    """Says sentences; who comes first and who waits is the announcer's business.

    ``language()`` is asked before each: the one that it is in.
    """

    def __init__(
        self,
        voice: SpeechEngine,
        main: MainThread,
        manner: Callable[[Role, str], Manner],
        language: Callable[[], str],
    ) -> None:
        self._voice = voice
        self._main = main
        self._manner = manner
        self._language = language

    def say(self, sentence: str, done: Callable[[bool], None]) -> Utterance:
        """Begin to say ``sentence``; ``done(finished)`` comes once, on the main thread."""

        def over(outcome: Outcome) -> None:
            self._main.post(lambda: done(outcome is Outcome.FINISHED))

        manner = self._manner(Role.INTERFACE, self._language())
        text = with_numbers(sentence)
        return self._voice.speak(text, manner, lambda start, length: None, over)
