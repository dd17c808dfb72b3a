"""The bundles on this computer: list, install, verify, remove, and check before use.

Plain functions for the command line and the settings page; ``taking_in`` imports bundles.
A person's own lie in one folder, those of the program in another; a person's own of the
same name goes first.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, InputProblem
from ekphrasis_app.models.bundle import reader_of
from ekphrasis_app.models.manifest import FILE, Manifest, read_manifest
from ekphrasis_app.models.offers import Offer, fetch, read_offers
from ekphrasis_app.ports import Progress
from ekphrasis_app.wording import reason

CLIP = "clip-vit-b-32"
CE_CLIP = "ce-clip"
HOW_TO_GET = {
    CLIP: "Fetch it, or take in weights that you have: in the settings, under Poems, or with "
    "ekphrasis bundle install clip-vit-b-32 or bundle import PATH",
    CE_CLIP: "Nobody has published trained weights of CE-CLIP. Take in what you have: in the "
    "settings, under Poems, or with ekphrasis bundle import PATH; or train it with "
    "ekphrasis train RECIPE",
}
LONGEST = 200
"""Bytes of a name: file systems take 255, and a folder that is being made has some more."""
SEE_WHAT_THERE_IS = (
    "See what there is in the settings, under Poems, or with ekphrasis bundle list"
)


class NotMeantProblem(BundleProblem, InputProblem):
    """The person named a bundle, source, file or folder that cannot be the one meant."""

    exit_code = InputProblem.exit_code


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where bundles lie: the person's ``own``, the ``program``'s, what set-up ``fetched``."""

    own: Path
    program: Path
    fetched: Path

    @property
    def offers(self) -> Path:
        """The list of what can be fetched."""
        return self.program / "bundles.toml"

    @property
    def kept(self) -> Path:
        """Where fetched files are until they are part of a bundle, or for training."""
        return self.own / ".fetched"

    def folder(self, name: str) -> Path:
        """The folder of the bundle called ``name``, or a ``BundleProblem``."""
        for home in (self.own, self.program):
            if is_name(name) and (home / name / FILE).is_file():
                return home / name
        raise NotMeantProblem(
            "There is no bundle called {name}.",
            HOW_TO_GET.get(name, SEE_WHAT_THERE_IS),
            name=name,
        )


@dataclass(frozen=True, slots=True)
class Installed:
    """A bundle that is there. ``trouble`` is why its manifest cannot be used, if so."""

    name: str
    version: str
    kind: str
    folder: Path
    own: bool
    size: int
    trouble: BundleProblem | None = None


def installed(shelf: Shelf) -> list[Installed]:
    """Every bundle that is there, by name; looks at the manifests only."""
    found: dict[str, Installed] = {}
    for home in (shelf.program, shelf.own):
        for file in sorted(home.glob(f"*/{FILE}")):
            # Hidden ones are still being made.
            if is_name(file.parent.name):
                found[file.parent.name] = described(file.parent, shelf)
    return [found[name] for name in sorted(found)]


def fingerprints(shelf: Shelf, without: str = "") -> set[str]:
    """What the library's encodings by the bundles that are there are keyed by.

    The bundle called ``without`` is left out.
    """
    found = set()
    for bundle in installed(shelf):
        if bundle.name == without:
            continue
        try:
            manifest = read_manifest(bundle.folder, shelf.fetched)
            found.add(str(reader_of(manifest).fingerprint(manifest)))
        except BundleProblem:
            # What such a bundle has encoded, if anything, cannot be told.
            continue
    return found


def verify(shelf: Shelf, name: str) -> Installed:
    """Check the hash of every part; raises ``BundleProblem`` naming the first wrong one."""
    folder = shelf.folder(name)
    check(read_manifest(folder, shelf.fetched))
    return described(folder, shelf)


def use(shelf: Shelf, name: str) -> Installed:
    """Make sure that the bundle can be used here; the caller then makes it the setting."""
    bundle = verify(shelf, name)
    if bundle.kind != "starter":
        from ekphrasis_app.models.ce_clip import need_torch

        need_torch()
    return bundle


