"""Reading aloud as the person steers it: which line, how far, and what comes after."""

from typing import Protocol

from ekphrasis_app.app import phrases
from ekphrasis_app.app.session import Cues, Session
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.place import (
    START,
    Place,
    line_at,
    moved_by_lines,
    moved_by_stanzas,
    within,
)
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Extent, Reading
from ekphrasis_app.ports import Announcer
from ekphrasis_app.settings import Settings
from ekphrasis_app.wording import tr


class PoemReader(Protocol):
    """The reader of the speech package: a poem and a place in, spoken lines out."""

    @property
    def state(self) -> Reading: ...

    def read(
        self, poem: Poem, place: Place, extent: Extent = Extent.POEM, slower: bool = False
    ) -> None: ...

    def spell(self, poem: Poem, place: Place) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...


class Recital:
    """Commands about reading, turned into a place for the session and work for the reader."""

    def __init__(
        self,
        session: Session,
        reader: PoemReader,
        announcer: Announcer,
        cues: Cues,
        settings: Settings,
    ) -> None:
        self._session = session
        self._reader = reader
        self._announcer = announcer
        self._cues = cues
        self._settings = settings
        self._all = False
        self._at_end = False
        self._extent = Extent.POEM
        session.watch(lambda new, old: self._stop_if_left(new.poem, old.poem))

    def read(self) -> None:
        """Read on from the place, in this poem only."""
        self._all = False
        self._read_on()

    def read_all(self) -> None:
        """Read this poem and all that come after it."""
        self._all = True
        self._read_on()

    def from_the_start(self) -> None:
        """Read the poem from its first line."""
        if poem := self._poem():
            self._session.become(place=START)
            self._begin(poem, Extent.POEM)

    def toggle_pause(self) -> None:
        """Pause, go on at the word, or begin to read."""
        if self._reader.state is Reading.READING:
            self._reader.pause()
        elif self._reader.state is Reading.PAUSED:
            self._reader.resume()
        else:
            self.read()
        self._tell_reading()

    def stop(self) -> bool:
        """Silence; the place stays where the voice was. True if something was read."""
        self._all = False
        reading = self._reader.state is not Reading.SILENT
        self._reader.stop()
        self._tell_reading()
        return reading

    def move_lines(self, step: int) -> None:
        """Go ``step`` lines on and read there: on, if it was reading, else that line."""
        if poem := self._poem():
            place = moved_by_lines(poem, self._session.state.place, step)
            self._move(
                poem, place, tr("This is the first line."), tr("This is the last line."), step
            )

    def move_stanzas(self, step: int) -> None:
        """Go ``step`` stanzas on and read there."""
        if poem := self._poem():
            place = moved_by_stanzas(poem, self._session.state.place, step)
            first, last = tr("This is the first stanza."), tr("This is the last stanza.")
            self._move(poem, place, first, last, step)

    def go_to(self, place: Place) -> None:
        """Take the caret's place; a new line is read by the program's own voice."""
        state = self._session.state
        if state.poem is None or place == state.place:
            return
        new_line = (place.stanza, place.line) != (state.place.stanza, state.place.line)
        self._reader.stop()
        self._at_end = False
        self._session.become(place=within(state.poem, place))
        self._tell_reading()
        if new_line:
            self._announcer.echo(line_at(state.poem, self._session.state.place))

    def repeat_line(self, slower: bool = False) -> None:
        """Read the line once more, at two thirds of the rate if ``slower``."""
        if poem := self._poem():
            place = Place(self._session.state.place.stanza, self._session.state.place.line)
            self._session.become(place=place)
            self._begin(poem, Extent.LINE, slower)

    def spell_word(self) -> None:
        """Spell the word at the place."""
        if poem := self._poem():
            self._reader.spell(poem, self._session.state.place)

    def moved(self, place: Place) -> None:
        """The reader has come to ``place``."""
        self._session.become(place=place)
        self._tell_reading()

    def ended(self, finished: bool) -> None:
        """The reader is silent; ``finished`` where it came to the end of what it had."""
        state = self._session.state
        self._tell_reading()
        if not finished or state.poem is None:
            return
        last_line = moved_by_lines(state.poem, state.place, 1) is None
        if not last_line:
            return
        self._at_end = True
        self._cues.play(Cue.END_OF_POEM)
        if self._all and state.chosen + 1 < len(state.matches):
            self._session.choose(state.chosen + 1, told=True)
            self._read_on()
        else:
            self._all = False
            self._name_next(state.chosen + 1)

    def _read_on(self) -> None:
        """Read from the place; a poem that was read to its end begins again."""
        poem = self._poem()
        if poem is None:
            return
        if self._at_end:
            self._session.become(place=START)
        self._begin(poem, Extent.POEM)

    def _name_next(self, index: int) -> None:
        """Say which poem comes next, if the person wants that."""
        matches = self._session.state.matches
        if not self._settings.on("announce_next"):
            return
        if index < len(matches):
            name = phrases.poem_name(matches[index].poem)
            self._announcer.say(tr("End. The next poem is {poem}.", poem=name))
        else:
            self._announcer.say(tr("End of the last poem."))

    def _move(self, poem: Poem, place: Place | None, first: str, last: str, step: int) -> None:
        if place is None:
            self._announcer.say(first if step < 0 else last)
            return
        reading = self._reader.state is Reading.READING
        going_on = reading and self._extent is Extent.POEM
        self._reader.stop()
        self._session.become(place=place)
        self._begin(poem, Extent.POEM if going_on else Extent.LINE)

    def _begin(self, poem: Poem, extent: Extent, slower: bool = False) -> None:
        self._at_end = False
        self._extent = extent
        self._reader.read(poem, self._session.state.place, extent, slower)
        self._tell_reading()

    def _poem(self) -> Poem | None:
        poem = self._session.state.poem
        if poem is None:
            self._announcer.say(tr("There is no poem yet. Press Control O to open a picture."))
        return poem

    def _tell_reading(self) -> None:
        self._session.become(reading=self._reader.state)

    def _stop_if_left(self, new: Poem | None, old: Poem | None) -> None:
        if old is not None and new != old and self._reader.state is not Reading.SILENT:
            self._all = self._at_end = False
            self._reader.stop()
            self._tell_reading()
