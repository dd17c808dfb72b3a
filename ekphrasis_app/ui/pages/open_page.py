"""Choosing a file: a list of one folder, which reads well where file dialogs do not."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.capture.listing import pictures_and_folders
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.ports import Progress
from ekphrasis_app.ui.field import Field
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.rows import Row, RowList
from ekphrasis_app.ui.words import Text, label
from ekphrasis_app.wording import tr, trn

Found = tuple[list[Path], list[Path]]
"""What can be chosen in a folder, and the folders to go on to."""


@dataclass(frozen=True)
class Sought:
    """What is looked for on the page, and how that is said.

    ``look(folder)`` runs off the main thread; ``fits(path)`` tells of a folder whose path
    was typed whether it is to be chosen, and not listed. ``back`` is where Escape leads.
    """

    title: Text
    rows: Text
    path: Text
    nothing_typed: Text
    count: Callable[[int], str]
    look: Callable[[Path], Found] = pictures_and_folders
    fits: Callable[[Path], bool] = lambda path: False
    back: str = "poems"


PICTURES = Sought(
    lambda: tr("Open picture"),
    lambda: tr("Pictures and folders"),
    lambda: tr("Or type the path of a picture, then Enter"),
    lambda: tr("Type the path of a picture first."),
    lambda n: trn("{n} picture", "{n} pictures", n),
)


class OpenPage(Page):
    """Enter takes a file or goes to a folder, Backspace goes to the folder above."""

    def __init__(
        self,
        sought: Sought,
        jobs: Jobs,
        start: Path,
        chosen: Callable[[Path], None],
        say: Callable[[str], None],
        explain: Callable[[Exception], None],
    ) -> None:
        super().__init__(sought.title)
        self._sought = sought
        self._jobs = jobs
        self._chosen = chosen
        self._say = say
        self._explain = explain
        self.folder = start
        self._found: Found = ([], [])
        self.rows = RowList()
        self.words.put(sought.rows, self.rows.setAccessibleName)
        self.rows.activated.connect(lambda _: self._enter())
        self.path = Field()
        self.path.returnPressed.connect(self._typed)
        self.path.left.connect(self.rows.setFocus)
        self.where = label()
        self.column.addWidget(self.where)
        self.column.addWidget(self.rows, 1)
        self.column.addWidget(self.words.label(sought.path, self.path))
        self.column.addWidget(self.path)

    @property
    def first(self) -> QWidget:
        return self.rows

    @property
    def back(self) -> str:
        return self._sought.back

    def parts(self) -> list[QWidget]:
        return [self.rows, self.path]

    def refresh(self) -> None:
        """The folder may have changed meanwhile."""
        self.go_to(self.folder)

    def say_anew(self) -> None:
        """Rows are words too."""
        super().say_anew()
        self._show_rows(self.rows.row)

    def go_to(self, folder: Path, coming_from: Path | None = None) -> None:
        """List another folder, with the one we come from as the current row."""

        def work(_cancel: CancelToken, _progress: Progress) -> Found:
            return self._sought.look(folder)

        def done(found: Found) -> None:
            self.folder, self._found = folder, found
            self._show(coming_from)

        self.rows.loading = True
        self._jobs.run("folder", work, done, self._explain)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace goes up."""
        if event.key() == Qt.Key.Key_Backspace and self.folder.parent != self.folder:
            self.go_to(self.folder.parent, self.folder)
        else:
            super().keyPressEvent(event)

    def _show(self, coming_from: Path | None) -> None:
        files, folders = self._found
        paths = [*files, *folders, self.folder.parent]
        self._show_rows(paths.index(coming_from) if coming_from in paths else 0)
        count = self._sought.count(len(files))
        name = self.folder.name or self.folder
        self._say(tr("Folder {name}: {count}.", name=name, count=count))

    def _show_rows(self, current: int) -> None:
        files, folders = self._found
        rows = [_row(path, path.name) for path in files]
        rows += [_row(path, tr("{name}, folder", name=path.name)) for path in folders]
        if self.folder.parent != self.folder:
            rows.append(_row(self.folder.parent, tr("Folder above")))
        self.where.setText(str(self.folder))
        self.rows.show_rows(rows, current)

    def _enter(self) -> None:
        row = self.rows.current
        if row is None:
            return
        path: Path = row.value
        if path in self._found[0]:
            self._chosen(path)
        else:
            self.go_to(path, self.folder)

    def _typed(self) -> None:
        text = self.path.text().strip().strip('"')
        if not text:
            self._say(self._sought.nothing_typed())
            return
        path = self.folder / _at_home(text)
        # What the system cannot look for, such as a name too long, is said where it is opened.
        with suppress(OSError):
            if path.is_dir() and not self._sought.fits(path):
                self.go_to(path)
                self.rows.setFocus()
                return
        self._chosen(path)


def _at_home(text: str) -> Path:
    """The path that is meant, unless it begins with somebody who has no home here."""
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _row(path: Path, text: str) -> Row:
    return Row(text, text, path)
