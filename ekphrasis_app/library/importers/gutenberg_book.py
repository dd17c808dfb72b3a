"""Finds the poems in the body of a plain text book: which lines, under which title."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from ekphrasis_app.library.importers.gutenberg_layout import (
    Block,
    blocks_of,
    contents_of,
    is_mostly_prose,
    segments_of,
)
from ekphrasis_app.library.importers.titles import (
    is_number,
    is_numbered,
    key,
    title_of,
    without_number,
)
from ekphrasis_app.library.importers.wrapped import indent_of, rejoined, wrapped_in

ENOUGH_ENTRIES = 5
"""A table of contents with fewer entries is not relied on."""

SONNET = 14
"""Lines: a numbered sequence of sonnets is a sequence of poems."""

_CREDIT = re.compile(r"(produced|transcribed|prepared|e-?text) by\b|by$", re.IGNORECASE)
_BACK = re.compile(
    r"\[?(end of (the )?(original )?\w+|(foot)?notes?[.:]?$|transcriber|appendix|glossary"
    r"|errata|index\b|about the author|biographical|by the same author|some books)",
    re.IGNORECASE,
)


class _Kind(Enum):
    TITLE = auto()
    NUMBER = auto()
    SECTION = auto()


@dataclass(frozen=True, slots=True)
class _Heading:
    kind: _Kind
    text: str
    block: Block
    listed: bool = False


@dataclass(slots=True)
class _Found:
    title: str
    blocks: list[Block]
    listed: bool


def poems_in(body: str, book_title: str, author: str) -> Iterator[tuple[str, str]]:
    """Title and text of each poem in the ``body`` of a book, in order.

    A poem under a number alone has no title.
    """
    blocks = list(blocks_of([_plain(line) for line in body.splitlines()]))
    entries, front = contents_of(blocks)
    headings = _Headings(entries, key(book_title), key(author))
    poems = list(_found(segments_of(blocks[front:]), headings))
    if headings.relied_on:
        last = max((n for n, poem in enumerate(poems) if poem.listed), default=-1)
        poems = poems[: last + 1]
    lines = [line for poem in poems for block in poem.blocks for line in [*block.lines, ""]]
    continues = wrapped_in(lines)
    for poem in poems:
        for title, part in _parts(poem):
            yield title_of(title), "\n".join(rejoined(_lines(part), continues))


class _Headings:
    """Tells headings from verse, by the table of contents where there is one."""

    def __init__(self, entries: frozenset[str], book: str, author: str) -> None:
        self.relied_on = len(entries) >= ENOUGH_ENTRIES
        self._entries = entries if self.relied_on else frozenset[str]()
        self._book = book
        self._author = author

    def of(
        self, segment: Sequence[Block], pending: _Heading | None
    ) -> tuple[list[_Heading], list[Block]]:
        """The headings that a segment begins with, and the rest, if that has any words."""
        headings: list[_Heading] = []
        place = 0
        while place < len(segment):
            heading, taken = self._at(segment, place, headings[-1] if headings else pending)
            if heading is None:
                break
            headings.append(heading)
            place += taken
        rest = segment[place:]
        return headings, [] if all(block.is_number for block in rest) else list(rest)

    def _at(
        self, segment: Sequence[Block], place: int, above: _Heading | None
    ) -> tuple[_Heading | None, int]:
        block = segment[place]
        for taken in (3, 2, 1):
            text = " ".join(block.text for block in segment[place : place + taken])
            if self._is_listed(text) and not block.is_number:
                return _Heading(_Kind.TITLE, text, block, listed=True), taken
        if self._is_of_the_book(block):
            return _Heading(_Kind.SECTION, block.text, block), 1
        titled = above is not None and above.kind is _Kind.TITLE
        if block.is_number and not titled:
            return _Heading(_Kind.NUMBER, block.text, block), 1
        if self._looks_like_title(segment, place, above):
            return _Heading(_Kind.TITLE, _without_remark(block), block), 1
        return None, 0

    def _is_listed(self, text: str) -> bool:
        return key(text) in self._entries or key(without_number(text)) in self._entries

    def _is_of_the_book(self, block: Block) -> bool:
        return (
            block.is_section
            or key(block.text) in (self._book, self._author, "by" + self._author)
            or bool(_CREDIT.match(block.text))
        )

    def _looks_like_title(
        self, segment: Sequence[Block], place: int, above: _Heading | None
    ) -> bool:
        block = segment[place]
        if not block.is_short or block.text[0].islower():
            return False
        if self.relied_on and (len(block.lines) > 1 or block.text.endswith(".")):
            return False
        if place == 0:
            return (
                above is None or above.kind is not _Kind.TITLE or self._is_wider(block, above)
            )
        if above is None or place + 1 == len(segment) or len(block.lines) > 1:
            return False
        if above.kind is _Kind.TITLE:
            return is_numbered(block.text)
        same_indent = indent_of(block.lines[0]) == indent_of(above.block.lines[0])
        return same_indent or block.text.isupper() or is_numbered(block.text)

    def _is_wider(self, block: Block, above: _Heading) -> bool:
        """Verse stands nearer to its heading than a heading to the heading before it."""
        return not self.relied_on and block.gap >= above.block.gap


def _found(segments: Sequence[Sequence[Block]], headings: _Headings) -> Iterator[_Found]:
    poem: _Found | None = None
    pending: _Heading | None = None
    for segment in segments:
        above, body = headings.of(segment, pending)
        if poem and _is_back_matter(segment, above):
            break
        heading = _deciding(above, pending)
        pending = None if body else heading
        if not body:
            continue
        if heading is None or heading.kind is _Kind.SECTION:
            if poem:
                poem.blocks.extend(body)
            continue
        if poem:
            yield poem
        poem = _begun(heading, body)
    if poem:
        yield poem


def _is_back_matter(segment: Sequence[Block], above: Sequence[_Heading]) -> bool:
    listed = any(heading.listed for heading in above)
    return bool(_BACK.match(segment[0].text)) and (not listed or is_mostly_prose(segment))


def _deciding(above: Sequence[_Heading], pending: _Heading | None) -> _Heading | None:
    """The heading that a segment goes by: a title before a number before a section."""
    candidates = [*above[::-1], *([pending] if pending else [])]
    return min(candidates, key=lambda heading: heading.kind.value, default=None)


def _begun(heading: _Heading, body: Sequence[Block]) -> _Found | None:
    """A poem, or None for a date and for prose that no table of contents names."""
    has_words = any(letter.isalpha() for block in body for letter in block.text)
    if not has_words or (not heading.listed and is_mostly_prose(body)):
        return None
    if heading.kind is _Kind.NUMBER:
        return _Found("", list(body), heading.listed)
    remarks = tuple(line for line in heading.block.lines if _is_remark(line))
    remark = [Block(1, remarks)] if remarks else []
    return _Found(heading.text, [*remark, *body], heading.listed)


def _parts(poem: _Found) -> Iterator[tuple[str, list[Block]]]:
    """The poem or, where it is a numbered sequence of sonnets, each of them."""
    starts = [place for place, block in enumerate(poem.blocks) if _numbers(block)]
    sections = [poem.blocks[a:b] for a, b in pairwise([*starts, len(poem.blocks)])]
    lengths = {sum(len(block.lines) for block in section[1:]) for section in sections}
    if len(sections) < 2 or lengths != {SONNET}:
        yield poem.title, poem.blocks
        return
    for number, *sonnet in sections:
        own = without_number(number.text)
        yield own if own != number.text else f"{title_of(poem.title)}, {own}", sonnet


def _numbers(block: Block) -> bool:
    return block.is_number or (len(block.lines) == 1 and is_numbered(block.text))


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks as stanzas, indented as in print less what all of them have in common.

    Where there is prose, each of its paragraphs becomes one line.
    """
    verse = [block for block in blocks if len(block.lines) > 1] or blocks
    margin = min(indent_of(line) for block in verse for line in block.lines)
    among_prose = any(block.is_prose for block in blocks)
    for block in blocks:
        lines = [
            line.strip() if is_number(line) else line[min(margin, indent_of(line)) :]
            for line in block.lines
        ]
        if block.is_prose:
            lines = [block.text]
        elif among_prose:
            lines = rejoined(
                map(str.strip, lines), lambda start, before, line: line[0].islower()
            )
        yield from [*lines, ""]


def _without_remark(block: Block) -> str:
    return " ".join(line.strip() for line in block.lines if not _is_remark(line))


def _is_remark(line: str) -> bool:
    """Whether a line of a heading is a remark in brackets, numbers excepted."""
    return line.strip().startswith(("(", "[")) and not is_numbered(line)


def _plain(line: str) -> str:
    """A line without the marks for italics, footnotes and pages."""
    line = html.unescape(line).replace("_", "")
    line = re.sub(r"[*~](\S(?:[^*~]*\S)?)[*~]", r"\1", line)
    line = re.sub(r"\[(Illustration|Picture)[^\]]*\]", "", line)
    line = re.sub(r"\[Pg \d+\]|\{\d+\}|\s*(\(\d\)|\[\d{1,3}\])$", "", line.rstrip())
    return line.rstrip()
