"""The bundles of this installation, and which one is in use."""

from pathlib import Path

from ekphrasis_app.app import folders
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models import bundles
from ekphrasis_app.models.bundles import Installed, Shelf
from ekphrasis_app.models.taking_in import import_bundle
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


def install(name: str, progress: Progress, source: str = "", sha256: str = "") -> Installed:
    """Fetch a bundle over the network; see ``models.bundles.install`` for what it raises."""
    return bundles.install(own_shelf(), name, progress, CancelToken(), source, sha256)


def take_in(path: Path, name: str = "", source: str = "") -> Installed:
    """Copy a bundle, or make one of weights in a file or folder; raises ``BundleProblem``."""
    return import_bundle(own_shelf(), path, name, source)


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


def remove(name: str, settings: Settings) -> Installed:
    """Delete a bundle of the person's own; the usual one takes over if it was in use."""
    bundle = bundles.remove(own_shelf(), name)
    if settings.text(IN_USE) == bundle.name:
        settings.set(IN_USE, BY_KEY[IN_USE].default)
    return bundle
