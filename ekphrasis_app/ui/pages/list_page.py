"""A page that is one list: type to find, Enter to take. Most pages are no more than that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.ports import Announcer
from ekphrasis_app.ui.field import Field
from ekphrasis_app.ui.flow import FlowLayout
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.rows import Row, RowList
from ekphrasis_app.wording import tr

MOST = 300
"""Rows shown at once: nobody walks further, and typing finds the others."""

TYPING = 0.4
"""Seconds without a letter after which what was found is told."""


@dataclass(frozen=True)
class Listing:
    """What a list page shows and does.

    ``rows`` runs off the main thread if it is ``slow``, as all that reads the library is.
    ``back`` is the page that Escape leads to.
    ``take`` gets the row that Enter was pressed on, ``drop`` the one that Delete was.
    """

    title: str
    name: str
    rows: Callable[[], Sequence[Row]]
    take: Callable[[Row], None] | None = None
    drop: Callable[[Row], None] | None = None
    slow: bool = False
    hint: str = ""
    question: str = ""
    empty: str = ""
    find: str = ""
    from_end: bool = False
    back: str = "poems"
    buttons: tuple[tuple[str, Callable[[], None]], ...] = ()


class ListPage(Page):
    """Shows a listing, fresh each time; it is asked for anew in each language."""

    def __init__(
        self,
        listing: Callable[[], Listing],
        jobs: Jobs,
        announcer: Announcer,
        explain: Callable[[Exception], None],
    ) -> None:
        self._in_words = listing
        self._listing = listing()
        super().__init__(lambda: self._listing.title)
        self._jobs = jobs
        self._announcer = announcer
        self._explain = explain
        self._all: list[Row] = []
        self._found = 0
        self._told = QTimer(self, singleShot=True, interval=round(1000 * TYPING))
        self._told.timeout.connect(self._tell)
        self.rows = RowList()
        self.rows.activated.connect(lambda _: self._take())
        self.field = Field()
        self.buttons: list[QPushButton] = []
        self._lay_out()

    @property
    def first(self) -> QWidget:
        return self.field if self._listing.find else self.rows

    @property
    def back(self) -> str:
        return self._listing.back

    def parts(self) -> list[QWidget]:
        fields = [self.field] if self._listing.find else []
        return [*fields, self.rows, *self.buttons]

    def refresh(self) -> None:
        """Fetch the rows anew; a text that was typed before is gone."""
        self.field.empty()
        self._fetch(self._listing.empty)

    def say_anew(self) -> None:
        """Rows are words too; what was typed stays."""
        self._listing = self._in_words()
        super().say_anew()
        self._fetch()

    def _fetch(self, empty: str = "") -> None:
        """Get the rows; ``empty`` is what to say where there are none."""
        show = partial(self._show, empty)
        if self._listing.slow:
            self.rows.loading = True
            self._jobs.run("list", lambda *_: self._listing.rows(), show, self._explain)
        else:
            show(self._listing.rows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete drops the row."""
        row = self.rows.current
        if event.key() == Qt.Key.Key_Delete and self._listing.drop and row:
            self._listing.drop(row)
            self.refresh()
        else:
            super().keyPressEvent(event)

    def _show(self, empty: str, rows: Sequence[Row]) -> None:
        before, at = bool(self._all), self.rows.row
        self._all = list(rows)
        self._filter()
        if before and at > 0:
            self.rows.go_to(min(at, len(self.rows.rows.rows) - 1))
        if self._listing.from_end:
            self.rows.go_to(len(self.rows.rows.rows) - 1)
        if not rows and empty:
            self._announcer.say(empty)

    def _typed(self) -> None:
        """Find at once, and tell when the typing has paused."""
        self._filter()
        self._told.start()

    def _filter(self, at: int = 0) -> None:
        words = self.field.text().casefold().split()
        found = [row for row in self._all if all(w in row.shown.casefold() for w in words)]
        self._found = len(found)
        shown = found[-MOST:] if self._listing.from_end else found[:MOST]
        last = len(shown) - 1
        self.rows.show_rows(shown, last if self._listing.from_end else min(max(at, 0), last))

    def _tell(self) -> None:
        first = f" {self.rows.current.said}" if self.rows.current else ""
        self._announcer.say(tr("{n} found.", n=self._found) + first, True)

    def _take(self) -> None:
        row = self.rows.current
        if row is None:
            self._announcer.say(self._listing.empty or tr("Nothing was found."), True)
        elif self._listing.take:
            self._listing.take(row)
        else:
            self._announcer.say(row.said, True)

    def _lay_out(self) -> None:
        self.words.put(lambda: self._listing.name, self.rows.setAccessibleName)
        self.words.put(lambda: self._listing.hint, self.rows.setAccessibleDescription)
        if self._listing.question:
            self.column.addWidget(self.words.label(lambda: self._listing.question, self.rows))
        if self._listing.hint:
            self.column.addWidget(self.words.label(lambda: self._listing.hint))
        if self._listing.find:
            self.field.textChanged.connect(self._typed)
            self.field.returnPressed.connect(self._take)
            self.field.left.connect(self.rows.setFocus)
            self.column.addWidget(self.words.label(lambda: self._listing.find, self.field))
            self.column.addWidget(self.field)
        self.column.addWidget(self.rows, 1)
        line = FlowLayout()
        for number in range(len(self._listing.buttons)):
            line.addWidget(self._button(number))
        self.column.addLayout(line)

    def _press(self, number: int) -> None:
        """Do what the button says; its own sentence is all that is said."""
        self._listing.buttons[number][1]()
        self._fetch()

    def _button(self, number: int) -> QPushButton:
        button = QPushButton()
        self.words.put(lambda: self._listing.buttons[number][0], button.setText)
        button.clicked.connect(lambda: self._press(number))
        self.buttons.append(button)
        return button
