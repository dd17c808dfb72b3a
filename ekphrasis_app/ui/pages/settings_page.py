"""The settings: a list of sections, and the controls of one; each takes effect at once."""

from PySide6.QtWidgets import QPushButton, QWidget

from ekphrasis_app.app.services import Services
from ekphrasis_app.settings import SETTINGS
from ekphrasis_app.ui.pages.model_pages import ModelPages
from ekphrasis_app.ui.pages.page import Page
from ekphrasis_app.ui.pages.settings_section import Section
from ekphrasis_app.ui.rows import FRAME, TARGET, Row, RowList
from ekphrasis_app.wording import tr

PAGES = tuple(dict.fromkeys(setting.page for setting in SETTINGS))


class SettingsPage(Page):
    """Each section is made when it is first chosen: a hundred controls take their time."""

    def __init__(self, services: Services, models: ModelPages) -> None:
        super().__init__(lambda: tr("Settings"))
        self._services = services
        self._models = models
        self._made: dict[int, Section] = {}
        self.sections = RowList()
        self.words.put(lambda: tr("Sections of the settings"), self.sections.setAccessibleName)
        self.sections.setMinimumHeight(len(PAGES) * TARGET + 2 * FRAME)
        self._everything = QPushButton()
        self.words.put(lambda: tr("All settings as at first"), self._everything.setText)
        self._everything.clicked.connect(lambda: self._reset(None))
        self.column.addWidget(self.sections, 1)
        self.column.addWidget(self._everything)
        self.column.addStretch(0)
        self.sections.row_changed.connect(self._choose)
        self.sections.show_rows(_rows())
        services.settings.watch(self._changed)

    @property
    def first(self) -> QWidget:
        return self.sections

    def parts(self) -> list[QWidget]:
        return [self.sections, *self._section(self.sections.row).controls()[:1]]

    def say_anew(self) -> None:
        """The sections are named too."""
        super().say_anew()
        self.sections.reword(_rows())
        for section in self._made.values():
            section.say_anew()

    def forget_hidden_parts(self) -> None:
        for number in [number for number in self._made if number != self.sections.row]:
            section = self._made.pop(number)
            section.forget()
            self.column.removeWidget(section)
            section.deleteLater()

    def forget(self) -> None:
        """Settings that change later have nowhere to be shown."""
        self._services.settings.unwatch(self._changed)
        for section in self._made.values():
            section.forget()

    def _choose(self, row: int) -> None:
        chosen = self._section(row)
        for section in self._made.values():
            section.setVisible(section is chosen)

    def _section(self, row: int) -> Section:
        if row not in self._made:
            page = PAGES[row]
            reset = lambda: self._reset(page)  # noqa: E731
            section = Section(page, self._services, self._models, reset)
            self._made[row] = section
            self.column.insertWidget(self.column.indexOf(self._everything), section)
            # Tab goes in the order in which controls were made.
            self.setTabOrder(section.controls()[-1], self._everything)
            self.made_part(section)
        return self._made[row]

    def _changed(self, key: str) -> None:
        for section in self._made.values():
            section.show_value(key)

    def _reset(self, page: str | None) -> None:
        settings, announcer = self._services.settings, self._services.announcer
        try:
            settings.reset(page)
        except Exception as error:  # noqa: BLE001  the seam: whatever it was is explained
            self._services.session.explain(error)
        if page is None:
            announcer.say(tr("All settings are as at first."), True)
        else:
            announcer.say(tr("{section} is as at first.", section=tr(page)), True)


def _rows() -> list[Row]:
    return [Row(tr(page), tr(page), page) for page in PAGES]
