"""Tells which long work a poem is a passage of, by how such passages are titled."""

import re

from ekphrasis_app.domain.poem import Poem

_PASSAGE = re.compile(
    r"(?P<work>.+?),? \(?(?:book|canto|part|section|lines?)\s+(?:\d+|[IVXLC]+)\b.*",
    re.IGNORECASE,
)

Work = tuple[str, str]


def work_of(poem: Poem) -> Work | None:
    """The author and title of the work that ``poem`` is a passage of; None for a whole one.

    "Paradise Lost, Book 1, lines 1 to 26" is a passage of "paradise lost"; "Sonnet 18" is
    a poem by itself.
    """
    found = _PASSAGE.fullmatch(poem.title)
    return (poem.author.casefold(), found["work"].casefold()) if found else None
