"""Keys on their way to commands: the one place where a key press is understood."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenuBar, QTextEdit

from ekphrasis_app.app.actions import Actions
from ekphrasis_app.commands import Command, Where
from ekphrasis_app.keymap import Keymap, spoken_key
from ekphrasis_app.ports import Announcer
from ekphrasis_app.ui.picture_view import PictureView
from ekphrasis_app.wording import tr

MODIFIERS = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_unknown,
}

PLAIN = {
    "Tab": "Next control.",
    "Shift+Tab": "Control before.",
    "Up": "Moves up in lists and in the poem.",
    "Down": "Moves down in lists and in the poem.",
    "Left": "Moves left in the poem.",
    "Right": "Moves right in the poem.",
    "Home": "Start of the line or of the list.",
    "End": "End of the line or of the list.",
    "PgUp": "Moves up by a page.",
    "PgDown": "Moves down by a page.",
    "Alt": "Opens the menu.",
}
"""What keys do that belong to no command; used when keys are learned."""

_EDITING = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.MoveToStartOfDocument,
    QKeySequence.StandardKey.MoveToEndOfDocument,
    QKeySequence.StandardKey.MoveToNextWord,
    QKeySequence.StandardKey.MoveToPreviousWord,
)


def key_text(event: QKeyEvent) -> str:
    """The key as the keymap writes it; the keypad counts as the keys that it doubles."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    elif event.text() in ("+", "=") and modifiers & Qt.KeyboardModifier.ControlModifier:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    elif event.text() == "+":
        modifiers = Qt.KeyboardModifier.NoModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )


class KeyRouter(QObject):
    """Sees each key before the control in focus does.

    ``reading`` tells whether the reading page is shown. ``silence`` is what a tap on
    Control alone does. ``acted`` hears of every key.
    """

    def __init__(
        self,
        keymap: Keymap,
        actions: Actions,
        announcer: Announcer,
        reading: Callable[[], bool],
        silence: Callable[[], None],
        acted: Callable[[], None],
    ) -> None:
        super().__init__()
        self._keymap = keymap
        self._actions = actions
        self._announcer = announcer
        self._reading = reading
        self._silence = silence
        self._acted = acted
        self.learning = False
        """Whether keys are explained in place of doing something."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self.taker: Callable[[str], None] | None = None
        """Who takes the next key: the key page, when a new one is chosen."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self.learning and event.type() == QEvent.Type.ShortcutOverride:
            # Else Alt would open the menus, alone or with a letter.
            event.accept()
            return True
        return (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._pressed(event)
        )

    def learn(self) -> None:
        """Explain keys from now on, until Escape."""
        self.learning = True
        self._app.installEventFilter(self)
        self._announcer.say(tr("Key learning. Press any key. Escape ends it."), True)

    def _pressed(self, event: QKeyEvent) -> bool:
        self._acted()
        if Qt.Key(event.key()) in MODIFIERS:
            if event.key() == Qt.Key.Key_Alt and self.learning:
                self._explain("Alt")
            if event.key() == Qt.Key.Key_Control and not self.learning:
                self._silence()
            return self.learning
        key = key_text(event)
        if self.taker is not None:
            taker, self.taker = self.taker, None
            taker(key)
            return True
        if self.learning:
            self._explain(key)
            return True
        focus = QApplication.focusWidget()
        if isinstance(focus, QMenuBar):
            return False  # Escape leaves it, Enter opens a menu
        if isinstance(focus, QAbstractButton) and key in ("Return", "Enter"):
            # Qt's buttons answer to Space alone, outside dialogs.
            focus.click()
            return True
        command = self._command(event, key)
        if command is None:
            return False
        self._actions.run(command.id)
        return True

    def _command(self, event: QKeyEvent, key: str) -> Command | None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) or (
            isinstance(focus, QTextEdit) and not focus.isReadOnly()
        ):
            if any(event.matches(standard) for standard in _EDITING):
                return None
            return self._keymap.command(key, (Where.ANYWHERE,))
        wheres = [Where.ANYWHERE]
        if self._reading() and not isinstance(focus, QAbstractButton):
            wheres.insert(0, Where.READING)
        if isinstance(focus, PictureView):
            wheres.insert(0, Where.PICTURE)
        return self._keymap.command(key, wheres)

    def _explain(self, key: str) -> None:
        found = [
            command
            for where in (Where.ANYWHERE, Where.READING, Where.PICTURE)
            if (command := self._keymap.command(key, (where,)))
        ]
        parts = [
            tr("{name}. {what}", name=tr(command.spoken), what=tr(command.explanation))
            if command.where is not Where.PICTURE
            else tr("In the picture: {name}.", name=tr(command.spoken))
            for command in found
        ]
        if key in PLAIN:
            parts.insert(0, tr(PLAIN[key]))
        what = " ".join(parts) or tr("Does nothing here.")
        sentence = tr("{key}: {what}", key=spoken_key(key), what=what)
        if key == "Esc":
            self.learning = False
            self._app.removeEventFilter(self)
            sentence += " " + tr("Key learning has ended.")
        self._announcer.say(sentence, True)
