"""Bring one entry of a manifest into its folder, from the first source that works."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from .checked import has_size, is_pinned
from .manifest import Entry, FolderSource, Source
from .pip import Pip
from .problem import SetupProblem, SourceFailed
from .progress import Progress, megabytes
from .sources import Sources

RECEIPT = "SHA256SUMS"
"""Written last into an entry's folder; ``sha256sum --check`` understands it."""


def is_complete(entry: Entry, fetched: Path) -> bool:
    """Whether the entry was fetched and verified before, and its files are still there.

    Looks at the receipt and the sizes, which takes no time; whoever opens the files checks
    their hashes again.
    """
    folder = fetched / entry.name
    receipt = folder / RECEIPT
    return (
        receipt.is_file()
        and receipt.read_text(encoding="utf-8") == entry.receipt
        and all(has_size(folder / file.path, file) for file in entry.files)
    )


class Fetcher:
    """Fetches entries into the folder ``fetched``, looking in the folder ``stick`` first."""

    def __init__(
        self, fetched: Path, pip: Pip, progress: Progress, stick: Path | None = None
    ) -> None:
        self._fetched = fetched
        self._progress = progress
        self._sources = Sources(fetched / ".downloads", pip, progress)
        self._first: Sequence[Source] = [FolderSource(stick)] if stick else []

    def fetch(self, entry: Entry) -> None:
        """Make the entry complete. Raises ``SetupProblem`` when no source works."""
        self._progress.say(f"Fetching {entry.name}, {megabytes(entry.size)}. {entry.why}")
        reasons = []
        for source in (*self._first, *entry.sources):
            try:
                self._fetch_from(source, entry)
                return
            except SourceFailed as failure:
                reasons.append(str(failure))
        raise SetupProblem(
            f"{entry.name} could not be fetched ({'; '.join(dict.fromkeys(reasons))}): connect "
            "this machine to the network and run the same command again, or name a folder that "
            "has the files with ./ekphrasis setup --from FOLDER."
        )

    def _fetch_from(self, source: Source, entry: Entry) -> None:
        incoming = self._fetched / ".incoming" / entry.name
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir(parents=True)
        self._sources.fill(entry, source, incoming)
        for file in entry.files:
            if not is_pinned(incoming / file.path, file):
                raise SourceFailed(f"{file.path} is not the expected file")
        (incoming / RECEIPT).write_text(entry.receipt, encoding="utf-8")
        final = self._fetched / entry.name
        shutil.rmtree(final, ignore_errors=True)
        incoming.replace(final)
        self._sources.forget(entry)
