"""A note on the chosen poem; it is kept without being asked for."""

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from ekphrasis_app.app import phrases
from ekphrasis_app.app.keepsakes import Keepsakes
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.screen_reader import unheard
from ekphrasis_app.wording import tr


class NotePage(Page):
    """One text field; leaving the page keeps what is in it."""

    def __init__(self, keepsakes: Keepsakes) -> None:
        super().__init__(lambda: tr("Note"))
        self._keepsakes = keepsakes
        self._poem: Poem | None = None
        self.field = QTextEdit()
        self.field.setAcceptRichText(False)
        self.field.setTabChangesFocus(True)
        self.column.addWidget(self.words.label(self._about, self.field))
        self.column.addWidget(self.field, 1)
        self.column.addWidget(
            self.words.label(lambda: tr("Escape goes back. What you wrote is kept."))
        )

    @property
    def first(self) -> QWidget:
        return self.field

    def refresh(self) -> None:
        """Show the note on the poem that is chosen now."""
        self._poem = self._keepsakes.poem
        self.say_anew()
        if (note := self._keepsakes.note()) != self.field.toPlainText():
            with unheard():
                self.field.setPlainText(note)

    def _about(self) -> str:
        name = phrases.poem_name(self._poem) if self._poem else ""
        return tr("Your note on {poem}", poem=name)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the note, however the page was left."""
        super().hideEvent(event)
        if self._poem is not None:
            self._keepsakes.set_note(self._poem, self.field.toPlainText().strip())
