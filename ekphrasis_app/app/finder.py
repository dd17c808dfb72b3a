"""From a picture to its poems: bundle, library and retriever put together."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ekphrasis_app.app import folders
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.match import Match
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Progress

if TYPE_CHECKING:
    from ekphrasis_app.models.bundle import Bundle
    from ekphrasis_app.retrieval.retriever import Retriever

BLANK = Picture(bytes(3), 1, 1, Origin.FILE)
"""The smallest picture there is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The matches for a picture, best first, which bundle chose them, and how long each
    step took in seconds (load, encode, search, rerank).
    """

    matches: tuple[Match, ...]
    bundle: str
    seconds: dict[str, float] = field(default_factory=dict)


class Finder:
    """Finds poems; loads the bundle and what it needs at first use, from any thread.

    ``folder`` tells where the bundle is that is to be used; it is asked before each answer,
    so that another bundle may be chosen, or take its place, at any time.
    """

    def __init__(self, library: Library, folder: Callable[[], Path], fetched: Path) -> None:
        self._library = library
        self._folder = folder
        self._opened: tuple[Path, int] | None = None
        self._fetched = fetched
        self._lock = threading.Lock()
        self._bundle: Bundle | None = None
        self._retriever: Retriever | None = None

    @property
    def loaded(self) -> Path | None:
        """The folder of the bundle that is open, or being opened."""
        opened = self._opened
        return opened[0] if opened else None

    def load(self, progress: Progress, cancel: CancelToken) -> float:
        """Get ready to answer, and return how many seconds that took.

        Poems that the bundle has not encoded yet are encoded first, with progress; that
        work is kept even where it is given up. Raises ``BundleProblem``,
        ``LibraryProblem`` and ``Cancelled``.
        """
        started = perf_counter()
        with self._lock:
            folder = self._folder()
            if (wanted := (folder, _made(folder))) != self._opened:
                self._bundle = self._retriever = None
                self._opened = wanted
            if self._retriever is None:
                self._retriever = self._assemble(folder, progress, cancel)
        return perf_counter() - started

    def let_go(self) -> None:
        """Forget the bundle that was loaded; waits until what is going on has been given up."""
        with self._lock:
            self._opened = self._bundle = self._retriever = None

    def find(
        self, picture: Picture, top: int, progress: Progress, cancel: CancelToken
    ) -> Answer:
        """The best ``top`` poems for the picture."""
        loading = self.load(progress, cancel)
        bundle, retriever = self._bundle, self._retriever
        assert bundle is not None and retriever is not None
        cancel.check()
        started = perf_counter()
        encoding = bundle.image_encoder.encode(picture)
        encoding_took = perf_counter() - started
        cancel.check()
        found = retriever.find(encoding, top, cancel)
        seconds = {
            "load": loading,
            "encode": encoding_took,
            "search": found.seconds_search,
            "rerank": found.seconds_rerank,
        }
        return Answer(found.matches, bundle.name, seconds)

    def _assemble(self, folder: Path, progress: Progress, cancel: CancelToken) -> "Retriever":
        # Imported here, since the networks' run time is slow to load and not always needed.
        from ekphrasis_app.library.embedding import embed_missing, take_encodings
        from ekphrasis_app.models.bundle import open_bundle
        from ekphrasis_app.retrieval.index import ExactIndex
        from ekphrasis_app.retrieval.retriever import Retriever

        if self._bundle is None:
            self._bundle = open_bundle(folder, self._fetched)
            # A network is built at its first use: better now than under the first picture.
            self._bundle.image_encoder.encode(BLANK)
        bundle, library = self._bundle, self._library
        take_encodings(library, folders.starter_library(), bundle.fingerprint)
        embed_missing(library, bundle.text_encoder, progress, cancel)
        ids, vectors = library.encodings(bundle.fingerprint)
        return Retriever(
            ExactIndex(vectors),
            ids,
            library.poem,
            lambda poem_ids: library.tokens(bundle.fingerprint, poem_ids),
            bundle.pair_scorer,
            bundle.rerank,
            bundle.strength,
            bundle.reasons,
        )


def _made(folder: Path) -> int:
    """When the bundle in ``folder`` was made: another one may have taken its place."""
    try:
        return (folder / "bundle.toml").stat().st_mtime_ns
    except OSError:
        return 0
