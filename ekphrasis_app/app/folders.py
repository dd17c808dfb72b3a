"""Where things lie: the project's own folder, what set-up fetched, and the user's folder."""

import os
import sys
from pathlib import Path


def project_folder() -> Path:
    """The folder that holds ``ekphrasis_app``, ``weights`` and ``assets``."""
    return Path(__file__).resolve().parents[2]


def fetched_weights() -> Path:
    """What set-up fetched for the models, one folder an entry of the manifest."""
    return project_folder() / "weights" / "fetched"


def fetched_assets() -> Path:
    """What set-up fetched for the library, one folder an entry of the manifest."""
    return project_folder() / "assets" / "fetched"


def starter_library() -> Path:
    """The library that set-up prepared; a person's own begins as a copy of it."""
    return fetched_assets() / "library.sqlite3"


def bundle_folder(name: str) -> Path:
    """The bundle of that name: the person's own first, then the project's."""
    own = user_folder() / "bundles" / name
    return own if (own / "bundle.toml").is_file() else project_folder() / "weights" / name


def user_folder() -> Path:
    """What the person keeps: library, settings, log.

    ``EKPHRASIS_HOME`` decides if set; otherwise the platform's own convention
    (XDG base directories, Local AppData, Application Support).
    """
    if own := os.environ.get("EKPHRASIS_HOME"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Ekphrasis"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Ekphrasis"
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "ekphrasis"


def library_path() -> Path:
    """The person's library of poems and everything kept with it."""
    return user_folder() / "library.sqlite3"


def settings_path() -> Path:
    """The person's settings."""
    return user_folder() / "settings.json"


def log_path() -> Path:
    """Where bugs are written down."""
    return user_folder() / "ekphrasis.log"


def translations() -> Path:
    """Where the catalogues of the languages lie."""
    return project_folder() / "assets" / "translations"


def cues() -> Path:
    """Where the sound files of the cues lie."""
    return project_folder() / "assets" / "cues"
