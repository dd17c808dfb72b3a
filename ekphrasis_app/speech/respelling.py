"""Old spellings and contractions of English verse, spelled as a voice says them rightly.

Voices know modern English. What they say wrong was found by listening to the phonemes
that espeak-ng makes of it; what they say right is not in these tables.
"""

import re

APOSTROPHES = "'’‘ʼ"

_WHOLE = {
    "o'er": "ore",
    "e'er": "air",
    "ne'er": "nair",
    "e'en": "een",
    "ta'en": "tane",
    "th'": "the",
    "i'": "in",
    "i'the": "in the",
    "i'th'": "in the",
    "i'th": "in the",
    "i'faith": "in faith",
    "o'": "of",
    "o'th'": "of the",
    "o'th": "of the",
    "o'the": "of the",
    "wi'": "with",
    "an'": "and",
    "t'other": "tother",
    "thou'rt": "thou art",
    "th'art": "thou art",
    "thou'lt": "thou wilt",
    "y'are": "you are",
    "y'have": "you have",
    "'scape": "scape",
    "'scap'd": "scaped",
    "ha'": "hah",
    "&": "and",
    "&c": "et cetera",
    "coöperate": "co-operate",
    "reëntered": "re-entered",
}
"""Words that are wrong as a whole; apostrophes are written straight."""

_PARTS = (
    (re.compile(r"^(o'er)(?=[a-z])"), "ore"),
    (re.compile(r"e'er$"), "air"),
    (re.compile(r"ow'r"), "ower"),
    (re.compile(r"ay'r"), "ayer"),
    (re.compile(r"(?<=[aeiou][vls])'n|(?<=[a-z]{2})'n(?=$|ly$|s$)"), "en"),
    (re.compile(r"^ev'(?=n|r)"), "eve"),
    (re.compile(r"(?<=[^aeiou])y'd$"), "ied"),
    (re.compile(r"(?<=e)'d(?=$|st$)"), "d"),
    (re.compile(r"(?<=[a-z]{2})'d(?=$|st$)"), "ed"),
    (re.compile(r"^(altho|tho|thro)'$"), r"\1ugh"),
    (re.compile(r"ſ"), "s"),
)

_HAD = frozenset({"he'd", "she'd", "we'd", "they'd", "you'd", "who'd", "that'd", "there'd"})
"""Here the 'd is "had" or "would", and voices know it."""

_SPOKEN_ED = re.compile(r"(?<=[a-z])[èé]d(?=$|st$|ly$|ness$)")

_WANTS_E = re.compile(r"([vczu]|[aeiourn]s|ang|[dr]g|(?<![aeiou])[aeiou][tdnrmkpl])$")
"""A stem that ends so has lost an e: belov, chang, despis, refin, admir."""

_KEEPS_NONE = re.compile(r"([aeiou]{2}[a-z]|en|er|el|on|or|it|et|ow|aw|ew)$")


def straight(text: str) -> str:
    """``text`` with every kind of apostrophe written the same way."""
    return re.sub(f"[{APOSTROPHES}]", "'", text)


def respelled(word: str) -> str:
    """How to spell ``word`` (no punctuation around it) so that a voice says it rightly."""
    plain = straight(word)
    low = plain.lower()
    if low in _WHOLE:
        return _WHOLE[low]
    if low in _HAD:
        return plain
    changed = _with_spoken_ed(low)
    for pattern, said in _PARTS:
        changed = pattern.sub(said, changed)
    return plain if changed == low else changed


def _with_spoken_ed(word: str) -> str:
    """An accented -èd is a syllable of its own: wing-ed, change-ed."""
    found = _SPOKEN_ED.search(word)
    if not found:
        return word
    stem, rest = word[: found.start()], word[found.end() :]
    if _WANTS_E.search(stem) and not _KEEPS_NONE.search(stem):
        stem += "e"
    return f"{stem}-ed{rest}"
