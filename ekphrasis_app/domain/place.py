"""Where the reader is. Voice, highlight, caret and braille are views of this one value."""

from dataclasses import dataclass, replace

from ekphrasis_app.domain.poem import Poem


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Stanza, line within it and word within that, each counted from 0."""

    stanza: int = 0
    line: int = 0
    word: int = 0


START = Place()


def line_number(poem: Poem, place: Place) -> int:
    """The index of the place's line among all lines of the poem, from 0."""
    return sum(len(stanza) for stanza in poem.stanzas[: place.stanza]) + place.line


def place_of_line(poem: Poem, number: int) -> Place:
    """The start of line ``number`` (from 0), held within the poem."""
    number = max(0, min(number, len(poem.lines) - 1))
    for index, stanza in enumerate(poem.stanzas):
        if number < len(stanza):
            return Place(index, number)
        number -= len(stanza)
    raise AssertionError("the line number was held within the poem")


def line_at(poem: Poem, place: Place) -> str:
    """The text of the line at ``place``."""
    return poem.stanzas[place.stanza][place.line]


def within(poem: Poem, place: Place) -> Place:
    """The nearest place that the poem has; a saved place may be from an older text."""
    stanza = max(0, min(place.stanza, len(poem.stanzas) - 1))
    line = max(0, min(place.line, len(poem.stanzas[stanza]) - 1))
    words = len(poem.stanzas[stanza][line].split())
    return Place(stanza, line, max(0, min(place.word, words - 1)))


def moved_by_lines(poem: Poem, place: Place, step: int) -> Place | None:
    """The start of the line ``step`` further on, or None past either end."""
    number = line_number(poem, place) + step
    return place_of_line(poem, number) if 0 <= number < len(poem.lines) else None


def moved_by_stanzas(poem: Poem, place: Place, step: int) -> Place | None:
    """The start of the stanza ``step`` further on, or None past either end."""
    stanza = place.stanza + step
    return Place(stanza) if 0 <= stanza < len(poem.stanzas) else None


def at_word(place: Place, word: int) -> Place:
    """The same line at another word."""
    return replace(place, word=word)
