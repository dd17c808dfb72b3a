"""Bundles that can be fetched: where from, with which hash, under which licence."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.keeping import write_safely
from ekphrasis_app.models.download import PART, download, host_of
from ekphrasis_app.models.placing import sha256_of, writing
from ekphrasis_app.ports import Progress

FORMAT = 1
KEPT = "first-seen.json"
"""Hashes of files that nobody stated one for, as they were when they first came."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One file to fetch; an empty ``sha256`` means that none is known beforehand.

    ``megabytes`` is about how large it is, ``publisher`` whose it is.
    """

    name: str
    bundle: str
    file: str
    url: str
    sha256: str
    licence: str
    publisher: str = ""
    megabytes: int = 0

    @property
    def host(self) -> str:
        """Whom it is asked of."""
        return host_of(self.url)


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be fetched: CLIP's vocabulary, weights for bundles, networks to train from."""

    vocabulary: Offer
    weights: Mapping[str, Offer]
    networks: Mapping[str, Offer]

    def of(self, bundle: str) -> list[Offer]:
        """The offers that make ``bundle``, the first being the usual one."""
        return [offer for offer in self.weights.values() if offer.bundle == bundle]


def read_offers(path: Path) -> Offers:
    """Read ``weights/bundles.toml``."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        vocabulary = _offer("vocabulary", data["vocabulary"])
        weights = {name: _offer(name, entry) for name, entry in data["offers"].items()}
        networks = {name: _offer(name, entry) for name, entry in data["networks"].items()}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BundleProblem("The list of bundles {path} cannot be read.", path=path) from error
    return Offers(vocabulary, weights, networks)


def _offer(name: str, entry: Mapping[str, Any]) -> Offer:
    return Offer(
        name,
        entry.get("bundle", ""),
        entry["file"],
        entry["url"],
        entry.get("sha256", ""),
        entry.get("licence", ""),
        entry.get("publisher", name),
        int(entry.get("megabytes", 0)),
    )


def fetch(
    offer: Offer, folder: Path, sha256: str, progress: Progress, cancel: CancelToken
) -> Path:
    """Fetch what is offered into ``folder``, and return where it lies.

    The hash must be the pinned one; else ``sha256`` if the person gave one; else the one
    that came first, which is kept in ``folder``. Raises ``BundleProblem`` where the
    person's and the pinned one differ or nothing can be kept, ``DownloadProblem`` and
    ``Cancelled``. A file that
    lies there already is not fetched again.
    """
    if sha256 and offer.sha256 not in ("", sha256):
        raise BundleProblem("The hash given is not the pinned one of {name}.", name=offer.name)
    seen = _seen(folder / KEPT)
    wanted = offer.sha256 or sha256 or seen.get(offer.url, "")
    target = folder / offer.file
    found = sha256_of(target) if target.is_file() else ""
    # Without a hash to compare with, what has come whole before is what came first.
    if not found or found != (wanted or found):
        found = download(offer.url, target, wanted, progress, cancel)
    if not offer.sha256 and seen.get(offer.url) != found:
        with writing(folder):
            write_safely(folder / KEPT, json.dumps(seen | {offer.url: found}, indent=1))
    return target


def _seen(kept: Path) -> dict[str, str]:
    """The hashes that were kept; they are not forgotten where they cannot be read."""
    try:
        return dict(json.loads(kept.read_text("utf-8"))) if kept.exists() else {}
    except (OSError, ValueError, TypeError) as error:
        raise BundleProblem(
            "The file {path} cannot be read.", "Delete it, then try again.", path=kept
        ) from error


def arrived(offer: Offer, folder: Path) -> int:
    """How many bytes of what is offered lie in ``folder`` from an earlier try."""
    target = folder / offer.file
    files = (target, target.with_name(target.name + PART))
    return max(file.stat().st_size if file.exists() else 0 for file in files)
