"""The models of this computer, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from ekphrasis_app.app import phrases, shelf
from ekphrasis_app.app.own_models import OwnModels
from ekphrasis_app.models.bundles import Installed
from ekphrasis_app.settings import Settings
from ekphrasis_app.ui.flow import FlowLayout
from ekphrasis_app.ui.pages.model_pages import ModelPages, megabytes
from ekphrasis_app.ui.rows import Row, RowList
from ekphrasis_app.ui.words import Text, Words
from ekphrasis_app.wording import tr, trn


class ModelList(RowList):
    """Enter takes a model, which is tried first; Delete removes one, after a question."""

    def __init__(self, models: OwnModels, pages: ModelPages, settings: Settings) -> None:
        super().__init__()
        self._models = models
        self._pages = pages
        self._settings = settings
        self.activated.connect(lambda _: self._do(models.use))
        models.watch(self.refresh)
        pages.home = self

    def leave(self) -> None:
        """Called once, when the list is let go of."""
        self._models.unwatch(self.refresh)
        self._pages.home = None

    def refresh(self, shown: str = "") -> None:
        """Look which models there are; ``shown`` or else the same one is current then."""
        self.setAccessibleDescription(hint())
        rows = [self._row(bundle) for bundle in shelf.installed()]
        names = [row.value for row in rows]
        wanted = shown or (self.current.value if self.current else self._used)
        last = min(max(self.row, 0), len(rows) - 1)
        self.show_rows(rows, names.index(wanted) if wanted in names else last)

    def buttons(self, words: Words) -> FlowLayout:
        """Buttons for all that can be done besides."""
        line = FlowLayout()
        for text, press in (
            (lambda: tr("Check this model"), lambda: self._do(self._models.check)),
            (lambda: tr("Remove this model…"), lambda: self._do(self._remove)),
            (lambda: tr("Get a model…"), self._pages.get),
        ):
            line.addWidget(_button(words, text, press))
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks whether to remove the model."""
        if event.key() == Qt.Key.Key_Delete:
            self._do(self._remove)
        else:
            super().keyPressEvent(event)

    @property
    def _used(self) -> str:
        return self._settings.text(shelf.IN_USE)

    def _do(self, what: Callable[[str], None]) -> None:
        if self.current is not None:
            what(self.current.value)

    def _remove(self, name: str) -> None:
        self._pages.remove(name, name == self._used)

    def _row(self, bundle: Installed) -> Row:
        name = bundle.name
        parts = [tr("{name}, chosen", name=name) if name == self._used else name]
        parts.append(tr("your own") if bundle.own else tr("of the program"))
        if bundle.trouble:
            parts.append(phrases.problem_text(bundle.trouble))
        else:
            size = megabytes(bundle.size)
            parts += [
                tr("version {version}", version=bundle.version),
                trn("{n} megabyte", "{n} megabytes", size),
            ]
        text = ", ".join(parts)
        return Row(text, text, name)


def hint() -> str:
    """What keys do with a model."""
    return tr("Enter takes a model, which counts from the next picture. Delete removes one.")


def _button(words: Words, text: Text, press: Callable[[], None]) -> QPushButton:
    button = QPushButton()
    words.put(text, button.setText)
    button.clicked.connect(lambda: press())
    return button
