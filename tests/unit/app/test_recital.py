"""Reading aloud as the person steers it."""

from pathlib import Path

import pytest

from ekphrasis_app.app.finder import Answer
from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.recital import Recital
from ekphrasis_app.app.session import Session
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.place import START, Place
from ekphrasis_app.domain.reading import Extent, Reading
from ekphrasis_app.library.store import Library
from ekphrasis_app.settings import Settings
from tests.fakes.app import GivenFinder, HeardAnnouncer, HeardCues, ScriptedReader
from tests.fakes.people import HARBOUR, SNOW, match, picture


class Stage:
    """A recital with two poems found."""

    def __init__(self, folder: Path) -> None:
        self.announcer, self.cues, settings = HeardAnnouncer(), HeardCues(), Settings()
        library = Library.open(folder / "library.sqlite3")
        self.session = Session(
            library,
            GivenFinder(Answer((), "starter")),
            Jobs(PlainLoop()),
            self.announcer,
            self.cues,
            settings,
        )
        self.reader = ScriptedReader()
        self.recital = Recital(self.session, self.reader, self.announcer, self.cues, settings)

    def find(self) -> None:
        found = (match(), match(SNOW, 2))
        self.session.become(picture=picture(), matches=found, chosen=0)

    def read_to(self, place: Place) -> None:
        self.recital.moved(place)

    def come_to_the_end(self) -> None:
        self.reader.state = Reading.SILENT
        self.recital.ended(True)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.find()
    return stage


def test_without_a_poem_it_is_said_what_to_do(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.recital.read()
    assert stage.announcer.heard == ["There is no poem yet. Press Control O to open a picture."]
    assert stage.reader.asked == []


def test_reading_begins_at_the_place_and_moves_it(stage: Stage) -> None:
    stage.session.become(place=Place(1, 0))
    stage.recital.read()
    assert stage.reader.asked == [("harbour", Place(1, 0), Extent.POEM, False)]
    assert stage.session.state.reading is Reading.READING
    stage.read_to(Place(1, 1, 2))
    assert stage.session.state.place == Place(1, 1, 2)


def test_stopping_leaves_the_place_where_the_voice_was(stage: Stage) -> None:
    stage.recital.read()
    stage.read_to(Place(0, 1, 1))
    assert stage.recital.stop()
    assert stage.session.state.place == Place(0, 1, 1)
    assert stage.session.state.reading is Reading.SILENT
    assert not stage.recital.stop()


def test_one_key_begins_pauses_and_goes_on(stage: Stage) -> None:
    seen = []
    for _ in range(3):
        stage.recital.toggle_pause()
        seen.append(stage.session.state.reading)
    assert seen == [Reading.READING, Reading.PAUSED, Reading.READING]


def test_a_poem_read_to_its_end_begins_again(stage: Stage) -> None:
    stage.recital.read()
    stage.read_to(Place(1, 1, 1))
    stage.come_to_the_end()
    assert stage.cues.heard == [Cue.END_OF_POEM]
    stage.recital.read()
    assert stage.reader.asked[-1] == ("harbour", START, Extent.POEM, False)


def test_reading_all_goes_on_with_the_next_poem_and_ends_after_the_last(stage: Stage) -> None:
    stage.recital.read_all()
    stage.read_to(Place(1, 1))
    stage.come_to_the_end()
    assert stage.session.state.poem == SNOW
    assert stage.reader.asked[-1] == ("snow", START, Extent.POEM, False)
    stage.read_to(Place(0, 1))
    stage.come_to_the_end()
    assert len(stage.reader.asked) == 2


def test_choosing_another_poem_ends_reading_all(stage: Stage) -> None:
    stage.recital.read_all()
    stage.session.choose(1)
    stage.session.choose(0)
    stage.recital.toggle_pause()
    stage.read_to(Place(1, 1))
    stage.come_to_the_end()
    assert stage.session.state.poem == HARBOUR


def test_reading_one_poem_ends_reading_all(stage: Stage) -> None:
    stage.recital.read_all()
    stage.recital.read()
    stage.read_to(Place(1, 1))
    stage.come_to_the_end()
    assert stage.session.state.poem == HARBOUR


def test_moving_by_lines_reads_that_line(stage: Stage) -> None:
    stage.recital.move_lines(1)
    stage.recital.move_lines(1)
    assert stage.session.state.place == Place(1, 0)
    assert stage.reader.asked[-1] == ("harbour", Place(1, 0), Extent.LINE, False)


def test_moving_while_it_reads_goes_on_from_there(stage: Stage) -> None:
    stage.recital.read()
    stage.recital.move_stanzas(1)
    assert stage.reader.asked[-1] == ("harbour", Place(1, 0), Extent.POEM, False)


@pytest.mark.parametrize(
    ("step", "said"), [(-1, "This is the first line."), (4, "This is the last line.")]
)
def test_the_ends_of_a_poem_are_said(stage: Stage, step: int, said: str) -> None:
    stage.recital.move_lines(step)
    assert stage.announcer.heard == [said]
    assert stage.reader.asked == []


def test_a_line_is_repeated_from_its_first_word_and_slower_if_wished(stage: Stage) -> None:
    stage.session.become(place=Place(0, 1, 2))
    stage.recital.repeat_line(slower=True)
    assert stage.reader.asked == [("harbour", Place(0, 1, 0), Extent.LINE, True)]


def test_the_caret_moves_the_place_and_its_line_is_echoed_once(stage: Stage) -> None:
    stage.recital.go_to(Place(1, 0))
    stage.recital.go_to(Place(1, 0, 1))
    assert stage.session.state.place == Place(1, 0, 1)
    assert stage.announcer.echoed == ["and no one counts"]


def test_choosing_another_poem_ends_the_reading_of_this_one(stage: Stage) -> None:
    stage.recital.read()
    stage.session.choose(1)
    assert stage.reader.state is Reading.SILENT
    assert stage.session.state.reading is Reading.SILENT


def test_a_word_is_spelled_at_the_place(stage: Stage) -> None:
    stage.session.become(place=Place(1, 1, 1))
    stage.recital.spell_word()
    assert stage.reader.asked == [("spell", "harbour", Place(1, 1, 1))]
