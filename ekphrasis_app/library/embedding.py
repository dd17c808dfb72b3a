"""Encodes the poems that a bundle has not seen yet, and keeps what is done at every step."""

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Encoding, Progress, TextEncoder

BATCH = 32
"""Poems in one transaction: at most this much work is lost when the power fails."""


def embed_missing(
    library: Library, encoder: TextEncoder, progress: Progress, cancel: CancelToken
) -> int:
    """Encode what ``encoder`` has not, and return how many poems that were.

    Work that is broken off, whether by ``cancel`` (raises ``Cancelled``) or by a failure,
    is kept and continued by the next call.
    """
    poems = library.missing(encoder.fingerprint)
    progress(0, len(poems))
    for start in range(0, len(poems), BATCH):
        batch = poems[start : start + BATCH]
        with closing(_embedded(library, encoder, batch, cancel)) as steps:
            for done in steps:
                progress(start + done, len(poems))
    return len(poems)


def take_encodings(library: Library, prepared: Path, fingerprint: str) -> int:
    """Copy the encodings that ``library`` lacks from the library at ``prepared``, if it is
    there and has them; returns how many.

    After an update the starter library knows what a new bundle makes of its poems, and the
    person's own need not make it again.
    """
    wanted = {poem.id for poem in library.missing(fingerprint)}
    if not wanted or not prepared.exists():
        return 0
    taken = _encodings_of(prepared, fingerprint, wanted)
    library.save_encodings(fingerprint, taken)
    return len(taken)


def _encodings_of(
    prepared: Path, fingerprint: str, wanted: set[str]
) -> list[tuple[str, Encoding]]:
    """None from a library that cannot be opened: making them again is only slower."""
    try:
        with Library.open(prepared) as library:
            ids = [one for one in library.encodings(fingerprint)[0] if one in wanted]
            return list(zip(ids, library.tokens(fingerprint, ids), strict=True))
    except LibraryProblem:
        return []


def _embedded(
    library: Library, encoder: TextEncoder, poems: Sequence[Poem], cancel: CancelToken
) -> Generator[int, None, None]:
    """Encode the poems and save them at the end, however it comes; tells how many are done."""
    encodings: list[tuple[str, Encoding]] = []
    try:
        cancel.check()
        for poem, encoding in zip(poems, encoder.encode(poems, cancel), strict=True):
            encodings.append((poem.id, encoding))
            yield len(encodings)
    finally:
        library.save_encodings(encoder.fingerprint, encodings)
