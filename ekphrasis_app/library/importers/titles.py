"""Makes titles out of headings as they are printed."""

import re
import unicodedata

_SMALL = re.compile(r"an?|and|as|at|but|by|for|from|in|into|nor|of|on|or|the|to|with|upon")
_ROMAN = r"(?=[CLXVI])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBER = re.compile(rf"^\[?(?:{_ROMAN}|\d{{1,3}})[\].:]*$")
_NUMBERED = re.compile(rf"^(?:\[(?:{_ROMAN}|\d+)\]|{_ROMAN}(?:\.|\s)\s)\s*(?=[^\sa-z])")
_NOTE_MARK = re.compile(r"\s*(?:[¹²³].*|\(\d\)|\[\d{1,3}\]|\(audio\))$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def is_number(heading: str) -> bool:
    """Whether a heading is a number alone, Roman or Arabic."""
    return bool(_NUMBER.match(heading.strip()))


def is_numbered(heading: str) -> bool:
    """Whether a heading begins with a number and goes on with a title."""
    return bool(_NUMBERED.match(heading.strip()))


def without_number(heading: str) -> str:
    """The heading less the number that it begins with, if any words are left."""
    return _NUMBERED.sub("", heading.strip())


def key(heading: str) -> str:
    """What is left of a heading for comparing: its letters and digits without marks."""
    plain = unicodedata.normalize("NFKD", without_mark(heading).casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def without_mark(heading: str) -> str:
    """The heading less the mark of a footnote or of a recording."""
    return _NOTE_MARK.sub("", heading.strip())


def title_of(heading: str) -> str:
    """A title to show and to say: numbers and marks go, capitals become a title's."""
    title = " ".join(without_number(without_mark(heading)).split())
    title = re.sub(r"\s*\[([^\]]*)\]?$", r" (\1)", title)
    if len(title) > 1 and title[0] == title[-1] == '"':
        title = title[1:-1].strip()
    return _in_title_case(title) if title.isupper() else title


def _in_title_case(title: str) -> str:
    """``THE ROAD NOT TAKEN`` as ``The Road Not Taken``; numerals and initials stay."""
    return _WORD.sub(lambda found: _word_in_title(found, title), title)


def _word_in_title(found: re.Match[str], title: str) -> str:
    word = found.group()
    before = title[: found.start()].strip("\"'“‘( ")
    inside = before and not before.endswith((":", ".", "--")) and found.end() < len(title)
    if len(word) == 1 and title[found.end() : found.end() + 1] == ".":
        return word
    if len(word) > 1 and re.fullmatch(_ROMAN, word):
        return word
    small = word.lower()
    if inside and _SMALL.fullmatch(small) and title[found.start() - 1] in " -":
        return small
    if re.match(r"O['’]\w{2}", word):
        return word[:2] + word[2:].capitalize()
    return word.capitalize()
