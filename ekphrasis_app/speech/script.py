"""What will be said of a poem, and in what order: passages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.place import Place, line_number, place_of_line
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Extent, Role
from ekphrasis_app.speech.numerals import with_numbers
from ekphrasis_app.speech.tongue import language_of, runs
from ekphrasis_app.speech.verse import (
    SENTENCE,
    STANZA,
    Spoken,
    ends_open,
    pause_after,
    spoken_line,
)

SIGNS = {"'": "apostrophe", "’": "apostrophe", "-": "hyphen"}
"""What is no letter but belongs to the spelling of a word."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing to say: verse (then with its place), a title, or a sentence.

    A line is one passage, or several where parts of it are in another language; the last
    one ``ends_line``. ``pause`` is the seconds of silence after it at normal rate, where
    ``cue`` sounds.
    """

    spoken: Spoken
    language: str
    role: Role = Role.POEM
    place: Place | None = None
    pause: float = 0.0
    cue: Cue | None = None
    ends_line: bool = False

    def from_word(self, word: int) -> "Passage":
        """The rest of the passage, from that word of its line on."""
        return replace(self, spoken=self.spoken.from_word(word))

    @property
    def first_word(self) -> int:
        """The word of its line that it begins with."""
        return self.spoken.words[0].word if self.spoken.words else 0

    @property
    def last_word(self) -> int:
        """The word of its line that it ends with."""
        return self.spoken.words[-1].word if self.spoken.words else 0


def heading(poem: Poem, about: str, language: str) -> list[Passage]:
    """The title in the poem's language, then ``about`` it in that of the interface.

    A poem without a title goes by its first line, which is about to be read anyway.
    """
    after = [sentence(about, language, STANZA)] if about else []
    if not poem.title:
        return after
    named = with_numbers(poem.title)
    tongue = language_of(named, poem.language)
    title = Passage(spoken_line(named, tongue), tongue, Role.TITLE, pause=SENTENCE / 2)
    return [title, *after]


def sentence(text: str, language: str, pause: float = 0.0) -> Passage:
    """A sentence of the interface."""
    return Passage(Spoken(text, ()), language, Role.INTERFACE, pause=pause)


def lines(poem: Poem, place: Place, extent: Extent) -> Iterator[Passage]:
    """The lines from ``place`` to the end of ``extent``; the first begins at its word.

    They are made one by one: a thousand of them would take half a second.
    """
    first = line_number(poem, place)
    last = {
        Extent.LINE: first,
        Extent.STANZA: first - place.line + len(poem.stanzas[place.stanza]) - 1,
        Extent.POEM: len(poem.lines) - 1,
    }[extent]
    begun = _line(poem, place_of_line(poem, first))
    left = [part for part in begun if part.last_word >= place.word] or begun
    yield left[0].from_word(place.word)
    yield from left[1:]
    for number in range(first + 1, last + 1):
        yield from _line(poem, place_of_line(poem, number))


def spelled(poem: Poem, place: Place) -> Passage:
    """The word at ``place``, then its letters one by one."""
    word = poem.stanzas[place.stanza][place.line].split()[place.word]
    letters = [SIGNS.get(letter, letter.upper()) for letter in word]
    named = ", ".join(name for name in letters if name.isalnum())
    said = spoken_line(word, poem.language).text.rstrip(".,;:!?")
    return Passage(Spoken(f"{said}: {named}", ()), poem.language, place=place)


def _line(poem: Poem, place: Place) -> list[Passage]:
    stanza = poem.stanzas[place.stanza]
    line = stanza[place.line]
    following = stanza[place.line + 1] if place.line + 1 < len(stanza) else None
    tongues = runs(line, poem.language)
    parts = [
        Passage(
            spoken_line(line, run.language, runs_on, run.first, run.end),
            run.language,
            place=place,
        )
        for run, runs_on in zip(tongues, _held_up(line, len(tongues), following), strict=True)
    ]
    last = replace(
        parts[-1],
        pause=pause_after(line, following),
        cue=Cue.END_OF_LINE if following is not None else Cue.END_OF_STANZA,
        ends_line=True,
    )
    return [*parts[:-1], last]


def _held_up(line: str, parts: int, following: str | None) -> list[bool]:
    """Which parts of the line run on: all but the last, which does where the line does."""
    return [True] * (parts - 1) + [ends_open(line) and following is not None]
