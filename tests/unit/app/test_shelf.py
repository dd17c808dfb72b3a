"""What else happens when bundles come and go: the library lets go of what they encoded."""

import pytest

from ekphrasis_app.app import folders, shelf
from ekphrasis_app.domain.errors import BundleProblem, InputProblem
from ekphrasis_app.library.store import Library
from ekphrasis_app.models import bundles
from ekphrasis_app.settings import Settings
from tests.fakes.bundles import shelved_bundle
from tests.unit.library.poems import encoding, poem


@pytest.fixture
def own(home, tmp_path, monkeypatch):
    """The person's folder of bundles; the program has none."""
    (tmp_path / "project" / "weights").mkdir(parents=True)
    monkeypatch.setattr(folders, "project_folder", lambda: tmp_path / "project")
    return home / "bundles"


@pytest.fixture
def encoded(own):
    """Encodes one poem in the name of every bundle that is there, and says which are left."""
    the_poem = poem()
    with Library.open(folders.library_path()) as library:
        library.add([the_poem])

        def encode() -> set[str]:
            names = bundles.fingerprints(shelf.own_shelf())
            for name in names:
                library.save_encodings(name, [(the_poem.id, encoding(1))])
            return names

        encode.left = lambda names: {name for name in names if library.encodings(name)[0]}
        yield encode


def test_what_a_removed_bundle_had_encoded_is_dropped_and_no_more(own, encoded):
    shelved_bundle(own / "mine")
    (mine,) = encoded()
    shelved_bundle(own / "other", "other", "another sea")
    (other,) = encoded() - {mine}
    shelf.delete("mine")
    assert encoded.left({mine, other}) == {other}


def test_what_another_bundle_reads_too_is_kept(own, encoded):
    shelved_bundle(own / "mine")
    shelved_bundle(own / "twin", "twin")
    (both,) = encoded()
    shelf.delete("mine")
    assert encoded.left({both}) == {both}
    shelf.delete("twin")
    assert encoded.left({both}) == set()


def test_a_bundle_that_takes_the_place_of_another_leaves_nothing_of_it(own, encoded, tmp_path):
    shelved_bundle(own / "mine")
    (old,) = encoded()
    shelf.take_in(shelved_bundle(tmp_path / "newer", "mine", "newer words"))
    assert encoded.left({old}) == set()


def test_without_a_library_a_bundle_is_removed_all_the_same(own):
    shelved_bundle(own / "mine")
    shelf.delete("mine")
    assert shelf.installed() == []
    assert not folders.library_path().exists()


def test_where_the_library_cannot_be_changed_nothing_is_removed(own):
    shelved_bundle(own / "mine")
    folders.library_path().write_text("a shopping list")
    with pytest.raises(Exception, match="not a library of poems"):
        shelf.delete("mine")
    assert shelf.verify("mine").name == "mine"


def test_a_bundle_that_is_not_ones_own_changes_nothing(own):
    shelved_bundle(folders.project_folder() / "weights" / "starter", "starter")
    with pytest.raises(BundleProblem, match="belongs to the program"):
        shelf.delete("starter")
    assert shelf.verify("starter").name == "starter"


def test_the_bundle_that_is_opened_is_the_one_that_is_listed(own):
    programs = shelved_bundle(folders.project_folder() / "weights" / "starter", "starter")
    (own / "starter").mkdir(parents=True)
    assert folders.bundle_folder("starter") == shelf.there("starter").folder == programs


def test_the_usual_bundle_takes_over_only_from_the_one_in_use():
    settings = Settings()
    settings.set(shelf.IN_USE, "mine")
    assert shelf.fall_back("other", settings) == ""
    assert shelf.fall_back("mine", settings) == "starter"
    assert settings.text(shelf.IN_USE) == "starter"


def test_models_are_told_from_other_files_and_folders(tmp_path):
    shelved_bundle(tmp_path / "a model")
    (tmp_path / "photos").mkdir()
    (tmp_path / "ViT-B-32.pt").touch()
    (tmp_path / "letter.txt").touch()
    models, others = shelf.models_and_folders(tmp_path)
    assert [path.name for path in models] == ["a model", "ViT-B-32.pt"]
    assert [path.name for path in others] == ["photos"]
    with pytest.raises(InputProblem, match="cannot be read"):
        shelf.models_and_folders(tmp_path / "nowhere")
