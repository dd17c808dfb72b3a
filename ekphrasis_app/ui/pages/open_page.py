"""Choosing a picture: a list of one folder, which reads well where file dialogs do not."""

from collections.abc import Callable
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
from ekphrasis_app.ui.words import label
from ekphrasis_app.wording import tr, trn


class OpenPage(Page):
    """Enter opens a picture or a folder, Backspace goes to the folder above."""

    def __init__(
        self,
        jobs: Jobs,
        start: Path,
        chosen: Callable[[Path], None],
        say: Callable[[str], None],
        explain: Callable[[Exception], None],
    ) -> None:
        super().__init__(lambda: tr("Open picture"))
        self._jobs = jobs
        self._chosen = chosen
        self._say = say
        self._explain = explain
        self.folder = start
        self._found: tuple[list[Path], list[Path]] = ([], [])
        self.rows = RowList()
        self.words.put(lambda: tr("Pictures and folders"), self.rows.setAccessibleName)
        self.rows.activated.connect(lambda _: self._enter())
        self.path = Field()
        self.path.returnPressed.connect(self._typed)
        self.path.left.connect(self.rows.setFocus)
        self.where = label()
        self.column.addWidget(self.where)
        self.column.addWidget(self.rows, 1)
        asked = self.words.label(
            lambda: tr("Or type the path of a picture, then Enter"), self.path
        )
        self.column.addWidget(asked)
        self.column.addWidget(self.path)

    @property
    def first(self) -> QWidget:
        return self.rows

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

        def work(_cancel: CancelToken, _progress: Progress) -> tuple[list[Path], list[Path]]:
            return pictures_and_folders(folder)

        def done(found: tuple[list[Path], list[Path]]) -> None:
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
        pictures, folders = self._found
        paths = [*pictures, *folders, self.folder.parent]
        self._show_rows(paths.index(coming_from) if coming_from in paths else 0)
        count = trn("{n} picture", "{n} pictures", len(pictures))
        name = self.folder.name or self.folder
        self._say(tr("Folder {name}: {count}.", name=name, count=count))

    def _show_rows(self, current: int) -> None:
        pictures, folders = self._found
        rows = [_row(path, path.name) for path in pictures]
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
        if row.value.is_dir():
            self.go_to(path, self.folder)
        else:
            self._chosen(path)

    def _typed(self) -> None:
        text = self.path.text().strip().strip('"')
        if not text:
            self._say(tr("Type the path of a picture first."))
            return
        path = Path(text).expanduser()
        if path.is_dir():
            self.go_to(path)
            self.rows.setFocus()
        else:
            self._chosen(self.folder / path)


def _row(path: Path, text: str) -> Row:
    return Row(text, text, path)
