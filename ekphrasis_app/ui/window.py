"""The one window: pages, the last message, and a line that tells where we are."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ekphrasis_app.app.state import State
from ekphrasis_app.domain.place import line_number
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.pages.reading_page import ReadingPage
from ekphrasis_app.ui.screen_reader import Notices
from ekphrasis_app.ui.themes import Theme
from ekphrasis_app.ui.words import label
from ekphrasis_app.wording import tr

CELLS = 40
"""Length of a usual braille display; the status fits in it."""


class Window(QMainWindow):
    """Shows one page at a time and puts the focus where it belongs."""

    closing = Signal()
    resized = Signal()
    page_made = Signal(object)
    """A page, or a part of one, is new; gives it, before it is shown."""

    def __init__(self, reading: ReadingPage) -> None:
        super().__init__()
        self.reading = reading
        self._pages: dict[str, Page] = {"poems": reading}
        self._makers: dict[str, Callable[[], Page]] = {}
        self._left: dict[str, QWidget] = {}
        self._theme: Theme | None = None
        # A stacked widget would be announced as a pane of its own.
        self._stack = QStackedLayout()
        self._stack.addWidget(reading)
        self.message = label()
        self.status = label()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.addLayout(self._stack, 1)
        column.addWidget(self.message)
        column.addWidget(self.status)
        self.show_message("")
        self.setCentralWidget(whole)
        self.notices = Notices(whole)
        self.resize(1000, 700)
        self._name_window()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def add_page(self, name: str, make: Callable[[], Page]) -> None:
        """Have a page that is made when it is first wanted: the window opens sooner."""
        self._makers[name] = make

    def page_names(self) -> set[str]:
        """The names of all pages."""
        return {*self._pages, *self._makers}

    def page(self, name: str) -> Page:
        """A page by name."""
        if name not in self._pages:
            page = self._makers[name]()
            self._pages[name] = page
            self._stack.addWidget(page)
            if self._theme:
                page.set_theme(self._theme)
            page.part_made.connect(self.page_made)
            self.page_made.emit(page)
        return self._pages[name]

    def forget_hidden_pages(self) -> None:
        """Let go of what is not shown; a new look is soon on those that are left."""
        self.current.forget_hidden_parts()
        for name, page in list(self._pages.items()):
            if page not in (self.reading, self.current):
                del self._pages[name]
                self._left.pop(name, None)
                page.forget()
                self._stack.removeWidget(page)
                page.deleteLater()

    @property
    def current(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_page(self, name: str, place: QWidget | None = None) -> None:
        """Show a page with ``place`` in focus, else what it was left from, else its first.

        Only who comes back from a page that it leads to finds the place again.
        """
        page, before = self.page(name), self.current
        here = next(each for each, shown in self._pages.items() if shown is before)
        returns = name in self._behind(before)
        focus = QApplication.focusWidget()
        if focus is not None and page is not before and here in self._behind(page):
            self._left[here] = focus
        page.refresh()
        self._stack.setCurrentWidget(page)
        self._name_window()
        place = place or (self._left.get(name) if returns else None)
        (place if place and place.isVisible() else page.first).setFocus()

    def go_back(self) -> None:
        """Show the page behind this one."""
        self.show_page(self.current.back)

    def _behind(self, page: Page) -> list[str]:
        """The names of the pages that lead to ``page``; the first page is behind all others."""
        names = []
        while page is not self.reading:
            names.append(page.back)
            page = self.page(page.back)
        return names

    def focus_part(self, step: int) -> None:
        """Put the focus on the next part of the page, or the one before."""
        parts = self.current.parts()
        focus = QApplication.focusWidget()
        now = next((i for i, part in enumerate(parts) if part is focus), -1 if step > 0 else 0)
        parts[(now + step) % len(parts)].setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Have all pages draw in these colours."""
        self._theme = theme
        for page in self._pages.values():
            page.set_theme(theme)

    def show_state(self, new: State, old: State) -> None:
        """Show what the session holds now."""
        self.reading.show_state(new, old)
        if self.reading.only_poem and new.place != old.place:
            # The poem has the whole window; what was said before stays in the messages.
            self.show_message("")
        self.status.setText(status_text(new))

    def say_anew(self, state: State) -> None:
        """Say everything in the language that the window speaks now."""
        self.forget_hidden_pages()
        self.reading.name_all(state)
        for page in self._pages.values():
            page.say_anew()
        self._name_window()
        self.status.setText(status_text(state))

    def show_message(self, sentence: str) -> None:
        """Show what is being said; nothing takes no room."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _name_window(self) -> None:
        home = self.current is self.reading
        self.setWindowTitle(tr("Ekphrasis") if home else self.current.title)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None:
            self.current.reveal(new)


def status_text(state: State) -> str:
    """Where we are in 40 cells of braille: work in progress, else poem and line."""
    if state.task:
        if state.progress is None:
            return tr(state.task)
        percent = int(100 * state.progress)
        return tr("{task}, {percent} %", task=tr(state.task), percent=percent)
    if state.poem is None:
        return tr("No picture") if state.picture is None else tr("No poems")
    text = tr(
        "Poem {n} of {count}, line {line} of {lines}",
        n=state.chosen + 1,
        count=len(state.matches),
        line=line_number(state.poem, state.place) + 1,
        lines=len(state.poem.lines),
    )
    if state.reading is Reading.SILENT:
        return text
    return f"{text}, {tr('paused') if state.reading is Reading.PAUSED else tr('reads')}"
