"""The look of a plain text book: blocks of lines, segments, headings, contents, prose.

Books set as plain text part their poems by several blank lines and mark little else, so
what a block is has to be told from the space around it, its length and its capitals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ekphrasis_app.library.importers.titles import is_number, key
from ekphrasis_app.library.importers.wrapped import indent_of

WIDE_GAP = 3
"""Blank lines that part one poem, or a heading, from what comes before; in most books."""

NARROW_GAP = 2
"""As many in a book that has no wider ones to speak of."""

FEW_WIDE = 0.05
"""The share of blocks after a wide gap below which those are not what parts the poems."""

CONTENTS_GAP = 4
"""Blank lines that end a table of contents."""

LONGEST_HEADING = 75
"""Letters in a line of a heading."""

_CONTENTS = re.compile(r"(table of )?contents[.:]*|page", re.IGNORECASE)
_SECTION = re.compile(r"(book|part|section|canto|volume)\s*[IVXLC\d]+\b.*", re.IGNORECASE)
_EDITORIAL = re.compile(
    r"\[(illustration|picture|note|end of|transcriber|footnote|this e-?text|pg|page)|\{",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(\(\d\)|\[\d+\]|[¹²³])\s+\S")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without a blank one between them, and how many are blank before them."""

    gap: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(line.strip() for line in self.lines)

    @property
    def is_number(self) -> bool:
        return len(self.lines) == 1 and is_number(self.lines[0])

    @property
    def is_section(self) -> bool:
        """Whether it heads a part of the book rather than a poem."""
        return len(self.lines) == 1 and bool(_SECTION.fullmatch(self.text))

    @property
    def is_short(self) -> bool:
        """Whether it may be a heading by its looks."""
        return (
            len(self.lines) <= 2
            and all(len(line.strip()) <= LONGEST_HEADING for line in self.lines)
            and not self.text.endswith((",", ";", ":"))
        )

    @property
    def is_prose(self) -> bool:
        """Whether its lines are broken by width alone.

        Lines of verse begin with capitals, and what continues them is indented.
        """
        if len(self.lines) < 3 or max(map(len, self.lines)) < 60:
            return False
        small = [line for line in self.lines[1:] if line.lstrip()[0].islower()]
        first, *others = map(indent_of, self.lines)
        flush = len(set(others)) == 1 and others[0] <= first
        return flush and len(small) > 0.4 * len(self.lines)


def blocks_of(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of some lines, in order, without remarks and lines that hold no words.

    Rows of stars or dots part stanzas, and are not taken for wider gaps.
    """
    gap, block = 0, list[str]()
    for line in [*lines, ""]:
        if re.search(r"\w", line):
            block.append(line.rstrip())
            continue
        if block and not _is_editorial(block):
            yield Block(gap, tuple(block))
            gap = 0
        block = []
        gap += not line.strip()


def _is_editorial(block: Sequence[str]) -> bool:
    """Whether the lines are a remark in brackets or a footnote."""
    words = block[0].strip()
    return bool(_EDITORIAL.match(words) or _FOOTNOTE.match(words))


def segments_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks in groups, parted where the gap is wide for this book."""
    wide = sum(block.gap >= WIDE_GAP for block in blocks)
    least = WIDE_GAP if wide >= FEW_WIDE * len(blocks) else NARROW_GAP
    segments: list[list[Block]] = []
    for block in blocks:
        if block.gap >= least or not segments:
            segments.append([])
        segments[-1].append(block)
    return segments


def is_mostly_prose(blocks: Sequence[Block]) -> bool:
    """Whether more than half of the lines are prose."""
    prose = sum(len(block.lines) for block in blocks if block.is_prose)
    return prose > sum(len(block.lines) for block in blocks) / 2


def contents_of(blocks: Sequence[Block]) -> tuple[frozenset[str], int]:
    """The keys of the entries of the table of contents, and how many blocks to leave behind.

    Without a table there are no entries, and nothing is left behind.
    """
    start = next((n for n, block in enumerate(blocks) if _is_contents(block)), None)
    if start is None:
        return frozenset(), 0
    end = start + 1
    while end < len(blocks) and (blocks[end].gap < CONTENTS_GAP or end == start + 1):
        end += 1
    return frozenset(_entries(blocks[start:end])), end


def _is_contents(block: Block) -> bool:
    return bool(_CONTENTS.fullmatch(block.lines[0].strip()))


def _entries(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        lines = [re.sub(r"[\s.]{2,}\d+$", "", line.strip()) for line in block.lines]
        yield from (key(line) for line in lines if key(line) and not is_number(line))
        yield from (key(line + next_line) for line, next_line in pairwise(lines))
