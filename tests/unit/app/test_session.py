"""The session: pictures come, poems are found, errors are said, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ekphrasis_app.app.finder import Answer
from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.session import Session
from ekphrasis_app.app.state import State, Task
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.errors import PictureProblem
from ekphrasis_app.domain.match import Strength
from ekphrasis_app.domain.picture import Origin
from ekphrasis_app.domain.place import Place
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Progress
from ekphrasis_app.settings import Settings
from tests.fakes.app import GivenFinder, GivenSource, HeardAnnouncer, HeardCues
from tests.fakes.people import HARBOUR, SNOW, match, picture


class House:
    """A session with its surroundings."""

    def __init__(self, folder: Path) -> None:
        self.loop = PlainLoop()
        self.announcer = HeardAnnouncer()
        self.cues = HeardCues()
        self.library = Library.open(folder / "library.sqlite3")
        self.library.add([HARBOUR, SNOW])
        self.finder = GivenFinder(Answer((match(), match(SNOW, 2)), "starter"))
        self.jobs = Jobs(self.loop)
        self.session = Session(
            self.library, self.finder, self.jobs, self.announcer, self.cues, Settings()
        )

    def wait(self, over: Callable[[State], bool]) -> None:
        assert self.loop.run_until(lambda: over(self.session.state), 5)

    def open(self) -> None:
        self.session.open(GivenSource(picture()))
        self.wait(lambda state: bool(state.matches))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_picture_is_announced_and_so_are_its_poems(house: House) -> None:
    house.open()
    assert house.announcer.heard == [
        "lighthouse.png is loaded. Looking for poems.",
        "2 poems found. The first is The Harbour Light by Ann Writer.",
    ]
    assert house.cues.heard == [Cue.WORKING, Cue.FOUND]
    assert house.session.state.chosen == 0
    assert house.session.state.task == ""


def test_a_picture_that_was_taken_and_not_opened_sounds_so(house: House) -> None:
    house.session.open(GivenSource(replace(picture(), origin=Origin.CLIPBOARD)))
    house.wait(lambda state: bool(state.matches))
    assert house.cues.heard == [Cue.CAPTURE, Cue.FOUND]


def test_it_is_said_when_no_poem_fits_well(house: House) -> None:
    house.finder.answer = Answer((match(strength=Strength.LOOSE),), "starter")
    house.open()
    assert house.announcer.heard[-1] == (
        "No poem fits this picture well. 1 loose match. "
        "The first is The Harbour Light by Ann Writer."
    )


def test_an_empty_library_is_said_with_what_to_do(house: House) -> None:
    house.finder.answer = Answer((), "starter")
    house.session.open(GivenSource(picture()))
    house.wait(lambda state: state.picture is not None and not state.task)
    assert "Add poems" in house.announcer.heard[-1] or "add poems" in house.announcer.heard[-1]
    assert house.cues.heard[-1] is Cue.NOTHING_FOUND


def test_a_bad_picture_is_explained_and_the_good_one_stays(house: House) -> None:
    house.open()
    problem = PictureProblem("This is not a picture.", "Choose another file.")
    house.session.open(GivenSource(problem))
    house.wait(lambda state: not state.task)
    assert house.announcer.heard[-1] == "This is not a picture. Choose another file."
    assert house.cues.heard[-1] is Cue.ERROR
    assert house.session.state.picture == picture()
    assert len(house.session.state.matches) == 2


def test_a_bug_is_logged_and_said_in_one_sentence(house: House, warnings_logged) -> None:
    warnings_logged.expect("unexpected error")
    house.session.open(GivenSource(ZeroDivisionError()))
    house.wait(lambda state: not state.task)
    assert house.announcer.heard[-1].startswith("Something went wrong inside the program.")


def test_getting_ready_is_silent_where_nothing_is_to_be_done(house: House) -> None:
    house.session.get_ready()
    assert house.loop.run_until(lambda: not house.jobs.busy("getting ready"), 5)
    assert house.announcer.heard == []


def test_preparing_poems_is_said_at_its_beginning_its_quarters_and_its_end(
    house: House,
) -> None:
    house.finder.unprepared = 8
    house.session.get_ready()
    assert house.loop.run_until(lambda: not house.jobs.busy("getting ready"), 5)
    assert house.announcer.heard == [
        "Preparing 8 poems first.",
        "25 percent prepared.",
        "50 percent prepared.",
        "75 percent prepared.",
        "All poems are prepared.",
    ]
    assert house.session.state.task == ""


@pytest.mark.parametrize("fetched", [None, 0.1, 0.9])
def test_preparing_is_told_alike_while_a_model_is_fetched(
    house: House, monkeypatch: pytest.MonkeyPatch, fetched: float | None
) -> None:
    def load(progress: Progress, cancel: CancelToken) -> float:
        for done in range(8):
            progress(done + 1, 8)
            house.loop.post(lambda: house.session.become(task=Task.FETCHING, progress=fetched))
        return 0.0

    monkeypatch.setattr(house.finder, "load", load)
    house.session.get_ready()
    assert house.loop.run_until(lambda: not house.jobs.busy("getting ready"), 5)
    assert house.announcer.heard == [
        "Preparing 8 poems first.",
        *(f"{n} percent prepared." for n in (25, 50, 75)),
        "All poems are prepared.",
    ]


def test_getting_ready_is_silent_though_a_model_is_fetched(house: House) -> None:
    house.session.get_ready()
    house.session.become(task=Task.FETCHING, progress=0.5)
    assert house.loop.run_until(lambda: not house.jobs.busy("getting ready"), 5)
    assert house.announcer.heard == []
    assert house.session.state.task is Task.FETCHING


def test_looking_can_be_given_up(house: House) -> None:
    def patiently(cancel: CancelToken) -> None:
        while True:
            cancel.check()

    house.finder.before = patiently
    house.session.open(GivenSource(picture()))
    house.wait(lambda state: state.task == "Looking for poems")
    assert house.session.give_up()
    house.wait(lambda state: not state.task)
    assert house.announcer.heard[-1] == "Given up."
    assert house.session.state.picture == picture()


def test_choosing_a_poem_says_which_it_is(house: House) -> None:
    house.open()
    house.session.choose(1)
    assert house.session.state.poem == SNOW
    assert house.announcer.heard[-1] == (
        "Poem 2 of 2, Snow on the wall, Ben Maker, 2 lines, strong match: sea, lamp"
    )


@pytest.mark.parametrize(("index", "said"), [(-1, "first"), (2, "last")])
def test_the_ends_of_the_list_are_said(house: House, index: int, said: str) -> None:
    house.open()
    house.session.choose(index)
    assert house.announcer.heard[-1] == f"This is the {said} poem."
    assert house.session.state.chosen == 0


def test_where_am_i_names_picture_poem_line_and_reading(house: House) -> None:
    house.session.where_am_i()
    assert house.announcer.heard[-1] == "No picture yet. Press Control O to open one."
    house.open()
    house.session.become(place=Place(1, 0))
    house.session.where_am_i()
    assert house.announcer.heard[-1] == (
        "lighthouse.png, poem 1 of 2, The Harbour Light by Ann Writer, line 3 of 4, "
        "not reading."
    )


def test_the_place_comes_back_after_a_restart(house: House, tmp_path: Path) -> None:
    house.open()
    house.session.choose(0)
    house.session.become(place=Place(1, 1))
    house.library.close()
    later = House(tmp_path)
    assert later.session.restore(lambda path: GivenSource(picture(path=path)))
    later.wait(lambda state: bool(state.matches))
    assert later.session.state == house.session.state
    assert later.finder.asked == []


def test_the_poems_come_back_even_where_the_picture_is_gone(
    house: House, tmp_path: Path
) -> None:
    house.open()
    later = House(tmp_path)
    later.session.restore(lambda path: GivenSource(PictureProblem("It is gone.")))
    later.wait(lambda state: bool(state.matches))
    assert later.session.state.picture is None
    assert later.session.state.matches == house.session.state.matches


def test_a_first_start_has_nothing_to_restore(house: House) -> None:
    assert not house.session.restore(lambda path: GivenSource(picture()))


def test_each_picture_goes_into_the_history(house: House) -> None:
    house.open()
    (visit,) = house.library.kept.history()
    assert (visit.name, visit.poems) == ("lighthouse.png", ("harbour", "snow"))
