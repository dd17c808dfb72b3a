"""Voices, chosen from what this computer has."""

from collections.abc import Sequence

from PySide6.QtGui import QFocusEvent

from ekphrasis_app import wording
from ekphrasis_app.app import folders
from ekphrasis_app.app.services import Services
from ekphrasis_app.app.voice import manners
from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Voice
from ekphrasis_app.settings import Setting
from ekphrasis_app.speech.languages import language_name
from ekphrasis_app.speech.voices import base
from ekphrasis_app.ui.language import in_language
from ekphrasis_app.ui.rows import Row, RowList
from ekphrasis_app.wording import tr, trn

SAMPLE = "This is how I read to you."
SEPARATOR = "|"
MORE = object()
"""What the row stands for that promises more voices."""


class VoiceList(RowList):
    """The voices for one role; Enter takes one and lets it be heard.

    Those of other languages than the person's, hundreds of them, come when asked for.
    """

    def __init__(self, setting: Setting, services: Services) -> None:
        super().__init__()
        self._setting = setting
        self._services = services
        self._voices: dict[str, Voice] = {}
        self._heard_of: Sequence[Voice] = ()
        self._all = False
        self.activated.connect(lambda _: self._take())

    def refresh(self) -> None:
        """Ask the engine in use for its voices; the person's languages come first."""
        self.setAccessibleDescription(tr("Enter takes a voice and lets you hear it."))
        self._heard_of = self._services.voice.voices()
        voices = sorted(
            self._heard_of, key=lambda voice: (not _is_near(voice), voice.language, voice.name)
        )
        self._voices = {voice.id: voice for voice in voices}
        self._show(max(self.row, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Meanwhile another engine may be in use."""
        if self._services.voice.voices() != self._heard_of:
            self.refresh()
        super().focusInEvent(event)

    def _show(self, row: int) -> None:
        chosen = self._chosen()
        voices = self._voices.values()
        listed = [v for v in voices if self._all or _is_near(v) or v.id in chosen]
        rows = [_row(tr("The best one for each language"), "", not chosen)]
        rows += [_row(_name(v), v.id, v.id in chosen) for v in listed]
        if left := len(voices) - len(listed):
            more = trn(
                "{n} more voice, for other languages",
                "{n} more voices, for other languages",
                left,
            )
            rows.append(Row(more, more, MORE))
        self.show_rows(rows, min(row, len(rows) - 1))

    def _chosen(self) -> list[str]:
        return [id for id in self._services.settings.text(self._setting.key).split("|") if id]

    def _take(self) -> None:
        row = self.current
        if row is None:
            return
        if row.value is MORE:
            self._all = True
            self._show(self.row)
            return
        chosen = with_voice(self._chosen(), row.value, self._voices)
        self._services.settings.set(self._setting.key, SEPARATOR.join(chosen))
        self._show(self.row)
        role = Role(self._setting.key.removeprefix("voice."))
        usual = wording.language() if role is Role.INTERFACE else wording.SOURCE
        language = self._voices[row.value].language if row.value else usual
        manner = manners(self._services.settings)(role, language)
        self._services.announcer.let_go()
        self._services.voice.speak(sample(language), manner, lambda *_: None, lambda _: None)


def sample(language: str) -> str:
    """What a voice of this language says to be heard: in it, if the program speaks it."""
    if base(language) == wording.language():
        return tr(SAMPLE)
    return in_language(base(language), SAMPLE, folders.translations())


def with_voice(chosen: Sequence[str], new: str, voices: dict[str, Voice]) -> list[str]:
    """The chosen voices with ``new`` in place of the one of its language; empty: none."""
    if not new:
        return []
    language = base(voices[new].language)
    others = [id for id in chosen if id in voices and base(voices[id].language) != language]
    return [*others, new]


def _row(name: str, voice: str, chosen: bool) -> Row:
    text = tr("{name}, chosen", name=name) if chosen else name
    return Row(text, text, voice)


def _is_near(voice: Voice) -> bool:
    """Whether it speaks the language of the window or that of most poems."""
    return base(voice.language) in (wording.language(), wording.SOURCE)


def _name(voice: Voice) -> str:
    """Its name, which tells the language with some engines, and else the language too."""
    language = language_name(voice.language)
    return voice.name if language in voice.name else f"{voice.name}, {language}"
