"""The poem as real text with a caret: one verse a paragraph, none of them empty."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit

from ekphrasis_app.domain.place import Place, line_number, place_of_line
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ui.screen_reader import unheard
from ekphrasis_app.ui.themes import Theme

HANGING_INDENT = 2.0
"""How far the rest of a verse that wraps is set in, in letters' heights."""

_CONTROL = Qt.KeyboardModifier.ControlModifier


class PoemView(QTextEdit):
    """Shows a poem; its caret and the session's place are two views of one value."""

    caret_moved = Signal(object)
    """The person moved the caret; gives the Place."""
    verse_wanted = Signal(int)
    """The person asked for the next (1) or the previous (-1) verse."""

    stepped = Signal(str)
    """The caret went within a verse; gives the letter or the word that it came to."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setTabChangesFocus(True)
        # The window's own has all commands; Qt's would have three that nobody needs.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.by_verse = False
        """Whether arrow up and down go from verse to verse, though verses may wrap."""
        self._poem: Poem | None = None
        self._theme: Theme | None = None
        self._spacing = (100, 100)
        self._marks: tuple[Place | None, bool, bool] = (None, False, False)
        self._moving = False
        self.cursorPositionChanged.connect(self._tell_place)

    def sizeHint(self) -> QSize:
        """No more than is needed: layouts give what is left."""
        return QSize(200, self.minimumHeight())

    def show_poem(self, poem: Poem | None) -> None:
        """Show the poem with the caret at its start."""
        self._poem = poem
        self._marks = (None, False, False)
        self._fill()

    def set_family(self, family: str) -> None:
        """Letters of another family; of the window's own if it is empty."""
        font = QFont()
        if family:
            font.setFamilies([family])
        self.setFont(font)

    def set_look(self, theme: Theme, line_spacing: int, letter_spacing: int) -> None:
        """Colours of the marks, and the room between lines and letters in percent."""
        self._theme = theme
        self._spacing = (line_spacing, letter_spacing)
        place = self.place()
        self._fill()
        if place:
            self.go_to(place)
        self.mark(*self._marks)

    def place(self) -> Place | None:
        """Where the caret is."""
        if self._poem is None:
            return None
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock() + 1]
        start = place_of_line(self._poem, cursor.blockNumber())
        return Place(start.stanza, start.line, max(0, len(before.split()) - 1))

    def go_to(self, place: Place) -> None:
        """Set the caret there, unless it is in that word already."""
        if self._poem is None or place == self.place():
            return
        cursor = self._cursor_at(self._poem, place)
        self._moving = True
        self.setTextCursor(cursor)
        self._moving = False
        self.ensureCursorVisible()

    def mark(self, place: Place | None, line: bool, word: bool) -> None:
        """Mark the line and the word at ``place``, each if wanted."""
        self._marks = (place, line, word)
        if self._poem is None or self._theme is None or place is None:
            self.setExtraSelections([])
            return
        cursor = self._cursor_at(self._poem, place)
        marks = []
        if line:
            whole = QTextCursor(cursor)
            whole.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            end = QTextCursor.MoveOperation.EndOfBlock
            whole.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
            marks.append(self._selection(whole, self._theme.line, self._theme.line_text))
        if word:
            one = QTextCursor(cursor)
            text = one.block().text()[one.positionInBlock() :]
            length = len(text.split(maxsplit=1)[0]) if text.split() else 0
            right = QTextCursor.MoveOperation.Right
            one.movePosition(right, QTextCursor.MoveMode.KeepAnchor, length)
            marks.append(self._selection(one, self._theme.word, self._theme.word_text))
        self.setExtraSelections(marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow up and down may go by verse; all else is Qt's."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        step = steps.get(Qt.Key(event.key()), 0) if plain else 0
        if self.by_verse and step:
            self.verse_wanted.emit(step)
            return
        before = self.textCursor()
        super().keyPressEvent(event)
        after = self.textCursor()
        if step and after == before:
            # Already in the last verse or the first: whoever listens will say so.
            self.verse_wanted.emit(step)
        if after != before and after.blockNumber() == before.blockNumber():
            self._tell_step(after, bool(event.modifiers() & _CONTROL))

    def changeEvent(self, event: QEvent) -> None:
        """The hanging indent and the gaps grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._theme:
            self.set_look(self._theme, *self._spacing)

    def _fill(self) -> None:
        self._moving = True
        # Dozens of insertions at once make Orca drop what matters among them.
        with unheard():
            self._write()
        self._moving = False

    def _write(self) -> None:
        self.clear()
        cursor = self.textCursor()
        letters = QTextCharFormat()
        letters.setFontLetterSpacingType(QFont.SpacingType.PercentageSpacing)
        letters.setFontLetterSpacing(self._spacing[1])
        first = True
        for stanza in self._poem.stanzas if self._poem else ():
            for number, line in enumerate(stanza):
                gap = number == 0 and not first
                form = self._block_format(gap)
                if first:
                    cursor.setBlockFormat(form)
                else:
                    cursor.insertBlock(form)
                cursor.insertText(line, letters)
                first = False
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def _block_format(self, gap: bool) -> QTextBlockFormat:
        form = QTextBlockFormat()
        height = self.fontMetrics().height()
        kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        form.setLineHeight(self._spacing[0], kind)
        form.setLeftMargin(HANGING_INDENT * height)
        form.setTextIndent(-HANGING_INDENT * height)
        # A stanza begins with room above it: an empty paragraph would be read aloud.
        form.setTopMargin(height if gap else 0)
        return form

    def _cursor_at(self, poem: Poem, place: Place) -> QTextCursor:
        block = self.document().findBlockByNumber(line_number(poem, place))
        cursor = QTextCursor(block)
        cursor.movePosition(
            QTextCursor.MoveOperation.Right,
            QTextCursor.MoveMode.MoveAnchor,
            start_of_word(block.text(), place.word),
        )
        return cursor

    def _selection(
        self, cursor: QTextCursor, ground: str, text: str
    ) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        form = QTextCharFormat()
        form.setBackground(QColor(ground))
        form.setForeground(QColor(text))
        selection.format = form
        return selection

    def _tell_step(self, cursor: QTextCursor, by_word: bool) -> None:
        rest = cursor.block().text()[cursor.positionInBlock() :]
        self.stepped.emit(rest.split(maxsplit=1)[0] if by_word and rest.split() else rest[:1])

    def _tell_place(self) -> None:
        if not self._moving and (place := self.place()):
            self.caret_moved.emit(place)


def start_of_word(line: str, word: int) -> int:
    """Where word number ``word`` (from 0) of the line begins."""
    position = 0
    for text in line.split()[:word]:
        position = line.index(text, position) + len(text)
    rest = line[position:]
    return position + len(rest) - len(rest.lstrip())
