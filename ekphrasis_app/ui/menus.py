"""Menus made from the registry; where they do not fit side by side they become one."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from ekphrasis_app.app.actions import Actions
from ekphrasis_app.commands import COMMANDS, GROUPS
from ekphrasis_app.keymap import Keymap
from ekphrasis_app.wording import tr

NATIVE = QKeySequence.SequenceFormat.NativeText
"""Keys as they are printed on the keyboards of the person's country."""


class Menus(QObject):
    """Fills a menu bar, and a context menu, with all commands.

    Entries that are not available stay: choosing one says why. Their keys are shown, not
    bound: the key router is the only one that listens.
    """

    def __init__(self, bar: QMenuBar, keymap: Keymap, actions: Actions) -> None:
        super().__init__(bar)
        self._bar = bar
        self._keymap = keymap
        self._actions = actions
        self._entries: dict[str, QAction] = {}
        self.all = QMenu(bar)
        self.groups = [self._group(group) for group in GROUPS]
        self.context = QMenu(bar)
        """All commands again, for the menu key and the right mouse button."""
        for menu in self.groups:
            self.context.addMenu(menu)
        self._single: bool | None = None
        self.say_anew()
        self.fit()
        keymap.watch(self.say_anew)

    def say_anew(self) -> None:
        """Show names in the language of the window, and the keys in force."""
        self.all.setTitle(tr("&Menu"))
        taken: set[str] = set()
        for group, menu in zip(GROUPS, self.groups, strict=True):
            menu.setTitle(_with_mnemonic(tr(group), taken))
            taken.add(_mnemonic(menu.title()))
        for command in COMMANDS:
            key = QKeySequence(self._keymap.key(command.id)).toString(NATIVE)
            name, entry = tr(command.name), self._entries[command.id]
            entry.setText(f"{name}\t{key}" if key else name)
            entry.setStatusTip(tr(command.explanation))

    def open(self) -> None:
        """Go to the first menu, as Alt does."""
        self._bar.setActiveAction(self._bar.actions()[0])

    def fit(self) -> None:
        """One menu with the groups in it where the bar is too narrow for all."""
        metrics = self._bar.fontMetrics()
        wide = sum(metrics.horizontalAdvance(menu.title()) + 40 for menu in self.groups)
        single = wide > self._bar.width()
        if single == self._single:
            return
        self._single = single
        self._bar.clear()
        self.all.clear()
        for menu in self.groups:
            (self.all if single else self._bar).addMenu(menu)
        if single:
            self._bar.addMenu(self.all)

    def _group(self, group: str) -> QMenu:
        menu = QMenu(self._bar)
        for command in COMMANDS:
            if command.group == group:
                entry = menu.addAction("")
                entry.triggered.connect(lambda _=False, id=command.id: self._actions.run(id))
                self._entries[command.id] = entry
        return menu


def _mnemonic(title: str) -> str:
    return title[title.index("&") + 1].casefold() if "&" in title else ""


def _with_mnemonic(title: str, taken: set[str]) -> str:
    for place, letter in enumerate(title):
        if letter.isalpha() and letter.casefold() not in taken:
            return f"{title[:place]}&{title[place:]}"
    return title
