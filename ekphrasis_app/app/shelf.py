"""The bundles of this installation, and which one is in use."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ekphrasis_app.app import folders
from ekphrasis_app.capture.listing import files_and_folders
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.library.store import Library
from ekphrasis_app.models import bundles
from ekphrasis_app.models.bundles import Installed, Shelf
from ekphrasis_app.models.offers import Offer, Offers, read_offers
from ekphrasis_app.models.offers import arrived as bytes_arrived
from ekphrasis_app.models.taking_in import import_bundle, may_be_model
from ekphrasis_app.ports import Progress
from ekphrasis_app.settings import BY_KEY, Settings

IN_USE = "bundle"
"""The setting that says which bundle finds the poems."""


def own_shelf() -> Shelf:
    """The person's own bundles, the program's, and the parts that set-up fetched."""
    return Shelf(
        folders.user_folder() / "bundles",
        folders.project_folder() / "weights",
        folders.fetched_weights(),
    )


def installed() -> list[Installed]:
    """Every bundle that is there, by name."""
    return bundles.installed(own_shelf())


def install(
    name: str,
    progress: Progress,
    source: str = "",
    sha256: str = "",
    cancel: CancelToken | None = None,
) -> Installed:
    """Fetch a bundle over the network; see ``models.bundles.install`` for what it raises."""
    shelf, cancel = own_shelf(), cancel or CancelToken()
    with _forgetting_what_goes(shelf):
        return bundles.install(shelf, name, progress, cancel, source, sha256)


def take_in(
    path: Path,
    name: str = "",
    source: str = "",
    beside: bool = False,
    cancel: CancelToken | None = None,
) -> Installed:
    """Copy a bundle, or make one of weights; see ``models.taking_in`` for what it raises."""
    shelf = own_shelf()
    with _forgetting_what_goes(shelf):
        return import_bundle(shelf, path, name, source, beside, cancel)


def offers() -> Offers:
    """What can be fetched; raises ``BundleProblem`` where the list of it cannot be read."""
    return read_offers(own_shelf().offers)


def arrived(offer: Offer) -> int:
    """How many bytes of an offer have come in an earlier try."""
    return bytes_arrived(offer, own_shelf().kept)


def models_and_folders(folder: Path) -> tuple[list[Path], list[Path]]:
    """What may be taken in of ``folder``, files and folders, and the folders besides.

    Raises ``InputProblem`` where the folder cannot be read.
    """
    files, inside = files_and_folders(folder)
    models = [path for path in (*inside, *files) if may_be_model(path)]
    return models, [path for path in inside if path not in models]


def verify(name: str) -> Installed:
    """Check every part's hash; raises ``BundleProblem`` for the first that is wrong."""
    return bundles.verify(own_shelf(), name)


def usable(name: str) -> Installed:
    """Check that the bundle works here: its hashes, and what it needs to run."""
    return bundles.use(own_shelf(), name)


def use(name: str, settings: Settings) -> Installed:
    """Let the bundle find the poems from now on, once it is known to work here."""
    bundle = usable(name)
    settings.set(IN_USE, bundle.name)
    return bundle


def there(name: str) -> Installed:
    """The bundle; raises ``BundleProblem`` where there is none of that name."""
    return bundles.there(own_shelf(), name)


def removable(name: str) -> Installed:
    """The bundle, if it may be removed; raises ``BundleProblem`` where it may not."""
    return bundles.removable(own_shelf(), name)


def fall_back(name: str, settings: Settings) -> str:
    """Let the usual bundle take over if ``name`` is in use; its name, or nothing."""
    if settings.text(IN_USE) != name:
        return ""
    settings.set(IN_USE, BY_KEY[IN_USE].default)
    return settings.text(IN_USE)


def delete(name: str) -> Installed:
    """Delete a bundle of the person's own, and what it alone has encoded of the library."""
    shelf = own_shelf()
    bundles.removable(shelf, name)
    _forget(bundles.fingerprints(shelf) - bundles.fingerprints(shelf, without=name))
    return bundles.remove(shelf, name)


@contextmanager
def _forgetting_what_goes(shelf: Shelf) -> Iterator[None]:
    """Drop what was encoded by a bundle that another one takes the place of meanwhile."""
    before = bundles.fingerprints(shelf)
    yield
    _forget(before - bundles.fingerprints(shelf))


def _forget(fingerprints: Iterable[str]) -> None:
    path = folders.library_path()
    for fingerprint in fingerprints if path.exists() else ():
        with Library.open(path) as library:
            library.forget_encodings(fingerprint)
