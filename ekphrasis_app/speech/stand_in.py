"""What an engine that stands before another one leaves to that one."""

from collections.abc import Sequence

from ekphrasis_app.ports import Capabilities, Manner, SpeechEngine, Voice


class StandIn:
    """The part of ``SpeechEngine`` that is passed on to ``_engine``, whichever it is now."""

    _engine: SpeechEngine

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def capabilities(self) -> Capabilities:
        return self._engine.capabilities

    def voices(self) -> Sequence[Voice]:
        return self._engine.voices()

    def prepare(self, text: str, manner: Manner) -> None:
        self._engine.prepare(text, manner)

    def hush(self) -> None:
        self._engine.hush()
