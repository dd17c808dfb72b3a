"""Makes poems out of texts that were read somewhere."""

import hashlib
from dataclasses import dataclass

from ekphrasis_app.domain.poem import Poem, stanzas_of


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the poems of one source have in common."""

    author: str
    source: str = ""
    licence: str = ""
    language: str = "en"


def poem_from(text: str, title: str, provenance: Provenance) -> Poem:
    """The poem in ``text``, its stanzas parted by blank lines; ``ValueError`` if it is blank.

    Its id is a stable hash of author, title and text: one poem from one edition always has
    the same id, whatever the file was called.
    """
    stanzas = stanzas_of(text)
    words = "\n\n".join("\n".join(stanza) for stanza in stanzas)
    told = "\n".join((provenance.author, title, words))
    return Poem(
        id=hashlib.sha256(told.encode()).hexdigest()[:16],
        title=title,
        author=provenance.author,
        stanzas=stanzas,
        language=provenance.language,
        source=provenance.source,
        licence=provenance.licence,
    )
