"""The first page: picture, matches and poem, side by side or one below the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from ekphrasis_app.app import phrases
from ekphrasis_app.app.state import State, Task
from ekphrasis_app.commands import BY_ID
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.settings import Settings
from ekphrasis_app.ui.flow import FlowLayout
from ekphrasis_app.ui.look import Fonts
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.picture_view import PictureView
from ekphrasis_app.ui.poem_view import PoemView
from ekphrasis_app.ui.rows import Row, RowList
from ekphrasis_app.ui.themes import Theme
from ekphrasis_app.ui.words import label
from ekphrasis_app.wording import tr

NARROW = 60
"""Below this many letters' widths the parts go one below the other."""
BUTTONS = ("open", "read", "pause", "escape")


class ReadingPage(Page):
    """Shows the session's state; tells nobody what to do."""

    def __init__(self, settings: Settings, fonts: Fonts, run: Callable[[str], None]) -> None:
        super().__init__(lambda: tr("Poems for a picture"))
        self.heading.hide()
        self._settings = settings
        self._fonts = fonts
        self._opening = False
        self.arriving = False
        """Whether the focus moves to what is being announced anyhow."""
        self.picture = PictureView()
        self.matches = RowList()
        self.matches.speaks_rows = False
        self.poem = PoemView()
        self.caption = label()
        self.poem_heading = label()
        self.poem_heading.setObjectName("title")
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._left, self._right = QWidget(), QWidget()
        self._lay_out(run)
        self.name_all(State())

    @property
    def first(self) -> QWidget:
        if self.only_poem:
            return self.poem
        nothing = self.picture.empty and not self.matches.rows.rows and not self._opening
        return self._buttons[0] if nothing else self.matches

    def parts(self) -> list[QWidget]:
        return [self.poem] if self.only_poem else [self.matches, self.poem, self.picture]

    @property
    def only_poem(self) -> bool:
        """Whether the poem is shown alone."""
        return self._left.isHidden()

    @contextmanager
    def told_otherwise(self) -> Iterator[None]:
        """What gets the focus in here is announced in another way."""
        self.arriving = True
        try:
            yield
        finally:
            self.arriving = False

    def show_only_poem(self, only: bool) -> None:
        """Show the poem alone, or all parts."""
        self._left.setVisible(not only)
        self.fit()

    def show_state(self, new: State, old: State) -> None:
        """Show what has changed."""
        self._opening = new.task in (Task.OPENING, Task.LOOKING)
        if new.picture is not old.picture:
            self.picture.show_picture(new.picture, "")
            self._name_picture(new)
        if new.matches is not old.matches:
            self.show_matches(new)
            if new.matches and any(button.hasFocus() for button in self._buttons):
                with self.told_otherwise():
                    self.matches.setFocus()
        elif new.chosen != old.chosen:
            self.matches.go_to(new.chosen)
        if new.poem is not old.poem:
            self.poem.show_poem(new.poem)
            self._name_poem(new)
        if (new.place, new.reading) != (old.place, old.reading) or new.poem is not old.poem:
            self.show_place(new)

    def name_all(self, state: State) -> None:
        """Say anew what the picture, the matches and the poem are called."""
        self._name_picture(state)
        self.matches.reword(self._rows(state))
        self._name_poem(state)

    def show_matches(self, state: State) -> None:
        """List the matches, with the chosen one as the current row."""
        self.matches.show_rows(self._rows(state), state.chosen)

    def show_place(self, state: State) -> None:
        """Caret and marks go where the voice is.

        While a line is read the caret waits at its start: screen readers would speak
        each of its steps. It comes to the word when the voice stops.
        """
        reading = state.reading is Reading.READING
        place = state.place
        self.poem.go_to(type(place)(place.stanza, place.line) if reading else place)
        silent = state.reading is Reading.SILENT
        self.poem.mark(
            place if state.poem else None,
            self._settings.on("highlight_line"),
            self._settings.on("highlight_word") and not silent,
        )

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.picture.set_theme(theme)
        self.poem.set_family(self._fonts.family(self._settings.text("poem_font")))
        self.poem.set_look(
            theme,
            self._settings.number("line_spacing"),
            self._settings.number("letter_spacing"),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One below the other where two columns would be too narrow."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """The same where letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def fit(self) -> None:
        """Choose between one column and two, and give every part its least height."""
        line = self.fontMetrics().height()
        narrow = self.width() < NARROW * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction
        self._beside.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self.matches.setMinimumHeight(min(4 * line, 300))
        self.poem.setMinimumHeight(2 * line if self.only_poem else min(6 * line, 400))

    def _rows(self, state: State) -> list[Row]:
        """The matches as rows, as much of each as the settings want."""
        count, detail = len(state.matches), self._settings.text("detail")
        texts = [phrases.match_text(match, count, detail) for match in state.matches]
        return [Row(text, text) for text in texts]

    def _name_picture(self, state: State) -> None:
        name = phrases.picture_name(state.picture) if state.picture else ""
        self.picture.name_picture(name)
        self.caption.setText(name)

    def _name_poem(self, state: State) -> None:
        name = phrases.poem_name(state.poem) if state.poem else ""
        self.poem_heading.setText(name)
        self.poem.setAccessibleName(
            tr("Poem text: {poem}", poem=name) if name else tr("Poem text")
        )

    def _button(self, command: str, run: Callable[[str], None]) -> QPushButton:
        button = QPushButton()
        self.words.put(lambda: tr(BY_ID[command].name), button.setText)
        self.words.put(lambda: tr(BY_ID[command].explanation), button.setAccessibleDescription)
        button.clicked.connect(lambda: run(command))
        return button

    def _lay_out(self, run: Callable[[str], None]) -> None:
        row = FlowLayout()
        self._buttons = [self._button(command, run) for command in BUTTONS]
        for button in self._buttons:
            row.addWidget(button)
        left, right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        left.addLayout(row)
        left.addWidget(self.words.label(lambda: tr("Poems, best match first"), self.matches))
        left.addWidget(self.matches, 3)
        left.addWidget(self.picture, 2)
        left.addWidget(self.caption)
        right.addWidget(self.poem_heading)
        right.addWidget(self.poem, 1)
        self._beside.addWidget(self._left, 1)
        self._beside.addWidget(self._right, 1)
        self.column.addLayout(self._beside)
