"""What will be said of a poem, and in what order: passages."""

from dataclasses import dataclass

from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.place import Place, line_number, place_of_line
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Extent, Role
from ekphrasis_app.speech.numerals import with_numbers
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
    """One thing to say: a line of verse (then with its place), a title, or a sentence.

    ``pause`` is the seconds of silence after it at normal rate; ``cue`` sounds there.
    """

    spoken: Spoken
    language: str
    role: Role = Role.POEM
    place: Place | None = None
    pause: float = 0.0
    cue: Cue | None = None

    def from_word(self, word: int) -> "Passage":
        """The rest of the passage, from that word of its line on."""
        return Passage(
            self.spoken.from_word(word),
            self.language,
            self.role,
            self.place,
            self.pause,
            self.cue,
        )


def heading(poem: Poem, about: str, language: str) -> list[Passage]:
    """The title in the poem's language, then ``about`` it in that of the interface."""
    title = Passage(
        spoken_line(with_numbers(poem.heading), poem.language),
        poem.language,
        Role.TITLE,
        pause=SENTENCE / 2,
    )
    if not about:
        return [title]
    return [title, sentence(about, language, STANZA)]


def sentence(text: str, language: str, pause: float = 0.0) -> Passage:
    """A sentence of the interface."""
    return Passage(Spoken(text, ()), language, Role.INTERFACE, pause=pause)


def lines(poem: Poem, place: Place, extent: Extent) -> list[Passage]:
    """The lines from ``place`` to the end of ``extent``; the first begins at its word."""
    first = line_number(poem, place)
    last = {
        Extent.LINE: first,
        Extent.STANZA: first - place.line + len(poem.stanzas[place.stanza]) - 1,
        Extent.POEM: len(poem.lines) - 1,
    }[extent]
    passages = [_line(poem, place_of_line(poem, number)) for number in range(first, last + 1)]
    return [passages[0].from_word(place.word), *passages[1:]]


def spelled(poem: Poem, place: Place) -> Passage:
    """The word at ``place``, then its letters one by one."""
    word = poem.stanzas[place.stanza][place.line].split()[place.word]
    letters = [SIGNS.get(letter, letter.upper()) for letter in word]
    named = ", ".join(name for name in letters if name.isalnum())
    said = spoken_line(word, poem.language).text.rstrip(".,;:!?")
    return Passage(Spoken(f"{said}: {named}", ()), poem.language, place=place)


def _line(poem: Poem, place: Place) -> Passage:
    stanza = poem.stanzas[place.stanza]
    line = stanza[place.line]
    following = stanza[place.line + 1] if place.line + 1 < len(stanza) else None
    return Passage(
        spoken_line(line, poem.language, runs_on=ends_open(line) and following is not None),
        poem.language,
        place=place,
        pause=pause_after(line, following),
        cue=Cue.END_OF_LINE if following is not None else Cue.END_OF_STANZA,
    )
