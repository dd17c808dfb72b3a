"""Settings that are chosen from what this computer has: voices, and models."""

from collections.abc import Sequence

from ekphrasis_app import wording
from ekphrasis_app.app import shelf
from ekphrasis_app.app.services import Services
from ekphrasis_app.app.voice import manners
from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Voice
from ekphrasis_app.settings import Setting
from ekphrasis_app.speech.voices import base
from ekphrasis_app.ui.rows import Row, RowList
from ekphrasis_app.wording import tr

SAMPLE = "Shall I compare thee to a summer's day?"
SEPARATOR = "|"


class BundleList(RowList):
    """The bundles of this installation; Enter takes one, which is tried first."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.activated.connect(lambda _: self._take())

    def refresh(self) -> None:
        """Look which bundles there are."""
        self.setAccessibleDescription(
            tr("Enter takes a model; it counts from the next picture.")
        )
        used = self._services.settings.text("bundle")
        rows = [_row(each.name, each.name, each.name == used) for each in shelf.installed()]
        self.show_rows(rows, max(self.row, 0))

    def _take(self) -> None:
        row, services = self.current, self._services
        if row is not None:
            services.jobs.run(
                "bundle",
                lambda *_: shelf.verify(row.value),
                lambda _: self._taken(row.value),
                services.session.explain,
            )

    def _taken(self, name: str) -> None:
        self._services.settings.set("bundle", name)
        self.refresh()
        self._services.announcer.say(
            tr("{name} finds the poems from the next picture on.", name=name), True
        )


class VoiceList(RowList):
    """The voices for one role; Enter takes one and lets it be heard."""

    def __init__(self, setting: Setting, services: Services) -> None:
        super().__init__()
        self._setting = setting
        self._services = services
        self._voices: dict[str, Voice] = {}
        self.activated.connect(lambda _: self._take())

    def refresh(self) -> None:
        """Ask the engine in use for its voices; the person's languages come first."""
        self.setAccessibleDescription(tr("Enter takes a voice and lets you hear it."))
        ours = (wording.language(), wording.SOURCE)
        voices = sorted(
            self._services.voice.voices(),
            key=lambda voice: (base(voice.language) not in ours, voice.language, voice.name),
        )
        self._voices = {voice.id: voice for voice in voices}
        self._show(max(self.row, 0))

    def _show(self, row: int) -> None:
        chosen = self._chosen()
        rows = [_row(tr("The best one for each language"), "", not chosen)]
        rows += [_row(_name(v), v.id, v.id in chosen) for v in self._voices.values()]
        self.show_rows(rows, row)

    def _chosen(self) -> list[str]:
        return [id for id in self._services.settings.text(self._setting.key).split("|") if id]

    def _take(self) -> None:
        row = self.current
        if row is None:
            return
        chosen = with_voice(self._chosen(), row.value, self._voices)
        self._services.settings.set(self._setting.key, SEPARATOR.join(chosen))
        self._show(self.row)
        role = Role(self._setting.key.removeprefix("voice."))
        language = self._voices[row.value].language if row.value else wording.SOURCE
        manner = manners(self._services.settings)(role, language)
        self._services.announcer.let_go()
        self._services.voice.speak(SAMPLE, manner, lambda *_: None, lambda _: None)


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


def _name(voice: Voice) -> str:
    return f"{voice.name}, {voice.language}"
