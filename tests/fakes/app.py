"""Stand-ins for the parts that the session works with; each records what it was asked."""

from collections.abc import Callable
from pathlib import Path

from ekphrasis_app.app.finder import Answer
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.place import Place
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Extent, Reading
from ekphrasis_app.ports import Progress


class HeardAnnouncer:
    """Keeps the sentences instead of saying them."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.echoed: list[str] = []

    def say(self, sentence: str, urgent: bool = False) -> None:
        self.heard.append(sentence)

    def echo(self, sentence: str) -> None:
        self.echoed.append(sentence)


class HeardCues:
    """Keeps the cues instead of playing them."""

    def __init__(self) -> None:
        self.heard: list[Cue] = []

    def play(self, cue: Cue) -> None:
        self.heard.append(cue)


class GivenSource:
    """Gives a picture, or raises."""

    def __init__(self, result: Picture | Exception) -> None:
        self._result = result

    def picture(self, cancel: CancelToken) -> Picture:
        if isinstance(self._result, Exception):
            raise self._result
        return self._result


class GivenFinder:
    """Answers with what it was given, after ``before`` was called in the worker."""

    def __init__(
        self, answer: Answer, before: Callable[[CancelToken], None] | None = None
    ) -> None:
        self.answer = answer
        self.before = before
        self.asked: list[tuple[Picture, int]] = []
        self.unprepared = 0
        """How many poems are still to be encoded when it is loaded."""
        self.let_gone = 0
        self.loaded: Path | None = None

    def let_go(self) -> None:
        self.let_gone += 1

    def load(self, progress: Progress, cancel: CancelToken) -> float:
        for done in range(self.unprepared):
            progress(done + 1, self.unprepared)
        return 0.0

    def find(
        self, picture: Picture, top: int, progress: Progress, cancel: CancelToken
    ) -> Answer:
        self.asked.append((picture, top))
        if self.before:
            self.before(cancel)
        return self.answer


class ScriptedReader:
    """A reader whose progress the test decides."""

    def __init__(self) -> None:
        self.state = Reading.SILENT
        self.asked: list[tuple[object, ...]] = []

    def read(
        self, poem: Poem, place: Place, extent: Extent = Extent.POEM, slower: bool = False
    ) -> None:
        self.asked.append((poem.id, place, extent, slower))
        self.state = Reading.READING

    def spell(self, poem: Poem, place: Place) -> None:
        self.asked.append(("spell", poem.id, place))

    def pause(self) -> None:
        self.state = Reading.PAUSED

    def resume(self) -> None:
        self.state = Reading.READING

    def stop(self) -> None:
        self.state = Reading.SILENT