def there(shelf: Shelf, name: str) -> Installed:
    """The bundle called ``name``; ``BundleProblem`` where there is none."""
    return described(shelf.folder(name), shelf)


def removable(shelf: Shelf, name: str) -> Installed:
    """The bundle, if it is the person's own; ``BundleProblem`` where it is not."""
    bundle = there(shelf, name)
    if not bundle.own:
        raise NotMeantProblem(
            "The bundle {name} belongs to the program and cannot be removed.", name=name
        )
    return bundle


def remove(shelf: Shelf, name: str) -> Installed:
    """Delete a bundle of the person's own; those of the program stay."""
    bundle = removable(shelf, name)
    try:
        # Out of the way first: half a bundle must not be taken for one.
        with TemporaryDirectory(prefix=".gone-", dir=shelf.own) as gone:
            bundle.folder.replace(Path(gone) / name)
    except OSError as error:
        raise BundleProblem(
            "The files of {name} could not be deleted: {why}.",
            "Close other programs that may use them, then try again.",
            name=name,
            why=reason(error),
        ) from error
    return bundle


def install(
    shelf: Shelf,
    name: str,
    progress: Progress,
    cancel: CancelToken,
    source: str = "",
    sha256: str = "",
) -> Installed:
    """Fetch the bundle called ``name`` over the network.

    ``source`` chooses among its offers (``openai``, ``laion``); ``sha256`` is a hash to
    insist on where none is pinned. Raises ``BundleProblem``, ``DownloadProblem``,
    ``Cancelled``; what had come then is kept for the next try.
    """
    offers = read_offers(shelf.offers)
    offer = _chosen(offers.of(name), name, source)
    from ekphrasis_app.models.ce_clip import need_torch

    need_torch()
    from ekphrasis_app.models.ce_clip.importing import Origin, make_clip_bundle

    kept = shelf.kept
    # Its hundredth part of all bytes is not worth a progress of its own.
    vocabulary = fetch(offers.vocabulary, kept, "", lambda *_: None, cancel)
    weights = fetch(offer, kept, sha256, progress, cancel)
    origin = Origin(offer.name, offer.licence, offer.url)
    make_clip_bundle(weights, vocabulary, origin, name, shelf.own / name, cancel)
    weights.unlink(missing_ok=True)
    return described(shelf.own / name, shelf)


def is_name(name: str) -> bool:
    """Whether a bundle, and so its folder, can be called ``name``."""
    if not name.isprintable() or len(name.encode()) > LONGEST:
        return False
    return bool(name) and not name.startswith(".") and Path(name).name == name


def check(manifest: Manifest) -> None:
    """Raise ``BundleProblem`` unless the kind is known and all parts are as they should be."""
    reader_of(manifest)
    for part in manifest.parts.values():
        part.checked()


def described(folder: Path, shelf: Shelf) -> Installed:
    """What can be told of the bundle in ``folder`` without opening it."""
    size = _size(folder)
    own = folder.parent == shelf.own
    try:
        manifest = read_manifest(folder, shelf.fetched)
    except BundleProblem as problem:
        return Installed(folder.name, "", "", folder, own, size, problem)
    return Installed(folder.name, manifest.version, manifest.kind, folder, own, size)


def _size(folder: Path) -> int:
    """In bytes, as far as it can be told: a model may be removed while it is looked at."""
    size = 0
    with suppress(OSError):
        for file in folder.rglob("*"):
            size += file.stat().st_size if file.is_file() else 0
    return size


def _chosen(offers: list[Offer], name: str, source: str) -> Offer:
    if not offers:
        raise NotMeantProblem(
            "{name} cannot be installed.", HOW_TO_GET.get(name, SEE_WHAT_THERE_IS), name=name
        )
    for offer in offers:
        if source in ("", offer.name):
            return offer
    raise NotMeantProblem(
        "There is no source {source} for {name}.",
        "Choose one of {known}.",
        source=source,
        name=name,
        known=", ".join(offer.name for offer in offers),
    )
