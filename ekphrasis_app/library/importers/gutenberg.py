"""Books of poems as Project Gutenberg publishes them in plain text.

Headings are those that the table of contents names; where a book has none, they are told
by the space around them. What comes before the first poem and after the last, and prose
under a heading that is not in the table, are left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.importers.gutenberg_book import poems_in
from ekphrasis_app.library.importers.reading import read_text
from ekphrasis_app.library.making import Provenance, poem_from

PUBLIC_DOMAIN = "Public domain in the USA"
COPYRIGHTED = "Under copyright; see the terms in the eBook"

_START = re.compile(r"^\*{3} ?START OF.*?\*{3}$", re.MULTILINE | re.DOTALL)
_END = re.compile(r"^(\*{3} ?END OF|End of (the |this )?Project Gutenberg)", re.MULTILINE)
_FIELD = re.compile(r"^(Title|Author|Language):[ \t]*(.+(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_NUMBER = re.compile(r"\[e?book #(\d+)\]", re.IGNORECASE)
_LANGUAGES = {
    "English": "en", "French": "fr", "German": "de", "Italian": "it", "Spanish": "es",
    "Portuguese": "pt", "Dutch": "nl", "Swedish": "sv", "Danish": "da", "Finnish": "fi",
    "Latin": "la", "Polish": "pl", "Hungarian": "hu", "Esperanto": "eo",
}  # fmt: skip


def is_gutenberg(text: str) -> bool:
    """Whether ``text`` is a book of Project Gutenberg."""
    return bool(_START.search(text))


def import_gutenberg(path: Path) -> Iterator[Poem]:
    """The poems of one book; raises ``InputProblem`` where the file is none or has none."""
    text = read_text(path)
    start, end = _START.search(text), _END.search(text)
    if start is None:
        raise InputProblem(
            "The file {name} is not a plain text book of Project Gutenberg.",
            "Choose the file that is called Plain Text on the book's page.",
            name=path.name,
        )
    header, body = text[: start.start()], text[start.end() : end.start() if end else None]
    fields = {name: " ".join(value.split()) for name, value in _FIELD.findall(header)}
    title = fields.get("Title", path.stem)
    number = _NUMBER.search(header)
    provenance = Provenance(
        author=fields.get("Author", ""),
        source=f"Project Gutenberg{f' eBook {number[1]}' if number else ''}, {title}",
        licence=COPYRIGHTED if "COPYRIGHTED" in header else PUBLIC_DOMAIN,
        language=_LANGUAGES.get(fields.get("Language", ""), "en"),
    )
    found = False
    for found_title, verse in poems_in(body, title, provenance.author):
        found = True
        yield poem_from(verse, found_title, provenance)
    if not found:
        raise InputProblem(
            "No poems were found in {name}.", "Choose a book of poems.", name=path.name
        )
