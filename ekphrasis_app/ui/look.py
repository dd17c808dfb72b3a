"""How everything looks: colours, size of text and fonts, as the settings will have it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from ekphrasis_app.settings import Settings
from ekphrasis_app.ui import style, themes
from ekphrasis_app.ui.themes import Theme

SETTINGS = ("theme", "text_size", "line_spacing", "letter_spacing", "poem_font", "still")
"""The settings that change the look."""
LEGIBLE = ("Atkinson Hyperlegible Next", "Atkinson Hyperlegible", "Lexend", "OpenDyslexic")
"""Fonts made for legibility, the best first."""


class Look:
    """Applies the settings of the display to the application, at once.

    That takes half a millisecond for each control that there is, seen or not. So what is
    not seen is let go of first, and what is changed together is applied once.
    """

    def __init__(self, settings: Settings, themes_folder: Path) -> None:
        self._settings = settings
        self._folder = themes_folder
        self._watchers: list[Callable[[Theme], None]] = []
        self._font = QApplication.font()
        self._flash = QApplication.cursorFlashTime()
        self._system = QApplication.palette()
        self.before: Callable[[], object] = lambda: None
        """Called before a change, to let go of what need not be changed."""
        self.theme = self._chosen()
        self._soon = QTimer(singleShot=True, interval=0)
        self._soon.timeout.connect(self.apply)
        settings.watch(lambda key: self._change() if key in SETTINGS else None)
        QApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def watch(self, watcher: Callable[[Theme], None]) -> None:
        """Call ``watcher(theme)`` after each change of the look."""
        self._watchers.append(watcher)

    def apply(self) -> None:
        """Give the application the look that was chosen."""
        scale = self._settings.number("text_size") / 100
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() * scale)
        self.theme = self._chosen()
        self._hold_still(self._settings.on("still"))
        QApplication.setPalette(style.palette(self.theme))
        QApplication.setFont(font)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyleSheet(style.style_sheet(self.theme, scale))
        for watcher in self._watchers:
            watcher(self.theme)

    def _change(self) -> None:
        self.before()
        # Qt lets go only when it comes back to its loop of events.
        self._soon.start()

    def _hold_still(self, still: bool) -> None:
        QApplication.setCursorFlashTime(0 if still else self._flash)
        for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu):
            QApplication.setEffectEnabled(effect, not still)

    def _chosen(self) -> Theme:
        name = self._settings.text("theme")
        if name == "system":
            light, dark = (themes.load(self._folder / f"{n}.toml") for n in ("light", "dark"))
            return themes.from_system(self._system, light, dark)
        return themes.load(self._folder / f"{name}.toml")

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._system = app.style().standardPalette()
        self._change()


class Fonts:
    """The families that poems can be set in; fonts that set-up fetched are found once."""

    def __init__(self, fetched: Path) -> None:
        for path in sorted(fetched.glob("*/*.[to]tf")):
            QFontDatabase.addApplicationFont(str(path))
        families = QFontDatabase.families()
        self._legible = next((name for name in LEGIBLE if name in families), "")

    def family(self, choice: str) -> str:
        """The family for a choice of the setting; empty for the window's own."""
        kinds = QFontDatabase.SystemFont
        match choice:
            case "legible":
                return self._legible
            case "typewriter":
                return QFontDatabase.systemFont(kinds.FixedFont).family()
            case "book":
                return QFontInfo(_serif()).family()
        return ""


def _serif() -> QFont:
    font = QFont("DejaVu Serif")
    font.setStyleHint(QFont.StyleHint.Serif)
    return font
