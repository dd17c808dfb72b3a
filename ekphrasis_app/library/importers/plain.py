"""Poems of one's own: plain text and JSON, each in a form that is easy to write.

A text file holds poems parted by a line of three or more dashes or equals signs. Each may
begin with lines ``Title: …``, ``Author: …``, ``Language: …``, ``Source: …`` and
``Licence: …``, followed by a blank line; stanzas are parted by blank lines. A file without
any of these is one poem that goes by its first line.

A JSON file holds one poem or a list of poems: objects with ``text`` (stanzas parted by a
blank line) or ``stanzas`` (a list of lists of lines), and if wished ``title``, ``author``,
``language``, ``source`` and ``licence``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.importers.reading import read_text
from ekphrasis_app.library.making import Provenance, poem_from

_RULE = re.compile(r"^(?:-{3,}|={3,})\s*$", re.MULTILINE)
_FIELD = re.compile(r"(title|author|language|source|licence|license):[ \t]*(.*)", re.IGNORECASE)


def import_text(path: Path) -> Iterator[Poem]:
    """The poems of a plain text file; raises ``InputProblem`` where there are none."""
    found = False
    for part in _RULE.split(read_text(path)):
        fields, text = _header(part.strip("\n"))
        if text.strip():
            found = True
            yield _poem({**fields, "text": text}, path)
    if not found:
        raise InputProblem(
            "The file {name} is empty.", "Choose a file with a poem in it.", name=path.name
        )


def import_json(path: Path) -> Iterator[Poem]:
    """The poems of a JSON file; raises ``InputProblem`` where it is none or has none."""
    try:
        content = json.loads(read_text(path))
    except ValueError as error:
        raise _not_poems(path, "it is not JSON") from error
    poems = content if isinstance(content, list) else [content]
    if not poems:
        raise _not_poems(path, "the list is empty")
    for number, poem in enumerate(poems, 1):
        try:
            yield _poem(poem, path)
        except (TypeError, ValueError, AttributeError) as error:
            raise _not_poems(path, f"number {number} is not a poem") from error


def _header(part: str) -> tuple[dict[str, str], str]:
    """The fields that a poem begins with, and the rest."""
    fields: dict[str, str] = {}
    lines = part.splitlines()
    while lines and (field := _FIELD.fullmatch(lines[0].strip())):
        fields[field[1].lower().replace("license", "licence")] = field[2].strip()
        lines.pop(0)
    if lines and lines[0].strip() and fields:
        return {}, part
    return fields, "\n".join(lines)


def _poem(fields: Mapping[str, Any], path: Path) -> Poem:
    text = fields.get("text") or "\n\n".join(
        "\n".join(lines) for lines in fields.get("stanzas", ())
    )
    provenance = Provenance(
        author=_word(fields, "author"),
        source=_word(fields, "source") or path.name,
        licence=_word(fields, "licence"),
        language=_word(fields, "language") or "en",
    )
    return poem_from(text, _word(fields, "title"), provenance)


def _word(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise TypeError(f"{name} is not a text")
    return value


def _not_poems(path: Path, why: str) -> InputProblem:
    return InputProblem(
        "No poems can be read from {name}: {why}.",
        "The README says under Poems of your own how such a file is written.",
        name=path.name,
        why=why,
    )
