"""The reader: a poem and a place in, spoken lines out, and word of where the voice is.

It belongs to the main thread. What the engine tells from its own threads comes through
``MainThread.post``, and whatever belongs to an order that has been taken back is dropped.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import Problem, SpeechProblem
from ekphrasis_app.domain.place import START, Place, at_word
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Extent, Reading, Role
from ekphrasis_app.ports import MainThread, Manner, Outcome, SpeechEngine, Utterance
from ekphrasis_app.speech import script
from ekphrasis_app.speech.languages import language_name
from ekphrasis_app.speech.script import Passage
from ekphrasis_app.speech.voices import speaks

SLOWER = 2 / 3
"""How much of its rate is left to a line that is repeated slower."""

AHEAD = 2
"""Passages that the engine is told of beforehand."""


def _nothing(*_: object) -> None:
    """What is not listened to."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the person wants of a reading; asked anew for each.

    ``about`` is said after the title of a poem read from its start, in ``language``.
    """

    say_title: bool = True
    pause_after_line: bool = False
    about: Callable[[Poem], str] = lambda poem: poem.author
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom the reader tells, always on the main thread.

    ``moved`` comes with each word heard, ``ended(True)`` at the end of what was asked for,
    ``ended(False)`` when reading paused or broke off of itself, after ``trouble`` said why.
    """

    moved: Callable[[Place], None] = _nothing
    ended: Callable[[bool], None] = _nothing
    trouble: Callable[[Problem], None] = _nothing
    cue: Callable[[Cue], None] = _nothing


