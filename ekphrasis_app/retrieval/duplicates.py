"""Tells whether two poems are the same text, perhaps from two editions."""

import re

from ekphrasis_app.domain.poem import Poem

SHINGLE = 3
"""Words in a shingle: short enough for haiku, long enough not to match by chance."""

ENOUGH_WORDS = 400
"""Only so many words are compared; long poems that begin alike are the same."""

SAME = 0.5
"""The share of common shingles from which two texts count as one. Editions that differ in
every twentieth word share about 0.75, one part and a whole twice as long at most 0.5."""

_WORD = re.compile(r"[^\W_]+")

Shingles = frozenset[tuple[str, ...]]


def shingles(poem: Poem) -> Shingles:
    """The runs of words of a poem, without capitals, punctuation, layout and title."""
    plain = poem.text.casefold().replace("'", "").replace("’", "")
    words = _WORD.findall(plain)[:ENOUGH_WORDS]
    runs = max(1, len(words) - SHINGLE + 1)
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(runs))


def nearly_same(one: Shingles, other: Shingles) -> bool:
    """Whether two poems, given by their shingles, are one text."""
    return len(one & other) > SAME * len(one | other)
