"""The language is changed with the real Orca: it is told once, and nothing old is left."""

import json

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.settings import VERSION
from tests.e2e.orca import missing_for_orca, orca_running, program_running

pytestmark = pytest.mark.screen


def test_orca_hears_of_the_new_language_once_and_of_no_old_names(tmp_path, home):
    if missing := missing_for_orca():
        pytest.skip(f"needs the program {missing}")
    if not folders.starter_library().exists():
        pytest.skip("needs the starter library, which set-up prepares")
    values = {"reader": "screen-reader", "language": "en"}
    (home / "settings.json").write_text(json.dumps({"version": VERSION, "values": values}))
    folder = tmp_path / "visitor"
    folder.mkdir()
    with orca_running(folder, home) as (orca, environment), program_running(environment):
        orca.listen(0, "Open picture", 60)
        orca.press("ctrl+comma", "Sections of the settings")
        orca.press("Down Down Down", "Display")
        orca.press("Tab " * 7, "How much is said of a match")
        orca.press("Tab", "Language: in English")
        heard = orca.press("Down", "Deutsch")
        assert [text for text in heard if "prache" in text] == [
            "Sprache: auf Deutsch.",
            "Die Sprache des Fensters.",
        ]
        orca.press("shift+Tab", "Wie viel zu einem Gedicht gesagt wird: normal")
        orca.press("Escape", "Bild öffnen")
