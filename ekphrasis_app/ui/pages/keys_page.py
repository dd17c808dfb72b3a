"""All keys, and a way to change each."""

from collections.abc import Callable

from ekphrasis_app.app.jobs import Jobs
from ekphrasis_app.commands import BY_ID, COMMANDS
from ekphrasis_app.keymap import Keymap, spoken_key
from ekphrasis_app.ports import Announcer
from ekphrasis_app.ui.keys import KeyRouter
from ekphrasis_app.ui.pages.list_page import Listing, ListPage
from ekphrasis_app.ui.rows import Row
from ekphrasis_app.wording import tr


class KeysPage(ListPage):
    """Enter asks for a new key, Delete gives back the first one."""

    def __init__(
        self,
        keymap: Keymap,
        router: KeyRouter,
        jobs: Jobs,
        announcer: Announcer,
        explain: Callable[[Exception], None],
    ) -> None:
        self._keymap = keymap
        self._router = router
        super().__init__(self._in_this_language, jobs, announcer, explain)

    def _in_this_language(self) -> Listing:
        return Listing(
            tr("Change keys"),
            tr("Commands and their keys"),
            self._rows,
            self._ask,
            self._reset,
            hint=tr("Enter changes a key, Delete brings its first one back."),
            buttons=((tr("All keys as at first"), self._reset_all),),
        )

    def _rows(self) -> list[Row]:
        return [
            Row(text, text, command.id)
            for command in COMMANDS
            for text in [f"{tr(command.spoken)}: {spoken_key(self._keymap.key(command.id))}"]
        ]

    def _ask(self, row: Row) -> None:
        command: str = row.value
        self._announcer.say(
            tr("Press the new key for {name}. Escape leaves it.", name=self._name(command)),
            True,
        )
        self._router.taker = lambda key: self._take_key(command, key)

    def _take_key(self, command: str, key: str) -> None:
        if key == "Esc":
            self._announcer.say(tr("The key stays as it was."), True)
            return
        if objection := self._keymap.objection(command, key):
            self._announcer.say(
                objection + " " + tr("The key stays as it was. Enter tries again."), True
            )
            return
        self._change(lambda: self._keymap.change(command, key))
        self._announcer.say(
            tr(
                "{key} is now the key for {name}.",
                key=spoken_key(key),
                name=self._name(command),
            ),
            True,
        )
        self.refresh()

    def _reset(self, row: Row) -> None:
        if objection := self._keymap.objection_to_reset(row.value):
            self._announcer.say(f"{objection} {tr('The key stays as it was.')}", True)
            return
        self._change(lambda: self._keymap.reset(row.value))
        self._announcer.say(
            tr(
                "{key} is the key for {name} again.",
                key=spoken_key(self._keymap.key(row.value)),
                name=self._name(row.value),
            ),
            True,
        )

    def _reset_all(self) -> None:
        self._change(self._keymap.reset)
        self._announcer.say(tr("All keys are as at first."), True)

    def _change(self, change: Callable[[], None]) -> None:
        try:
            change()
        except Exception as error:  # noqa: BLE001  the seam: whatever it was is explained
            self._explain(error)

    def _name(self, command: str) -> str:
        return tr(BY_ID[command].spoken)
