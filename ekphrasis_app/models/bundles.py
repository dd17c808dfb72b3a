"""The bundles on this computer: list, install, import, verify, remove, and check before use.

Plain functions for the command line and the settings page. A person's own bundles lie in
one folder, those of the program in another; a person's own of the same name goes first.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, InputProblem
from ekphrasis_app.models.bundle import KINDS
from ekphrasis_app.models.manifest import FILE, Manifest, read_manifest
from ekphrasis_app.models.offers import Offer, fetch, read_offers
from ekphrasis_app.models.placing import put_in_place, writing
from ekphrasis_app.ports import Progress

CLIP = "clip-vit-b-32"
CE_CLIP = "ce-clip"


class NotMeant(BundleProblem, InputProblem):
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
            if _is_name(name) and (home / name / FILE).is_file():
                return home / name
        raise NotMeant("There is no bundle called {name}.", _how_to_get(name), name=name)


@dataclass(frozen=True, slots=True)
class Installed:
    """A bundle that is there. ``trouble`` is a sentence if its manifest cannot be used."""

    name: str
    version: str
    kind: str
    folder: Path
    own: bool
    size: int
    trouble: str = ""


def installed(shelf: Shelf) -> list[Installed]:
    """Every bundle that is there, by name; looks at the manifests only."""
    found: dict[str, Installed] = {}
    for home in (shelf.program, shelf.own):
        for file in sorted(home.glob(f"*/{FILE}")):
            found[file.parent.name] = _described(file.parent, shelf)
    return [found[name] for name in sorted(found)]


def verify(shelf: Shelf, name: str) -> Installed:
    """Check the hash of every part; raises ``BundleProblem`` naming the first wrong one."""
    folder = shelf.folder(name)
    _check(read_manifest(folder, shelf.fetched))
    return _described(folder, shelf)


def use(shelf: Shelf, name: str) -> Installed:
    """Make sure that the bundle can be used here; the caller then makes it the setting."""
    bundle = verify(shelf, name)
    if bundle.kind != "starter":
        from ekphrasis_app.models.ce_clip import need_torch

        need_torch()
    return bundle


def remove(shelf: Shelf, name: str) -> Installed:
    """Delete a bundle of the person's own; those of the program stay."""
    bundle = _described(shelf.folder(name), shelf)
    if not bundle.own:
        raise NotMeant(
            "The bundle {name} belongs to the program and cannot be removed.", name=name
        )
    shutil.rmtree(bundle.folder)
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
    vocabulary = fetch(offers.vocabulary, kept, "", progress, cancel)
    weights = fetch(offer, kept, sha256, progress, cancel)
    origin = Origin(offer.name, offer.licence, offer.url)
    make_clip_bundle(weights, vocabulary, origin, name, shelf.own / name)
    weights.unlink()
    return _described(shelf.own / name, shelf)


def import_bundle(shelf: Shelf, path: Path, name: str = "", source: str = "") -> Installed:
    """Take in a whole bundle's folder, or CLIP's weights in a file or folder.

    Weights need CLIP's vocabulary beside them, and ``source`` (``openai`` or ``laion``)
    where the files do not tell whose they are. Without ``name`` a bundle keeps its own.
    """
    if (path / FILE).is_file():
        return _taken_in(shelf, path, name)
    from ekphrasis_app.models.ce_clip import need_torch

    need_torch()
    from ekphrasis_app.models.ce_clip import importing
    from ekphrasis_app.models.ce_clip.words import MERGES_FILES

    if not path.exists():
        raise NotMeant("There is no file or folder {path}.", path=path)
    weights = path
    if path.is_dir():
        weights = importing.first_of(path, importing.WEIGHTS_FILES, "file of weights")
    vocabulary = importing.first_of(weights.parent, MERGES_FILES, "vocabulary of CLIP")
    name = _own_name(shelf, name or CLIP)
    origin = importing.Origin(source or importing.source_of(weights))
    importing.make_clip_bundle(weights, vocabulary, origin, name, shelf.own / name)
    return _described(shelf.own / name, shelf)


def _taken_in(shelf: Shelf, folder: Path, name: str) -> Installed:
    manifest = read_manifest(folder, shelf.fetched)
    _check(manifest)
    target = shelf.own / _own_name(shelf, name or manifest.name)
    made = target.with_name(f".{target.name}-importing")
    shutil.rmtree(made, ignore_errors=True)
    try:
        with writing(shelf.own):
            _copy(manifest, made)
            _check(read_manifest(made, shelf.fetched))
            put_in_place(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return _described(target, shelf)


def _copy(manifest: Manifest, target: Path) -> None:
    """Copy what the manifest names; nothing else of the folder has been looked at."""
    folder = manifest.folder
    files = [part.path for part in manifest.parts.values() if not part.fetched]
    for file in [*files, folder / FILE, folder / "MODEL_CARD.md"]:
        if file.is_file():
            copy = target / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _own_name(shelf: Shelf, name: str) -> str:
    if not _is_name(name):
        raise NotMeant("A bundle cannot be called {name}.", name=name)
    if (shelf.program / name / FILE).is_file():
        raise NotMeant("The program has a bundle called {name}.", "Choose another.", name=name)
    return name


def _is_name(name: str) -> bool:
    return bool(name) and not name.startswith(".") and Path(name).name == name


def _check(manifest: Manifest) -> None:
    if manifest.kind not in KINDS:
        raise BundleProblem(
            "The bundle {name} is of a kind that this program does not know: {kind}.",
            name=manifest.name,
            kind=manifest.kind,
        )
    for part in manifest.parts.values():
        part.checked()


def _described(folder: Path, shelf: Shelf) -> Installed:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    own = folder.parent == shelf.own
    try:
        manifest = read_manifest(folder, shelf.fetched)
    except BundleProblem as problem:
        return Installed(folder.name, "", "", folder, own, size, str(problem))
    return Installed(folder.name, manifest.version, manifest.kind, folder, own, size)


def _chosen(offers: list[Offer], name: str, source: str) -> Offer:
    if not offers:
        raise NotMeant("{name} cannot be installed.", _how_to_get(name), name=name)
    for offer in offers:
        if source in ("", offer.name):
            return offer
    raise NotMeant(
        "There is no source {source} for {name}.",
        "Choose one of {known}.",
        source=source,
        name=name,
        known=", ".join(offer.name for offer in offers),
    )


def _how_to_get(name: str) -> str:
    if name == CLIP:
        return (
            "Install it with: ekphrasis bundle install clip-vit-b-32, or import weights "
            "that you have with: ekphrasis bundle import PATH"
        )
    if name == CE_CLIP:
        return (
            "Nobody has published trained weights of CE-CLIP. "
            "Train it with: ekphrasis train RECIPE, or import one with: ekphrasis bundle import"
        )
    return "See what there is with: ekphrasis bundle list"
