"""Encodes the poems that a bundle has not seen yet, and keeps what is done at every step."""

from collections.abc import Sequence

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Progress, TextEncoder

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
        _embed(library, encoder, poems[start : start + BATCH], cancel)
        progress(min(start + BATCH, len(poems)), len(poems))
    return len(poems)


def _embed(
    library: Library, encoder: TextEncoder, poems: Sequence[Poem], cancel: CancelToken
) -> None:
    done = []
    try:
        cancel.check()
        for poem, encoding in zip(poems, encoder.encode(poems, cancel), strict=True):
            done.append((poem.id, encoding))
    finally:
        library.save_encodings(encoder.fingerprint, done)
