"""Verse as it is said: what a voice is given for a line, and the pause after it.

What is said may differ from what is written, so ``Spoken`` keeps for each piece of the
one the word of the other; highlight and caret follow the written text.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from ekphrasis_app.speech.numerals import is_numeral, value
from ekphrasis_app.speech.respelling import APOSTROPHES, respelled
from ekphrasis_app.speech.voices import base

DASH, DOTS = " — ", "… "

RUNS_ON, COMMA, CLAUSE, SENTENCE, STANZA = 0.12, 0.25, 0.35, 0.5, 0.9
"""Seconds of pause after a line at normal rate. Listeners call 0.5 right after a sentence
and 1.7 too long; where the sentence runs on, the line's end should just be felt."""

_BREAK = re.compile(r"\s*(?:(?P<dash>[—―]+|--+|–)|(?P<dots>…|\.\.\.+|\. \. \.))\s*")
_EDGES = re.compile(
    rf"^(?P<before>[^\w&{APOSTROPHES}]*)(?P<core>.*?)(?P<after>[^\w{APOSTROPHES}]*)$", re.DOTALL
)
_SOUNDING = re.compile(r"[^\W_].*", re.DOTALL)
_KEPT = re.compile(r"[^,;:.!?()]")
_PLAINER = str.maketrans({"[": "(", "]": ")", "_": "", "*": "", "|": ""})
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}$")
_LETTERS_SAID = frozenset({"USA", "UK", "BBC", "TV", "AD", "BC", "DNA"})


class SpokenWord(NamedTuple):
    """A stretch of what is said, and the index of the written word that it stands for."""

    start: int
    end: int
    word: int


class Spoken(NamedTuple):
    """What a voice is given, and which written word each stretch of it stands for."""

    text: str
    words: tuple[SpokenWord, ...]

    def word_at(self, position: int) -> int:
        """The written word heard at ``position`` of the text, counted from 0.

        A position between two words belongs to the one that comes.
        """
        if not self.words:
            return 0
        ends = [word.end for word in self.words]
        return self.words[min(bisect_right(ends, position), len(ends) - 1)].word

    def from_word(self, word: int) -> "Spoken":
        """The rest from the written word ``word`` on; all of it where nothing is left."""
        rest = [spoken for spoken in self.words if spoken.word >= word]
        if word <= 0 or not rest:
            return self
        cut = rest[0].start
        words = tuple(SpokenWord(one.start - cut, one.end - cut, one.word) for one in rest)
        return Spoken(self.text[cut:], words)


def spoken_line(
    line: str,
    language: str = "en",
    runs_on: bool = False,
    first: int = 0,
    end: int | None = None,
) -> Spoken:
    """What a voice is given for ``line``, or for its words from ``first`` up to ``end``.

    One that runs on ends with its voice held up.
    """
    text = ""
    words = []
    for index, written in enumerate(line.split()[first:end], first):
        said = _said(written, language).strip()
        if said == ".":  # one of the dots of ". . ."
            said = "" if text.endswith("…") else "…"
        text += " " if text and said else ""
        if sounding := _SOUNDING.search(said):
            words.append(SpokenWord(len(text) + sounding.start(), len(text) + len(said), index))
        text += said
    if not words:
        return Spoken("", ())
    if runs_on and text[-1].isalnum():
        text += ","
    return Spoken(text, tuple(words))


def pause_after(line: str, next_line: str | None) -> float:
    """Seconds of pause at normal rate; ``next_line`` is None at the end of a stanza."""
    if next_line is None:
        return STANZA
    mark = re.sub(r"[^\w,;:.!?…—–-]+$", "", line.rstrip())[-1:]
    if mark in {".", "!", "?", "…"}:
        return SENTENCE
    if mark in {";", ":", "—", "–", "-"}:
        return CLAUSE
    return COMMA if mark == "," else RUNS_ON


def ends_open(line: str) -> bool:
    """Whether ``line`` ends without any punctuation, so that its sentence runs on."""
    return line.rstrip()[-1:].isalnum()


def _said(written: str, language: str) -> str:
    """One written word (what stands between spaces) as it is said."""
    said = ""
    at = 0
    for found in _BREAK.finditer(written):
        said += _plain(written[at : found.start()], language)
        said = said.rstrip() + (DASH if found["dash"] else DOTS)
        at = found.end()
    return said + _plain(written[at:], language)


def _plain(piece: str, language: str) -> str:
    """A piece without dashes: respelled, with the punctuation that a voice can use."""
    found = _EDGES.match(piece.translate(_PLAINER))
    assert found is not None
    core = found["core"]
    if is_numeral(core):
        core = str(value(core))
    elif _CAPITALS.fullmatch(core) and core not in _LETTERS_SAID:
        core = core.lower()
    if base(language) in {"en", "sco"}:
        core = _respelled_within_quotes(core)
    return _KEPT.sub("", found["before"]) + core + _KEPT.sub("", found["after"])


def _respelled_within_quotes(core: str) -> str:
    """An apostrophe at the edge may be a quotation mark: then the word inside counts."""
    said = respelled(core)
    if said != core:
        return said
    inner = core.strip(APOSTROPHES)
    said = respelled(inner)
    return said if said != inner else core
