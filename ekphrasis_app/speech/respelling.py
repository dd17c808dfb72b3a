"""Old spellings and contractions of English verse, spelled as a voice says them rightly.

Voices know modern English. What they say wrong was found by listening to the phonemes
that espeak-ng makes of it; what they say right is not in these tables.
"""

import re

APOSTROPHES = "'’‘ʼ"

_WHOLE = {
    "e'en": "een",
    "ta'en": "tane",
    "th'": "the",
    "t'": "to",
    "'t": "it",
    "'ts": "its",
    "i'": "in",
    "i'the": "in the",
    "i'th'": "in the",
    "i'th": "in the",
    "ith'": "in the",
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
    "ha'": "hah",
    "'scape": "scape",
    "hast": "hasst",
    "dost": "dust",
    "doest": "dooist",
    "saith": "seth",
    "sirrah": "sirra",
    "phoebus": "feebus",
    "phœbus": "feebus",
    "seav'n": "seven",
    "voutsaf't": "vouchsafed",
    "&": "and",
    "&c": "et cetera",
    "coöperate": "co-operate",
    "reëntered": "re-entered",
}
"""Words that are wrong as a whole; apostrophes are written straight."""

_PARTS = (
    (re.compile(r"ſ"), "s"),
    (re.compile(r"^(o'er|o're)(?=$|[a-z-])"), "ore"),
    (re.compile(r"(?<=[nw])(e'er|e're)"), "air"),
    (re.compile(r"(?<=wh)(er|at|o|en)(e'er|e're)$"), r"\1air"),
    (re.compile(r"(?<=how)(e'er|e're)$|^(e'er|e're)"), "air"),
    (re.compile(r"ow'r"), "ower"),
    (re.compile(r"ay'r"), "ayer"),
    (re.compile(r"(?<=g)'r"), "er"),
    (re.compile(r"^ee?v'(?=n|r)"), "eve"),
    (re.compile(r"(?<=[a-z]{2})'n'?d$"), "ened"),
    (re.compile(r"(?<=[a-z][tk])n'd$"), "ened"),
    (re.compile(r"(?<=[a-z]{2})'n(?=$|l|s$)"), "en"),
    (re.compile(r"(?<=[a-z][cxp])'t$|(?<=sh|ch|ss|ck)'t$|(?<=[aeo]k)'t$"), "ed"),
    (re.compile(r"(?<=eas|ens|bas|aus)'t$"), "ed"),
    (re.compile(r"(?<!had)(?<!lov)(?<=a[vmkdtpsz]|o[kvlps])'st$"), "est"),
    (re.compile(r"(?<=[^aeiou])y'd$"), "ied"),
    (re.compile(r"^((?:un)?(?:dr|st|ch|cr)o)p'd$"), r"\1pped"),
    (re.compile(r"^(s|gr|sk|w|th)in'd$"), r"\1inned"),
    (re.compile(r"^(shun|stun|run)'d$"), r"\1ned"),
    (re.compile(r"(?<=e)'d(?=$|st$)"), "d"),
    (re.compile(r"(?<=[a-z]{2})'d(?=$|st$)"), "ed"),
    (re.compile(r"^(altho|tho|thro)'$"), r"\1ugh"),
)
"""What happens to words of a kind, in this order: e'er, pow'r, heav'n, plac't, lov'd …"""

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
