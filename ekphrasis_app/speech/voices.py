"""Choosing a voice by language."""

from collections.abc import Sequence
from functools import cache

from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Manner, Voice

PREFERRED = {"en": "en-gb", "fr": "fr-fr", "pt": "pt-pt", "zh": "cmn", "es": "es", "he": "he"}
"""Which of several kinds of a language to take when only the language is known."""

CHOICES = "|"
"""Stands between the ids of several chosen voices, one for each language."""


@cache
def base(tag: str) -> str:
    """The language of a BCP 47 tag, without country or script."""
    return tag.lower().replace("_", "-").split("-")[0]


def speaks(voices: Sequence[Voice], language: str) -> bool:
    """Whether there is a voice for ``language``."""
    return any(_closeness(voice, language) for voice in voices)


def voice_for(voices: Sequence[Voice], manner: Manner) -> Voice:
    """The voice that ``manner`` asks for, where it speaks the language; else the best.

    ``manner.voice`` may name several voices with ``CHOICES`` between them: the first for
    the language counts. So a person's English voice does not read a German poem.
    """
    wanted = manner.voice.split(CHOICES)
    mine = [voice for voice in voices if voice.id in wanted]
    fitting = [voice for voice in mine if base(voice.language) == base(manner.language)]
    if fitting:
        return min(fitting, key=lambda voice: wanted.index(voice.id))
    return best_voice(voices, manner.language)


def best_voice(voices: Sequence[Voice], language: str) -> Voice:
    """The nearest voice: same tag, usual kind, same language, English, or any at all.

    Raises ``SpeechProblem`` where there are no voices.
    """
    if not voices:
        raise SpeechProblem(
            "This voice engine has no voices.", "Choose another speech engine in the settings."
        )
    return max(voices, key=lambda voice: (_closeness(voice, language), _closeness(voice, "en")))


def _closeness(voice: Voice, language: str) -> int:
    """3 for the same tag, 2 for the usual kind, 1 for the same language, else 0."""
    tag = voice.language.lower().replace("_", "-")
    wanted = language.lower().replace("_", "-")
    usual = PREFERRED.get(wanted, wanted)
    if tag == usual:
        return 3
    if tag == wanted:
        return 2
    return int(base(tag) == base(usual))
