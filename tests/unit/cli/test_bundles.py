"""``bundle``: the models on this computer."""

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.app.recite import own_settings
from tests.fakes.bundles import shelved_bundle
from tests.unit.cli.conftest import Run


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A bundle on a stick; the program's own folder of bundles is empty."""
    project = tmp_path / "project"
    (project / "weights").mkdir(parents=True)
    monkeypatch.setattr(folders, "project_folder", lambda: project)
    return shelved_bundle(tmp_path / "stick")


@pytest.fixture
def imported(mine, home):
    assert Run("bundle", "import", mine).code == 0
    return home / "bundles" / "mine"


def test_without_bundles_the_list_is_empty(mine):
    assert Run("bundle", "list").result == ""


def test_a_bundle_is_taken_in_from_a_folder(imported):
    assert (imported / "words.txt").read_text() == "sea lamp"
    assert Run("bundle", "list").result == "mine, version 3, your own, 0 megabytes.\n"


def test_the_document_of_a_bundle(imported):
    document = Run("bundle", "list", "--json").document
    assert document["in_use"] == "starter"
    (bundle,) = document["bundles"]
    assert (bundle["name"], bundle["version"], bundle["own"]) == ("mine", "3", True)
    assert bundle["path"] == str(imported)
    assert bundle == Run("bundle", "verify", "mine", "--json").document


def test_an_altered_bundle_is_found_out(imported):
    assert Run("bundle", "verify", "mine").result == "mine is complete and unaltered.\n"
    (imported / "words.txt").write_text("sea lamb")
    run = Run("bundle", "verify", "mine")
    assert (run.code, run.result) == (1, "")
    assert "damaged or was altered" in run.notes


def test_an_altered_bundle_is_not_taken_in(mine, home):
    (mine / "words.txt").write_text("sea lamb")
    assert Run("bundle", "import", mine).code == 1
    assert not (home / "bundles" / "mine").exists()


def test_the_bundle_in_use_is_remembered_until_it_is_removed(imported):
    assert Run("bundle", "use", "mine").result == "mine is in use.\n"
    assert own_settings().text("bundle") == "mine"
    assert Run("bundle", "list").result.endswith(", in use.\n")
    run = Run("bundle", "remove", "mine")
    assert run.notes == "starter finds the poems from now on.\n"
    assert run.result == "mine was removed.\n"
    assert own_settings().text("bundle") == "starter"
    assert not imported.exists()


def test_a_bundle_that_is_not_in_use_is_removed_without_a_word_on_another(imported):
    assert Run("bundle", "remove", "mine").notes == ""


def test_a_bundle_imported_under_another_name_goes_by_it_everywhere(mine, home):
    assert Run("bundle", "import", mine, "--name", "other").result == "other is installed.\n"
    assert 'name = "other"' in (home / "bundles" / "other" / "bundle.toml").read_text()
    assert Run("bundle", "verify", "other", "--json").document["name"] == "other"


@pytest.mark.parametrize("command", ["verify", "use", "remove", "install", "import"])
@pytest.mark.parametrize("name", ["nothing", "../mine", ""])
def test_a_bundle_that_is_not_there_is_one_sentence(mine, command, name):
    run = Run("bundle", command, name)
    assert run.code in (1, 2)
    assert run.result == ""
    assert run.notes.count("\n") == 1
