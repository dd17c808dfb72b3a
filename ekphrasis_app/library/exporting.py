"""The way out for poems: a text that ``importers.plain`` reads back in."""

from collections.abc import Iterable

from ekphrasis_app.domain.poem import Poem

RULE = "-" * 3
"""The line between two poems of a text."""


def as_text(poems: Iterable[Poem]) -> str:
    """Poems as plain text, with what is known of each above it."""
    return f"\n\n{RULE}\n\n".join(_with_header(poem) for poem in poems) + "\n"


def _with_header(poem: Poem) -> str:
    fields = {
        "Title": poem.title,
        "Author": poem.author,
        "Language": poem.language,
        "Source": poem.source,
        "Licence": poem.licence,
    }
    header = "\n".join(f"{name}: {value}" for name, value in fields.items() if value)
    return f"{header}\n\n{poem.text}"
