"""Roman numerals in titles, said as numbers."""

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_NUMERAL = re.compile(
    r"\b(?=[IVXLCDM])M{0,3}(CM|CD|D?C{0,4})(XC|XL|L?X{0,4})(IX|IV|V?I{0,4})\b(?!['’])"
)

_COUNTED = re.compile(
    r"\b(sonnet|canto|book|part|chapter|ode|no|number|psalm|act|scene|song|stanza|section|"
    r"elegy|eclogue|epistle|hymn|fable|idyll|letter|volume|vol|satire|epigram|chorus)\.?\s+$",
    re.IGNORECASE,
)
"""What a single letter must follow to be a number: "Sonnet I", but "I wandered"."""

_WORDS = frozenset({"MIX", "CD", "MD", "DC", "MC", "DI", "MI", "LI"})
"""Well-formed numerals that are words or abbreviations when they stand in capitals."""


def is_numeral(word: str) -> bool:
    """Whether ``word`` is a Roman numeral of more than one letter and no other word."""
    return len(word) > 1 and word not in _WORDS and bool(_NUMERAL.fullmatch(word))


def value(numeral: str) -> int:
    """The number that a well-formed Roman numeral stands for."""
    numbers = [_VALUES[letter] for letter in numeral]
    after = [*numbers[1:], 0]
    return sum(-one if one < two else one for one, two in zip(numbers, after, strict=True))


def with_numbers(title: str) -> str:
    """``title`` with its Roman numerals as digits; the pronoun I and initials stay."""
    return _NUMERAL.sub(lambda found: _said(title, found), title)


def _said(title: str, found: re.Match[str]) -> str:
    numeral = found.group()
    if numeral in _WORDS:
        return numeral
    alone = title.strip().rstrip(".") == numeral
    if len(numeral) > 1 or alone or _COUNTED.search(title[: found.start()]):
        return str(value(numeral))
    return numeral
