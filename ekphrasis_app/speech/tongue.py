"""The language of a line and of the words in it, where it is not that of the poem.

A voice spells out letters of a script that it does not know, and reads "Dulce et decorum
est" as English. Scripts are told by their letters, lines by their commonest small words.
"""

import re
import unicodedata
from itertools import groupby
from typing import NamedTuple

from ekphrasis_app.speech.voices import base

SCRIPTS = {
    "GREEK": "el",
    "CYRILLIC": "ru",
    "HEBREW": "he",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
}
"""The language that a word in each script is taken for; by the first word of a letter's
Unicode name."""

SMALL_WORDS = {
    "en": "the and of to in a i my thy is that with on for his her our as not be it was we "
    "you thou from at by all so no or but an me he she they this have had were are "
    "o come die man war hat will us am go do if their what who when then there",
    "de": "der die das und ich nicht ein eine ist in den dem des zu mit sich auf von er sie es "
    "wir ihr was wie du im am so mein dein kein für an als wenn aber doch nur noch auch",
    "fr": "le la les de des du et un une est je tu il elle nous vous que qui dans sur au aux "
    "ne pas mon ma mes ton ta ses son sa pour par sans avec où ce cette c'est plus en y a "
    "tout tous",
    "it": "il lo la gli le di del della che e un una è non in per con mi ti si io tu nel nella "
    "al alla dei mio mia come più ma ed se",
    "es": "el la los las de del que y un una es no en por con mi tu su se lo al como más para "
    "yo me te si pero cuando sin",
    "la": "et in est non ad cum ut sed qui quae quod nec sunt per ab pro te tu me mihi sine "
    "ex de nos nunc iam atque hoc ille esse",
}

SHARE = 0.3
"""Share of a line that the small words of another language must make up."""

FEWEST = 4
"""Words of the shortest line whose language is told by its small words."""

_SMALL = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Run(NamedTuple):
    """The written words from ``first`` up to ``end`` of a line, in one language."""

    first: int
    end: int
    language: str


def runs(line: str, language: str) -> list[Run]:
    """The stretches of ``line`` that each have a voice of their own; never none."""
    whole = language_of(line, language)
    words = line.split()
    tongues = [_script_language(word) or whole for word in words]
    result = []
    for tongue, group in groupby(range(len(words)), tongues.__getitem__):
        indexes = list(group)
        result.append(Run(indexes[0], indexes[-1] + 1, tongue))
    return result or [Run(0, 0, whole)]


def language_of(line: str, language: str) -> str:
    """The language of most small words in ``line``, or ``language`` where that is unclear."""
    words = [word.lower() for word in _WORD.findall(line)]
    if len(words) < FEWEST or base(language) not in _SMALL:
        return language
    counts = {tongue: len(small.intersection(words)) for tongue, small in _SMALL.items()}
    own = counts.pop(base(language))
    best, other = max(counts, key=counts.__getitem__), sorted(counts.values())[-2]
    clear = counts[best] > max(own + 1, other) and counts[best] >= max(2, SHARE * len(words))
    return best if clear else language


def _script_language(word: str) -> str:
    """The language of the script that ``word`` begins in, if it is not the Latin one."""
    letter = next((letter for letter in word if letter.isalpha()), "")
    script = unicodedata.name(letter, "").split(" ")[0] if letter else ""
    return SCRIPTS.get(script, "")
