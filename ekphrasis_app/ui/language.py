"""The person's language: Qt's translation, with our own texts and those of Qt's controls."""

import locale as c_library
import tomllib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from ekphrasis_app import wording
from ekphrasis_app.settings import Settings

CONTEXT = "Ekphrasis"
"""What tells our texts from those of Qt's own controls."""
SETTING = "language"
"""The setting that names the language."""
SYSTEM = "system"
"""The setting that leaves the choice to the system."""


class Catalogue(QTranslator):
    """Our texts in one language, read from a file that people can read and compare.

    The file maps each English text to its translation, or to two: for one, and for any
    other number. A language that counts differently from German needs its own rule here.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.texts: dict[str, str | list[str]] = tomllib.loads(path.read_text("utf-8"))

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The text, or None, on which Qt asks the translator before this one."""
        if context != CONTEXT:
            return None
        found = self.texts.get(source)
        if isinstance(found, list):
            return found[0] if n == 1 else found[1]
        return found


class Language:
    """The language of the window, as the settings will have it, at once.

    Texts that are shown already are for those who watch: nobody else knows where they are.
    """

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._watchers: list[Callable[[], None]] = []
        settings.watch(lambda key: self._change() if key == SETTING else None)

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call ``watcher()`` after each change of the language."""
        self._watchers.append(watcher)

    def _change(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        before = wording.language()
        choose_language(app, self._settings.text(SETTING), self._folder)
        if wording.language() != before:
            for watcher in self._watchers:
                watcher()


def choose_language(app: QApplication, wish: str, folder: Path) -> None:
    """Have all texts in the language ``wish`` from now on.

    A system whose language has no catalogue in ``folder`` gets English. Numbers, dates
    and the direction of reading follow the language.
    """
    leave_language(app)
    locale = _locale(wish, folder)
    language = QLocale.languageToCode(locale.language())
    translators = [QTranslator()]
    # Qt's own texts are missing in some installations; there they stay English.
    translators[0].load(
        locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    )
    if language != wording.SOURCE:
        translators.append(Catalogue(folder / f"{language}.toml"))
    for translator in translators:
        translator.setParent(app)
        app.installTranslator(translator)
    wording.use(_through_qt, language)
    if hasattr(c_library, "LC_MESSAGES"):
        # Qt has given the C library the system's language; catalogues have its English.
        c_library.setlocale(c_library.LC_MESSAGES, "C")
    QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())


def in_language(language: str, text: str, folder: Path) -> str:
    """A text in a language that may be another than the window's; else as in the source."""
    path = folder / f"{language}.toml"
    found = Catalogue(path).texts.get(text, text) if path.exists() else text
    return found if isinstance(found, str) else text


def leave_language(app: QApplication) -> None:
    """Have all texts as they are in the source."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    wording.use()


def _locale(wish: str, folder: Path) -> QLocale:
    """The system's own where it speaks the language, since it also knows the country."""
    system = QLocale.system()
    spoken = QLocale.languageToCode(system.language())
    if wish == SYSTEM:
        wish = spoken if (folder / f"{spoken}.toml").exists() else wording.SOURCE
    return system if spoken == wish else QLocale(wish)


def _through_qt(one: str, many: str, n: int) -> str:
    plain = one == many
    text = QCoreApplication.translate(CONTEXT, one, None, -1 if plain else n)
    return wording.english(one, many, n) if text == one else text
