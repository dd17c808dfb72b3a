"""Tells which long work a poem is a passage of, by how such passages are titled."""

import re

from ekphrasis_app.domain.poem import Poem

# Numerals in capitals that something ends: "The Book I Read" is no passage of "The".
_PASSAGE = re.compile(
    r"(?P<work>.+?)[,.:]? \(?(?i:book|canto|part|section|lines?)\s+(?:\d+|[IVXLC]+)"
    r"(?:$|[,.:;)]| to\b).*"
)

Work = tuple[str, str]


def work_of(poem: Poem) -> Work | None:
    """The author and title of the work that ``poem`` is a passage of; None for a whole one.

    "Paradise Lost, Book 1, lines 1 to 26" is one of "paradise lost", as is an ode of a book
    of odes; "Sonnet 18" is a poem by itself.
    """
    found = _PASSAGE.fullmatch(poem.title)
    return (poem.author.casefold(), found["work"].casefold()) if found else None
