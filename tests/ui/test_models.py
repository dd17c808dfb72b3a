"""Models in the settings: got, checked, used and removed, by the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ekphrasis_app.app import folders, phrases, shelf
from ekphrasis_app.app.state import Task
from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.library.store import Library
from ekphrasis_app.models import bundles
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.ui.pages import model_pages
from ekphrasis_app.ui.pages.model_list import ModelList
from ekphrasis_app.ui.pages.model_pages import FILE, WAYS
from ekphrasis_app.ui.pages.settings_page import PAGES as SECTIONS
from ekphrasis_app.ui.window import CELLS, status_text
from tests.fakes.bundles import shelved_bundle
from tests.fakes.people import HARBOUR
from tests.fakes.web import serving
from tests.ui.languages import spoken
from tests.unit.library.poems import encoding

HINT = "Enter takes a model, which counts from the next picture. Delete removes one."


@pytest.fixture
def own(home, tmp_path, monkeypatch) -> Shelf:
    """A shelf with the starter alone, which is as small as a bundle can be."""
    its = Shelf(home / "bundles", tmp_path / "program", tmp_path / "fetched")
    shelved_bundle(its.program / "starter", "starter", "the usual words")
    monkeypatch.setattr(shelf, "own_shelf", lambda: its)
    return its


@pytest.fixture
def site(own):
    """A server on this machine that has the weights of both publishers."""
    offers = pytest.importorskip("tests.fakes.offers", reason="needs the extra: training")
    with serving() as site:
        offers.offering(site, own, sources=("openai", "laion"))
        yield site


def go_to_models(visitor):
    """From the first page to the list of models."""
    visitor.press("Ctrl+,", *["Down"] * SECTIONS.index("Poems"))
    return visitor.press("Tab", "Tab")


def press_button(visitor, number):
    """Go from the list of models to one of the buttons after it, and press it."""
    return visitor.press(*["Tab"] * number, "Space")


def listed(visitor) -> list[str]:
    return [row.said for row in visitor.window.page("settings").findChild(ModelList).rows.rows]


def where(visitor) -> str:
    """The name of the page that is shown."""
    pages = visitor.window.page_names()
    return next(n for n in pages if visitor.window._pages.get(n) is visitor.window.current)


def wait_for(over) -> None:
    for _ in range(2000):
        if over():
            return
        QTest.qWait(5)
    raise AssertionError("waited in vain")


class TestTheList:
    def test_it_says_what_each_model_is_and_what_keys_do(self, visitor, own):
        shelved_bundle(own.own / "mine")
        (own.own / "newer").mkdir()
        (own.own / "newer" / "bundle.toml").write_text("format = 99")
        heard = go_to_models(visitor)[-1]
        assert heard == (
            "Model, list with 3 rows, starter, chosen, of the program, version 3, "
            f"0 megabytes, {HINT}"
        )
        assert listed(visitor)[0] == "mine, your own, version 3, 0 megabytes"
        assert listed(visitor)[1].startswith("newer, your own, The bundle in ")

    def test_tab_leads_from_it_to_what_else_can_be_done(self, visitor, own):
        go_to_models(visitor)
        assert visitor.press("Tab", "Tab", "Tab", "Tab") == [
            "Check this model, button",
            "Remove this model…, button",
            "Get a model…, button",
            "Poems as at first, button",
        ]

    def test_enter_takes_a_model_that_works(self, visitor, own):
        shelved_bundle(own.own / "mine")
        go_to_models(visitor)
        assert visitor.press("Up", "Return")[-1] == (
            "mine finds the poems from the next picture on."
        )
        assert listed(visitor)[0].startswith("mine, chosen, ")
        assert visitor.services.settings.text("bundle") == "mine"

    def test_a_model_is_checked(self, visitor, own):
        shelved_bundle(own.own / "mine")
        go_to_models(visitor)
        visitor.press("Up")
        assert press_button(visitor, 1)[-2:] == [
            "Checking mine.",
            "mine is complete and unaltered.",
        ]
        (own.own / "mine" / "words.txt").write_text("sea lamb")
        assert visitor.press("Space")[-1] == (
            "The model file words.txt is damaged or was altered. "
            "Get the model again from where it came."
        )


class TestRemoving:
    def test_it_is_asked_first_and_the_first_answer_keeps_it(self, visitor, own):
        shelved_bundle(own.own / "mine")
        go_to_models(visitor)
        visitor.press("Up")
        assert visitor.press("Delete")[-1] == (
            "Remove a model. Remove mine? 0 megabytes are deleted, and what it knows of your "
            "poems, list with 2 rows, No, keep it."
        )
        assert visitor.press("Return")[-1].startswith("Settings. Model, list with 2 rows, mine")
        assert shelf.verify("mine").own

    def test_escape_keeps_it_and_leads_back_to_the_list(self, visitor, own):
        shelved_bundle(own.own / "mine")
        go_to_models(visitor)
        visitor.press("Up", "Delete", "Down")
        assert visitor.press("Escape")[-1].startswith("Settings. Model, list with 2 rows, mine")
        assert shelf.verify("mine").own

    def test_it_goes_with_what_it_knows_of_the_poems(self, visitor, own):
        shelved_bundle(own.own / "mine")
        library: Library = visitor.services.library
        names = bundles.fingerprints(own)
        for name in names:
            library.save_encodings(name, [(HARBOUR.id, encoding(1))])
        go_to_models(visitor)
        visitor.press("Up")
        press_button(visitor, 2)
        assert visitor.press("Down") == ["Yes, remove it, 2 of 2"]
        heard = visitor.press("Return")
        assert heard[-1] == "mine was removed."
        assert not (own.own / "mine").exists()
        assert {n for n in names if library.encodings(n)[0]} == bundles.fingerprints(own)
        assert len(listed(visitor)) == 1

    def test_the_usual_model_takes_over_from_the_one_in_use(self, visitor, own):
        shelved_bundle(own.own / "mine")
        visitor.set("bundle", "mine")
        finder = visitor.services.finder
        go_to_models(visitor)
        asked = visitor.press("Delete")[-1]
        assert "It finds the poems now; the usual model takes over" in asked
        assert visitor.press("Down", "Return")[-1] == (
            "mine was removed. starter finds the poems now."
        )
        assert visitor.services.settings.text("bundle") == "starter"
        assert finder.let_gone == 1
        assert listed(visitor)[0].startswith("starter, chosen")

    def test_the_programs_own_stays_and_nothing_is_asked(self, visitor, own):
        go_to_models(visitor)
        assert visitor.press("Delete")[-1] == (
            "The bundle starter belongs to the program and cannot be removed."
        )
        assert where(visitor) == "settings"

    def test_where_it_cannot_be_deleted_that_is_said(self, visitor, own, monkeypatch):
        shelved_bundle(own.own / "mine")

        def in_use(shelf, name):
            raise BundleProblem("The files of {name} could not be deleted.", name=name)

        monkeypatch.setattr(bundles, "remove", in_use)
        go_to_models(visitor)
        assert visitor.press("Up", "Delete", "Down", "Return")[-1] == (
            "The files of mine could not be deleted."
        )
        assert len(listed(visitor)) == 2


@pytest.mark.network
class TestFetching:
    def ask(self, visitor, way=0):
        """Go as far as the question."""
        go_to_models(visitor)
        heard = press_button(visitor, 3)
        assert heard[-1].startswith("Get a model. Ways to get a model, list with ")
        return visitor.press(*["Down"] * way, "Return")[-1]

    def test_the_ways_name_publisher_and_size(self, visitor, site):
        go_to_models(visitor)
        press_button(visitor, 3)
        rows = [row.said for row in visitor.window.current.rows.rows.rows]
        assert rows == [
            "Fetch clip-vit-b-32 with the weights of OpenAI, about 1 megabytes, over the "
            "network",
            "Fetch clip-vit-b-32 with the weights of LAION, about 1 megabytes, over the "
            "network",
            "Add one from a file or folder of this computer",
        ]
        assert site.asked == []

    def test_it_is_said_what_comes_from_whom_and_asked(self, visitor, site):
        host = site.address.removeprefix("http://")
        assert self.ask(visitor) == (
            f"Fetch a model. Fetch clip-vit-b-32? About 1 megabytes come from {host}: the "
            f"weights of OpenAI, licence MIT. The vocabulary, 0 more, comes from {host}. They "
            "learn your network address, and nothing else of you, list with 2 rows, "
            "No, fetch nothing."
        )
        assert site.asked == []

    @pytest.mark.parametrize("key", ["Return", "Escape"])
    def test_without_a_yes_nothing_is_asked_of_anybody(self, visitor, site, key):
        self.ask(visitor)
        visitor.press(key)
        assert where(visitor) == WAYS
        assert visitor.press("Escape")[-1] == "Settings. Get a model…, button"
        assert site.asked == []

    def test_after_a_yes_it_comes_and_is_listed_and_can_be_taken(self, visitor, site, own):
        self.ask(visitor, way=1)
        heard = visitor.press("Down", "Return")
        assert heard[1] == "Settings. Get a model…, button"
        assert heard[2].startswith("Model, list with 1 row, starter, chosen")
        assert heard[3:] == [
            "Fetching clip-vit-b-32. Escape, pressed among the poems, stops it.",
            *(f"{n} percent fetched." for n in (25, 50, 75)),
            "All of it has come. The model is being made ready.",
            "clip-vit-b-32, your own, version laion, 1 megabyte, 1 of 2",
            "The model clip-vit-b-32 is here. Enter in the list of models takes it.",
        ]
        assert listed(visitor)[0] == "clip-vit-b-32, your own, version laion, 1 megabyte"
        assert visitor.press("Return")[-1] == (
            "clip-vit-b-32 finds the poems from the next picture on."
        )
        assert [path for path, *_ in site.asked] == ["merges.txt", "laion"]
        assert visitor.state.task is Task.NONE

    def test_one_that_takes_anothers_place_says_so(self, visitor, site, own):
        self.ask(visitor)
        visitor.press("Down", "Return", "Escape")
        assert "It takes the place of the clip-vit-b-32 that is here." in self.ask(visitor, 1)
        visitor.press("Down", "Return")
        assert listed(visitor)[0] == "clip-vit-b-32, your own, version laion, 1 megabyte"

    def test_weights_without_a_known_hash_are_called_so(self, visitor, site, own):
        from tests.fakes.offers import offering

        offering(site, own, pinned=False)
        assert "Nothing is known to compare them with" in self.ask(visitor)

    def start(self, visitor, site, halt=600_000, source="openai"):
        """Answer yes; the server falls silent after ``halt`` bytes."""
        site.halts[source] = halt
        self.ask(visitor)
        handle = visitor.window.windowHandle()
        visitor.press("Down")
        QTest.keyClick(handle, Qt.Key.Key_Return)
        models = visitor.services.models
        wait_for(lambda: models.coming and visitor.state.progress == 0.45)

    def test_the_status_tells_how_far_it_is(self, visitor, site):
        self.start(visitor, site)
        status = status_text(visitor.state)
        assert status == "Fetching the model, 45 %"
        assert len(status) <= CELLS
        site.goes_on.set()
        visitor.settle()

    def test_escape_stops_it_and_the_next_try_goes_on_from_there(self, visitor, site, own):
        self.start(visitor, site)
        handle = visitor.window.windowHandle()
        for _ in range(2):
            QTest.keyClick(handle, Qt.Key.Key_Escape)
            QTest.qWait(30)
        assert visitor.said[-1] == "Given up. What has come is kept for the next time."
        assert visitor.state.task is Task.NONE
        assert shelf.installed()[0].name == "starter"
        site.goes_on.set()
        visitor.wait(0.3)
        site.asked.clear()
        heard = self.ask(visitor)
        assert "1 of them have come already." in heard
        visitor.press("Down", "Return")
        assert visitor.said[-1].startswith("The model clip-vit-b-32 is here.")
        (asked,) = [wanted for path, wanted, _ in site.asked if path == "openai"]
        assert asked.startswith("bytes=") and asked != "bytes=0-"

    def test_it_can_be_stopped_from_the_list_of_ways_and_no_second_one_begins(
        self, visitor, site, own
    ):
        self.start(visitor, site)
        handle = visitor.window.windowHandle()
        for key in (*[Qt.Key.Key_Tab] * 3, Qt.Key.Key_Space):
            QTest.keyClick(handle, key)
        QTest.qWait(30)
        rows = [row.said for row in visitor.window.current.rows.rows.rows]
        assert rows[0] == "Stop getting clip-vit-b-32"
        visitor.services.models.take_in(own.own / "nothing")
        assert visitor.said[-1] == "clip-vit-b-32 is still on its way. Stop that first."
        QTest.keyClick(handle, Qt.Key.Key_Return)
        visitor.settle()
        assert visitor.said[-1].startswith("Given up.")
        assert where(visitor) == "settings"

    def test_no_answer_is_one_sentence_in_the_language_of_the_window(self, visitor, site):
        site.refuses["openai"] = [503]
        self.ask(visitor)
        host = site.address.removeprefix("http://")
        assert visitor.press("Down", "Return")[-1] == (
            f"The file could not be fetched from {host}: it answered 503. "
            "Check the network and try again."
        )
        assert visitor.state.task is Task.NONE

    def test_a_screen_reader_is_given_every_word_of_it(self, visitor, site):
        visitor.set("reader", "screen-reader")
        self.ask_silently(visitor)
        assert visitor.heard == visitor.heard[: self.before]
        assert [text for text in visitor.read_out if "clip" in text or "percent" in text] == [
            "Fetching clip-vit-b-32. Escape, pressed among the poems, stops it.",
            *(f"{n} percent fetched." for n in (25, 50, 75)),
            "The model clip-vit-b-32 is here. Enter in the list of models takes it.",
        ]

    def ask_silently(self, visitor):
        self.before = len(visitor.heard)
        go_to_models(visitor)
        press_button(visitor, 3)
        visitor.press("Return", "Down", "Return")

    def test_without_pytorch_that_is_said_before_anything_is_asked(
        self, visitor, site, monkeypatch
    ):
        def missing():
            raise BundleProblem("PyTorch is not installed.", "Run: ekphrasis setup --training")

        monkeypatch.setattr(model_pages, "need_torch", missing)
        assert self.ask(visitor) == "PyTorch is not installed. Run: ekphrasis setup --training"
        assert where(visitor) == WAYS


class TestAdding:
    def open(self, visitor, folder):
        visitor.services.library.kept.set_state("folder of models", str(folder))
        go_to_models(visitor)
        press_button(visitor, 3)
        return visitor.press("End", "Return")

    def test_a_model_is_chosen_from_the_list_of_a_folder(self, visitor, own, tmp_path):
        shelved_bundle(tmp_path / "stick" / "theirs", "theirs")
        (tmp_path / "stick" / "photos").mkdir()
        heard = self.open(visitor, tmp_path / "stick")
        assert "Folder stick: 1 model." in heard
        rows = [row.said for row in visitor.window.current.rows.rows.rows]
        assert rows == ["theirs", "photos, folder", "Folder above"]
        heard = visitor.press("Return")
        assert heard[-3:] == [
            "Adding theirs.",
            "theirs, your own, version 3, 0 megabytes, 2 of 2",
            "The model theirs is here. Enter in the list of models takes it.",
        ]
        assert listed(visitor)[-1] == "theirs, your own, version 3, 0 megabytes"

    def test_a_path_can_be_typed(self, visitor, own, tmp_path):
        shelved_bundle(tmp_path / "stick" / "theirs", "theirs")
        self.open(visitor, tmp_path)
        heard = visitor.press("Tab")
        assert heard == [
            "Or type the path of a model's file or folder, then Enter, text field, empty"
        ]
        assert visitor.press("Return")[-1] == "Type the path of a model first."
        visitor.window.current.path.setText("stick")
        assert "Folder stick: 1 model." in visitor.press("Return")
        visitor.press("Tab")
        visitor.window.current.path.setText("theirs")
        assert visitor.press("Return")[-1].startswith("The model theirs is here.")

    def test_one_of_the_same_name_stands_beside_the_other(self, visitor, own, tmp_path):
        shelved_bundle(own.own / "mine")
        shelved_bundle(tmp_path / "stick" / "mine", "mine", "newer words")
        self.open(visitor, tmp_path / "stick")
        assert visitor.press("Return")[-1].startswith("The model mine-2 is here.")
        assert len(listed(visitor)) == 3

    def test_what_is_no_model_is_one_sentence(self, visitor, own, tmp_path):
        (tmp_path / "letter.txt").write_text("dear model")
        self.open(visitor, tmp_path)
        visitor.press("Tab")
        visitor.window.current.path.setText("letter.txt")
        assert visitor.press("Return")[-1] == (
            "The file letter.txt is not one of weights. Its name should end in one of "
            ".safetensors, .pt, .pth, .ckpt, .bin."
        )

    @pytest.mark.parametrize("typed", ["nowhere", "~no-such-person/model", "long" * 99])
    def test_a_path_that_leads_nowhere_is_one_sentence(self, visitor, own, tmp_path, typed):
        self.open(visitor, tmp_path)
        visitor.press("Tab")
        visitor.window.current.path.setText(typed)
        assert visitor.press("Return")[-1] == (
            f"There is no file or folder {tmp_path / typed}."
        )

    def test_escape_leads_back_step_by_step(self, visitor, own, tmp_path):
        self.open(visitor, tmp_path)
        assert where(visitor) == FILE
        visitor.press("Escape")
        assert where(visitor) == WAYS
        assert visitor.press("Escape")[-1] == "Settings. Get a model…, button"
        visitor.press("Escape")
        assert where(visitor) == "poems"

    @pytest.mark.parametrize("answer", ["OpenAI", "LAION"])
    def test_weights_that_do_not_tell_whose_they_are_are_asked_about(
        self, visitor, own, project, tmp_path, answer
    ):
        offers = pytest.importorskip("tests.fakes.offers", reason="needs the extra: training")
        from safetensors.torch import save_file

        text = (project / "weights" / "bundles.toml").read_text()
        (own.program / "bundles.toml").write_text(text)
        stick = tmp_path / "stick"
        stick.mkdir()
        save_file(offers.published(), stick / "model.safetensors")
        (stick / "merges.txt").write_text(offers.LINES)
        self.open(visitor, stick)
        heard = visitor.press("Return")[-1]
        assert heard == (
            "Whose weights. Whose weights does model.safetensors hold? It does not tell, and "
            "they are read differently, list with 3 rows, I do not know; add nothing."
        )
        visitor.press("Down" if answer == "OpenAI" else "End", "Return")
        assert visitor.said[-1].startswith("The model clip-vit-b-32 is here.")
        assert f"version {answer.lower()}" in listed(visitor)[0]


@pytest.mark.network
def test_all_of_it_is_german_in_the_german_window(visitor, site, own, tmp_path, roles):
    with spoken(roles, "de"):
        visitor.services.announcer.messages.clear()
        site.refuses["openai"] = [503]
        go_to_models(visitor)
        press_button(visitor, 3)
        visitor.press("Return", "Down", "Return")
        host = site.address.removeprefix("http://")
        assert visitor.said == [
            "clip-vit-b-32 wird geholt. Escape, bei den Gedichten gedrückt, beendet es.",
            f"Die Datei konnte nicht von {host} geholt werden: die Antwort war 503. "
            "Prüfen Sie das Netz und versuchen Sie es noch einmal.",
        ]
        problem = bundles.NotMeantProblem("There is no bundle called {name}.", name="x")
        assert phrases.problem_text(problem) == "Es gibt kein Modell namens x."


def test_nothing_is_fetched_by_walking_through_all_pages(visitor, own, project):
    """The network is closed for this test as for all others, and nobody tries it."""
    text = (project / "weights" / "bundles.toml").read_text()
    (own.program / "bundles.toml").write_text(text)
    for name in sorted(visitor.window.page_names() - {"asked"}):
        visitor.window.show_page(name)
        visitor.settle()
    assert folders.user_folder().joinpath("bundles", ".fetched").exists() is False
