"""Models that are changed while others, or the same, are being looked at or removed."""

import threading
from pathlib import Path

import pytest

from ekphrasis_app.app import shelf
from ekphrasis_app.app.finder import Answer
from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.app.own_models import OwnModels
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.session import Session
from ekphrasis_app.library.store import Library
from ekphrasis_app.models import bundles
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.settings import Settings
from tests.fakes.app import GivenFinder, HeardAnnouncer, HeardCues
from tests.fakes.bundles import shelved_bundle


class Home:
    """The models ``mine`` and ``other`` beside the starter; work waits for ``goes_on``."""

    def __init__(self, its: Shelf, folder: Path) -> None:
        self.own = its.own
        self.loop, self.settings = PlainLoop(), Settings()
        self.announcer = HeardAnnouncer()
        self.finder = GivenFinder(Answer((), "starter"))
        self.jobs = Jobs(self.loop)
        library = Library.open(folder / "poems.sqlite3")
        session = Session(
            library, self.finder, self.jobs, self.announcer, HeardCues(), self.settings
        )
        self.models = OwnModels(session, self.finder, self.jobs, self.announcer, self.settings)
        self.looked_at, self.goes_on = threading.Event(), threading.Event()

    @property
    def used(self) -> str:
        return self.settings.text(shelf.IN_USE)

    @property
    def heard(self) -> list[str]:
        return self.announcer.heard

    def wait_to_hear(self, *sentences: str) -> None:
        assert self.loop.run_until(lambda: set(sentences) <= set(self.heard), 5), self.heard


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    its = Shelf(tmp_path / "bundles", tmp_path / "program", tmp_path / "fetched")
    shelved_bundle(its.program / "starter", "starter", "the usual words")
    for name in ("mine", "other"):
        shelved_bundle(its.own / name, name, f"words of {name}")
    monkeypatch.setattr(shelf, "own_shelf", lambda: its)
    return Home(its, tmp_path)


@pytest.fixture
def slow_check(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """To look at a model before it is used takes until ``goes_on``."""
    usable = shelf.usable

    def slowly(name: str) -> bundles.Installed:
        found = usable(name)
        own.looked_at.set()
        own.goes_on.wait()
        return found

    monkeypatch.setattr(shelf, "usable", slowly)


@pytest.fixture
def slow_removal(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """To delete a model takes until ``goes_on``."""
    remove = bundles.remove

    def slowly(its: Shelf, name: str) -> bundles.Installed:
        own.goes_on.wait()
        return remove(its, name)

    monkeypatch.setattr(bundles, "remove", slowly)


@pytest.mark.usefixtures("slow_check")
def test_a_model_that_was_removed_while_it_was_checked_is_not_taken(own: Home) -> None:
    own.models.use("mine")
    own.looked_at.wait()
    own.models.remove("mine")
    own.wait_to_hear("mine was removed.")
    own.goes_on.set()
    assert own.loop.run_until(lambda: own.heard[-1].startswith("There is no bundle"), 5)
    assert own.used == "starter"


@pytest.mark.usefixtures("slow_removal")
def test_a_model_that_is_taken_while_it_goes_gives_way_to_the_usual_one(own: Home) -> None:
    own.models.remove("mine")
    own.models.use("mine")
    own.wait_to_hear("mine finds the poems from the next picture on.")
    own.goes_on.set()
    own.wait_to_hear("mine was removed. starter finds the poems now.")
    assert own.used == "starter"


@pytest.mark.usefixtures("slow_removal")
def test_each_of_two_removals_is_told(own: Home) -> None:
    own.models.remove("mine")
    own.models.remove("other")
    own.goes_on.set()
    own.wait_to_hear("mine was removed.", "other was removed.")


@pytest.mark.usefixtures("slow_check")
def test_a_model_is_taken_though_another_is_checked_meanwhile(own: Home) -> None:
    own.models.use("mine")
    own.models.check("other")
    own.wait_to_hear("other is complete and unaltered.")
    own.goes_on.set()
    own.wait_to_hear("mine finds the poems from the next picture on.")
    assert own.used == "mine"


def test_one_that_is_still_loaded_is_let_go_of_before_it_is_removed(own: Home) -> None:
    own.finder.loaded = own.own / "mine"
    own.models.remove("other")
    own.wait_to_hear("other was removed.")
    assert own.finder.let_gone == 0
    own.models.remove("mine")
    own.wait_to_hear("mine was removed.")
    assert own.finder.let_gone == 1
