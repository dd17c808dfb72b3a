"""The languages: each complete, chosen by the person or by the system."""

import locale
import os
import re
import subprocess
import sys
import tomllib

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLineEdit

from ekphrasis_app import wording
from ekphrasis_app.app import folders, phrases
from ekphrasis_app.choices import BY_KEY
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.wording import tr, trn
from tests.texts import Texts
from tests.ui.languages import spoken

CATALOGUES = sorted(folders.translations().glob("*.toml"))
every_language = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
NAMES = re.compile(r"\{\w+\}")


@pytest.fixture(scope="module")
def texts():
    return Texts()


def test_every_text_that_is_looked_up_can_be_found_in_the_source(texts):
    assert texts.unknown == []
    assert len(texts.plain) > 500


def test_there_is_a_catalogue_for_every_language_to_choose():
    wishes = {value for value, _ in BY_KEY["language"].choices}
    assert {path.stem for path in CATALOGUES} | {"system", wording.SOURCE} == wishes


@every_language
def test_a_catalogue_has_every_text_and_no_other(path, texts):
    there = set(tomllib.loads(path.read_text("utf-8")))
    wanted = texts.plain | set(texts.counted)
    assert sorted(wanted - there) == [], "missing"
    assert sorted(there - wanted) == [], "no longer needed"


@every_language
def test_a_translation_fills_in_the_same_names(path, texts):
    for source, found in tomllib.loads(path.read_text("utf-8")).items():
        assert isinstance(found, list) == (source in texts.counted), source
        forms = found if isinstance(found, list) else [found]
        assert len(forms) == (2 if isinstance(found, list) else 1), source
        for form in forms:
            assert form.strip(), source
            assert set(NAMES.findall(form)) == set(NAMES.findall(source)), source
            assert form.endswith(".") == source.endswith("."), source


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("en", ["0 lines", "1 line", "2 lines"]),
        ("de", ["0 Zeilen", "1 Zeile", "2 Zeilen"]),
    ],
)
def test_the_form_fits_the_number(qapp, wish, expected):
    with spoken(qapp, wish):
        assert [trn("{n} line", "{n} lines", n) for n in (0, 1, 2)] == expected


def test_a_text_without_a_translation_stays_english(qapp, tmp_path):
    (tmp_path / "de.toml").write_text("")
    with spoken(qapp, "de", tmp_path):
        assert tr("Line {n}", n=3) == "Line 3"
        assert [trn("{n} line", "{n} lines", n) for n in (1, 2)] == ["1 line", "2 lines"]


def test_a_problem_is_told_in_the_language_and_so_is_its_reason(qapp):
    with spoken(qapp, "de"):
        problem = InputProblem(
            "The folder {name} cannot be read: {why}.",
            "Choose another one.",
            name="Bilder {1}",
            why=wording.reason(PermissionError(13, "Permission denied")),
        )
        assert phrases.problem_text(problem) == (
            "Der Ordner Bilder {1} kann nicht gelesen werden: die Erlaubnis fehlt. "
            "Wählen Sie einen anderen."
        )


def test_the_systems_reasons_come_in_the_words_that_catalogues_translate(qapp, tmp_path):
    if hasattr(locale, "LC_MESSAGES"):
        locale.setlocale(locale.LC_MESSAGES, "C.UTF-8")
        with spoken(qapp, "de"):
            assert locale.setlocale(locale.LC_MESSAGES) == "C"
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "nothing").read_bytes()
    assert caught.value.strerror in wording.REASONS


def test_qts_own_controls_speak_the_language_too(qapp):
    with spoken(qapp, "de"):
        line = QLineEdit("text")
        names = [action.text() for action in line.createStandardContextMenu().actions()]
        assert any("Kopieren" in name for name in names)


def test_reading_goes_in_the_direction_of_the_language(qapp, tmp_path):
    (tmp_path / "ar.toml").write_text('"on" = "مفعّل"')
    with spoken(qapp, "ar", tmp_path):
        assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
        assert tr("on") == "مفعّل"
        assert wording.language() == "ar"
    with spoken(qapp, "de"):
        assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
        assert QLocale().language() == QLocale.Language.German


@pytest.mark.parametrize(
    ("system", "wish", "expected"),
    [
        ("de_AT.UTF-8", "system", "de de_AT ein"),
        ("de_AT.UTF-8", "en", "en en_US on"),
        ("fr_FR.UTF-8", "system", "en en_US on"),
        ("en_GB.UTF-8", "system", "en en_GB on"),
        ("en_GB.UTF-8", "de", "de de_DE ein"),
        ("C", "system", "en en_US on"),
    ],
)
def test_the_system_chooses_unless_the_person_has(system, wish, expected):
    program = (
        "import sys\n"
        "from PySide6.QtCore import QLocale\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from ekphrasis_app import wording\n"
        "from ekphrasis_app.app import folders\n"
        "from ekphrasis_app.ui.language import choose_language\n"
        "app = QApplication([])\n"
        "choose_language(app, sys.argv[1], folders.translations())\n"
        "print(wording.language(), QLocale().name(), wording.tr('on'))\n"
    )
    environment = {**os.environ, "LC_ALL": system, "LANG": system, "LANGUAGE": ""}
    environment["PYTHONIOENCODING"] = "utf-8"
    done = subprocess.run(
        [sys.executable, "-c", program, wish],
        env=environment,
        cwd=folders.project_folder(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == expected, done.stderr