class Reader:
    """Reads poems aloud through a speech engine; any new order takes the old one's place.

    ``manner(role, language)`` is asked anew for every passage, so that a change of rate,
    pitch, volume or voice is heard from the next line on.
    """

    def __init__(
        self,
        voice: SpeechEngine,
        main: MainThread,
        manner: Callable[[Role, str], Manner],
        listener: Listener,
        options: Callable[[], ReadingOptions] = ReadingOptions,
    ) -> None:
        self._voice = voice
        self._main = main
        self._manner = manner
        self.listener = listener
        self._options = options
        self._state = Reading.SILENT
        self._coming: Iterator[Passage] = iter(())
        self._passages: deque[Passage] = deque()
        self._word = 0
        self._slower = False
        self._turn = 0
        self._met: set[str] = set()
        self._utterance: Utterance | None = None
        self._take_back_gap: Callable[[], None] = _nothing

    @property
    def state(self) -> Reading:
        return self._state

    def read(
        self, poem: Poem, place: Place, extent: Extent = Extent.POEM, slower: bool = False
    ) -> None:
        """Read from ``place`` to the end of ``extent``, the title first if it is the start."""
        options = self._options()
        passages = script.lines(poem, place, extent)
        title: list[Passage] = []
        if options.say_title and extent is Extent.POEM and place == START:
            title = script.heading(poem, options.about(poem), options.language)
        self._begin(chain(title, passages), place.word, slower)

    def spell(self, poem: Poem, place: Place) -> None:
        """Say the word at ``place`` and spell it."""
        self._begin(iter([script.spelled(poem, place)]), place.word, slower=False)

    def pause(self) -> None:
        """Silence; ``resume`` goes on with the word that was being heard."""
        if self._state is Reading.READING:
            self._state = Reading.PAUSED
            self._take_back_gap()
            if self._utterance is None:
                return
            if self._voice.capabilities.pause_in_line:
                self._utterance.pause()
            else:
                self._silence()

    def resume(self) -> None:
        """Go on where ``pause`` or a trouble left off."""
        if self._state is not Reading.PAUSED:
            return
        self._state = Reading.READING
        if self._utterance is not None:
            self._utterance.resume()
        else:
            self._speak()

    def stop(self) -> None:
        """Silence, and nothing to go on with."""
        self._state = Reading.SILENT
        self._silence()

    def _begin(self, passages: Iterator[Passage], word: int, slower: bool) -> None:
        self._silence()
        self._coming = passages
        self._passages.clear()
        self._word = word
        self._slower = slower
        self._state = Reading.READING
        self._look_ahead(1)
        self._speak()

    def _look_ahead(self, count: int) -> None:
        """Have ``count`` passages in hand, or all that are left."""
        wanted = max(0, count - len(self._passages))
        self._passages.extend(islice(self._coming, wanted))

    def _tell_missing(self, language: str) -> None:
        """Say once of each language that another one's voice has to read it."""
        if language in self._met:
            return
        self._met.add(language)
        voices = self._voice.voices()
        if voices and not speaks(voices, language):
            name = language_name(language)
            self.listener.trouble(
                SpeechProblem(
                    "There is no voice for the language {language}. Another one reads.",
                    language=name,
                )
                if name
                else SpeechProblem("There is no voice for this language. Another one reads.")
            )

    def _silence(self) -> None:
        self._turn += 1
        self._take_back_gap()
        utterance, self._utterance = self._utterance, None
        if utterance is not None:
            utterance.stop()

    def _speak(self) -> None:
        """Say the first of the passages that are left, from the word in hand."""
        self._turn += 1
        turn, passage = self._turn, self._passages[0]
        self._tell_missing(passage.language)
        if self._state is not Reading.READING or turn != self._turn:
            return  # who was told has paused the reading, or begun another
        self._word = max(self._word, passage.first_word)
        if passage.place is not None:
            self.listener.moved(at_word(passage.place, self._word))
        rest = passage.from_word(self._word)
        if not rest.spoken.text:
            self._ended(turn, Outcome.FINISHED)
            return
        self._utterance = self._voice.speak(
            rest.spoken.text,
            self._manner_of(rest),
            lambda start, _length: self._post(turn, lambda: self._heard(rest, start)),
            lambda outcome: self._main.post(lambda: self._ended(turn, outcome)),
        )
        self._look_ahead(1 + AHEAD)
        for later in islice(self._passages, 1, None):
            self._voice.prepare(later.spoken.text, self._manner_of(later))

    def _post(self, turn: int, call: Callable[[], None]) -> None:
        self._main.post(lambda: call() if turn == self._turn else None)

    def _heard(self, passage: Passage, position: int) -> None:
        if passage.place is not None:
            self._word = passage.spoken.word_at(position)
            self.listener.moved(at_word(passage.place, self._word))

    def _ended(self, turn: int, outcome: Outcome) -> None:
        if turn != self._turn:
            return
        self._utterance = None
        if outcome is Outcome.FINISHED:
            self._after(self._passages.popleft())
        elif self._state is Reading.READING:
            self._break_off(outcome)

    def _after(self, passage: Passage) -> None:
        """A passage was heard to its end: pause as the verse asks, then go on."""
        if passage.ends_line:
            self._word = 0
        self._look_ahead(1)
        if not self._passages:
            self._state = Reading.SILENT
            self.listener.ended(True)
            return
        if passage.cue is not None:
            self.listener.cue(passage.cue)
        if self._options().pause_after_line and passage.ends_line:
            self._state = Reading.PAUSED
            self.listener.ended(False)
            return
        seconds = passage.pause / self._manner_of(passage).rate
        turn = self._turn
        self._take_back_gap = self._main.later(seconds, lambda: self._go_on(turn))

    def _go_on(self, turn: int) -> None:
        self._take_back_gap = _nothing
        if turn == self._turn and self._state is Reading.READING:
            self._speak()

    def _break_off(self, outcome: Outcome) -> None:
        """The voice was taken away: keep the place, so that ``resume`` can go on there."""
        self._state = Reading.PAUSED
        if outcome is Outcome.LOST:
            self.listener.trouble(
                SpeechProblem(
                    "The sound output has gone away. Reading is paused.",
                    "Press the pause key to go on with another one.",
                )
            )
        elif outcome is Outcome.FAILED:
            self.listener.trouble(SpeechProblem("The voice does not work. Reading is paused."))
        self.listener.ended(False)

    def _manner_of(self, passage: Passage) -> Manner:
        manner = self._manner(passage.role, passage.language)
        return replace(manner, rate=manner.rate * SLOWER) if self._slower else manner
