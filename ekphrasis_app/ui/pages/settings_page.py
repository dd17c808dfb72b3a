"""The settings, made from their declarations; each takes effect at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGroupBox,
    QPushButton,
    QRadioButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ekphrasis_app.app.services import Services
from ekphrasis_app.settings import SETTINGS, Setting, Value
from ekphrasis_app.ui.pages.choosers import BundleList, VoiceList
from ekphrasis_app.ui.pages.page import Page, label
from ekphrasis_app.ui.rows import FRAME, TARGET, Row, RowList
from ekphrasis_app.ui.wrapping import WrappingCheckBox, WrappingRadioButton
from ekphrasis_app.wording import tr

PAGES = tuple(dict.fromkeys(setting.page for setting in SETTINGS))


class SettingsPage(Page):
    """A list of sections, and the settings of the one that is chosen."""

    def __init__(self, services: Services) -> None:
        super().__init__(lambda: tr("Settings"))
        self._services = services
        self._settings = services.settings
        self._announcer = services.announcer
        self._explain = services.session.explain
        self._showing = False
        self._show_value: dict[str, Callable[[], None]] = {}
        self.sections = RowList()
        self.word(self.sections.setAccessibleName, lambda: tr("Sections of the settings"))
        self.sections.setMinimumHeight(len(PAGES) * TARGET + 2 * FRAME)
        self.column.addWidget(self.sections, 1)
        self.groups = [self._section(page) for page in PAGES]
        everything = QPushButton()
        self.word(everything.setText, lambda: tr("All settings as at first"))
        everything.clicked.connect(lambda: self._reset(None))
        self.column.addWidget(everything)
        self.column.addStretch(0)
        self.sections.row_changed.connect(self._choose)
        self.sections.show_rows(_section_rows())
        self._settings.watch(self._changed)

    @property
    def first(self) -> QWidget:
        return self.sections

    def parts(self) -> list[QWidget]:
        return [self.sections, *self._controls()[:1]]

    def reword(self) -> None:
        """Sections and values are words too."""
        super().reword()
        self.sections.reword(_section_rows())
        for key in self._show_value:
            self._changed(key)

    def forget(self) -> None:
        """Settings that change later have nowhere to be shown."""
        self._settings.unwatch(self._changed)

    def _controls(self) -> list[QWidget]:
        group = self.groups[max(0, self.sections.row)]
        return [
            w for w in group.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    def _choose(self, row: int) -> None:
        for number, group in enumerate(self.groups):
            group.setVisible(number == row)

    def _section(self, page: str) -> QWidget:
        group = QWidget()
        column = QVBoxLayout(group)
        for setting in SETTINGS:
            if setting.page == page:
                self._add(setting, column)
        reset = QPushButton()
        self.word(reset.setText, lambda: tr("{section} as at first", section=tr(page)))
        reset.clicked.connect(lambda: self._reset(page))
        column.addWidget(reset)
        self.column.addWidget(group)
        return group

    def _add(self, setting: Setting, column: QVBoxLayout) -> None:
        explanation = self.label(lambda: tr(setting.explanation))
        if setting.choices:
            column.addWidget(self._choices(setting))
        elif isinstance(setting.default, bool):
            column.addWidget(self._switch(setting))
        elif isinstance(setting.default, int):
            self._number(setting, column)
        else:
            voice, services = setting.page == "Voice", self._services
            rows = VoiceList(setting, services) if voice else BundleList(services)
            self._chooser(setting, rows, column)
        column.addWidget(explanation)

    def _switch(self, setting: Setting) -> QWidget:
        box = WrappingCheckBox()
        for put in (box.set_whole_text, box.setAccessibleName):
            self.word(put, lambda: tr(setting.name))
        self._explain_by(setting, box)
        box.toggled.connect(lambda on: self._set(setting, on))
        self._show_with(setting, lambda: box.setChecked(self._settings.on(setting.key)))
        return box

    def _choices(self, setting: Setting) -> QGroupBox:
        group = QGroupBox()
        column = QVBoxLayout(group)
        column.addWidget(self.label(lambda: tr(setting.name)))
        buttons = {
            value: self._choice(setting, value, text)
            for value, text in setting.choices
            if value != "ask"
        }
        for button in buttons.values():
            column.addWidget(button)
        self._show_with(
            setting,
            lambda: _check(
                list(buttons.values()), buttons.get(self._settings.text(setting.key))
            ),
        )
        return group

    def _choice(self, setting: Setting, value: str, text: str) -> WrappingRadioButton:
        button = WrappingRadioButton()
        self.word(button.set_whole_text, lambda: tr(text))
        self.word(button.setAccessibleName, lambda: f"{tr(setting.name)}: {tr(text)}")
        self._explain_by(setting, button)
        button.toggled.connect(lambda on: self._set(setting, value) if on else None)
        return button

    def _number(self, setting: Setting, column: QVBoxLayout) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(setting.low, setting.high)
        slider.setSingleStep(setting.step)
        slider.setPageStep(5 * setting.step)
        self.word(
            slider.setAccessibleName,
            lambda: f"{tr(setting.name)}, {tr(setting.unit)}".removesuffix(", "),
        )
        self._explain_by(setting, slider)
        slider.valueChanged.connect(lambda value: self._set(setting, _stepped(setting, value)))
        shown = label("")

        def show() -> None:
            value = self._settings.number(setting.key)
            slider.setValue(value)
            shown.setText(f"{tr(setting.name)}: {setting.spoken(value)}")

        self._show_with(setting, show)
        column.addWidget(shown)
        column.addWidget(slider)

    def _chooser(
        self, setting: Setting, rows: VoiceList | BundleList, column: QVBoxLayout
    ) -> None:
        rows.setMinimumHeight(3 * TARGET)
        self._show_with(setting, rows.refresh)
        column.addWidget(self.label(lambda: tr(setting.name), rows))
        column.addWidget(rows)

    def _explain_by(self, setting: Setting, control: QWidget) -> None:
        self.word(control.setAccessibleDescription, lambda: tr(setting.explanation))

    def _show_with(self, setting: Setting, show: Callable[[], None]) -> None:
        self._show_value[setting.key] = show
        self._changed(setting.key)

    def _changed(self, key: str) -> None:
        self._showing = True
        self._show_value[key]()
        self._showing = False

    def _set(self, setting: Setting, value: Value) -> None:
        """Take what a control was set to; not what it shows because of a change."""
        if self._showing:
            return
        try:
            self._settings.set(setting.key, value)
        except Exception as error:  # noqa: BLE001  the seam: whatever it was is explained
            self._explain(error)

    def _reset(self, page: str | None) -> None:
        try:
            self._settings.reset(page)
        except Exception as error:  # noqa: BLE001  the seam
            self._explain(error)
        if page is None:
            self._announcer.say(tr("All settings are as at first."), True)
        else:
            self._announcer.say(tr("{section} is as at first.", section=tr(page)), True)


def _section_rows() -> list[Row]:
    return [Row(tr(page), tr(page), page) for page in PAGES]


def _stepped(setting: Setting, value: int) -> int:
    """The nearest value that is a whole number of steps: a mouse stops anywhere."""
    return setting.low + round((value - setting.low) / setting.step) * setting.step


def _check(buttons: list[QRadioButton], chosen: QRadioButton | None) -> None:
    """Choose one of a group, and have Tab come to that one."""
    if chosen is not None:
        chosen.setChecked(True)
    for button in buttons:
        reached = button is (chosen or buttons[0])
        policy = Qt.FocusPolicy
        button.setFocusPolicy(policy.StrongFocus if reached else policy.ClickFocus)
