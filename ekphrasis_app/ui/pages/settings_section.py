"""One section of the settings: a control for each, made from its declaration."""

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
from ekphrasis_app.ui.pages.choosers import VoiceList
from ekphrasis_app.ui.pages.model_list import ModelList, hint
from ekphrasis_app.ui.pages.model_pages import ModelPages
from ekphrasis_app.ui.rows import TARGET
from ekphrasis_app.ui.words import Words, label
from ekphrasis_app.ui.wrapping import WrappingCheckBox, WrappingRadioButton
from ekphrasis_app.wording import tr


class Section(QWidget):
    """The settings of one page of them, with a button that resets these."""

    def __init__(
        self,
        page: str,
        services: Services,
        models: ModelPages,
        reset: Callable[[], None],
    ) -> None:
        super().__init__()
        self._services = services
        self._model_pages = models
        self._settings = services.settings
        self._words = Words()
        self._showing = False
        self._models: ModelList | None = None
        self._show_value: dict[str, Callable[[], None]] = {}
        self._column = QVBoxLayout(self)
        for setting in SETTINGS:
            if setting.page == page:
                self._add(setting)
        button = QPushButton()
        self._words.put(lambda: tr("{section} as at first", section=tr(page)), button.setText)
        button.clicked.connect(reset)
        self._column.addWidget(button)

    def controls(self) -> list[QWidget]:
        """What Tab reaches, in that order."""
        tab = Qt.FocusPolicy.TabFocus
        return [w for w in self.findChildren(QWidget) if w.focusPolicy() & tab]

    def show_value(self, key: str) -> None:
        """Show the value that a setting has now, if it is one of these."""
        if key in self._show_value:
            self._showing = True
            self._show_value[key]()
            self._showing = False

    def say_anew(self) -> None:
        """Say everything in the language of the window; values are words too."""
        self._words.say_anew()
        for key in self._show_value:
            self.show_value(key)

    def _add(self, setting: Setting) -> None:
        if setting.choices:
            self._column.addWidget(self._choices(setting))
        elif isinstance(setting.default, bool):
            self._column.addWidget(self._switch(setting))
        elif isinstance(setting.default, int):
            self._number(setting)
        elif setting.page == "Voice":
            self._chooser(setting, VoiceList(setting, self._services))
        else:
            self._model(setting)
        self._column.addWidget(self._words.label(lambda: tr(setting.explanation)))

    def _switch(self, setting: Setting) -> QWidget:
        box = WrappingCheckBox()
        self._words.put(lambda: tr(setting.name), box.set_whole_text, box.setAccessibleName)
        self._explain_by(setting, box)
        box.toggled.connect(lambda on: self._set(setting, on))
        self._show_with(setting, lambda: box.setChecked(self._settings.on(setting.key)))
        return box

    def _choices(self, setting: Setting) -> QGroupBox:
        group = QGroupBox()
        column = QVBoxLayout(group)
        column.addWidget(self._words.label(lambda: tr(setting.name)))
        buttons = {
            value: self._choice(setting, value, text)
            for value, text in setting.choices
            if value != "ask"
        }
        for button in buttons.values():
            column.addWidget(button)

        def show() -> None:
            _check(list(buttons.values()), buttons.get(self._settings.text(setting.key)))

        self._show_with(setting, show)
        return group

    def _choice(self, setting: Setting, value: str, text: str) -> WrappingRadioButton:
        button = WrappingRadioButton()
        self._words.put(lambda: tr(text), button.set_whole_text)
        self._words.put(lambda: f"{tr(setting.name)}: {tr(text)}", button.setAccessibleName)
        self._explain_by(setting, button)
        button.toggled.connect(lambda on: self._set(setting, value) if on else None)
        return button

    def _number(self, setting: Setting) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(setting.low, setting.high)
        slider.setSingleStep(setting.step)
        slider.setPageStep(5 * setting.step)
        self._words.put(
            lambda: f"{tr(setting.name)}, {tr(setting.unit)}".removesuffix(", "),
            slider.setAccessibleName,
        )
        self._explain_by(setting, slider)
        slider.valueChanged.connect(lambda value: self._set(setting, _stepped(setting, value)))
        shown = label()

        def show() -> None:
            value = self._settings.number(setting.key)
            slider.setValue(value)
            shown.setText(f"{tr(setting.name)}: {setting.spoken(value)}")

        self._show_with(setting, show)
        self._column.addWidget(shown)
        self._column.addWidget(slider)

    def forget(self) -> None:
        """Called once, when the section is let go of: nothing is to be shown any more."""
        if self._models is not None:
            self._models.leave()

    def _model(self, setting: Setting) -> None:
        self._models = ModelList(self._services.models, self._model_pages, self._settings)
        self._chooser(setting, self._models)
        self._column.addWidget(self._words.label(hint))
        self._column.addLayout(self._models.buttons(self._words))

    def _chooser(self, setting: Setting, rows: VoiceList | ModelList) -> None:
        rows.setMinimumHeight(3 * TARGET)
        self._show_with(setting, rows.refresh)
        self._column.addWidget(self._words.label(lambda: tr(setting.name), rows))
        self._column.addWidget(rows)

    def _explain_by(self, setting: Setting, control: QWidget) -> None:
        self._words.put(lambda: tr(setting.explanation), control.setAccessibleDescription)

    def _show_with(self, setting: Setting, show: Callable[[], None]) -> None:
        self._show_value[setting.key] = show
        self.show_value(setting.key)

    def _set(self, setting: Setting, value: Value) -> None:
        """Take what a control was set to; not what it shows because of a change."""
        if self._showing:
            return
        try:
            self._settings.set(setting.key, value)
        except Exception as error:  # noqa: BLE001  the seam: whatever it was is explained
            self._services.session.explain(error)


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
