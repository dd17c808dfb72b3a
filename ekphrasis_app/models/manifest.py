"""A bundle's manifest: what it is made of, with the hash of every part.

format = 1
name = "starter"
version = "1"
kind = "starter"                   # which reader in ``bundle.KINDS`` understands it

[parts.head]                       # a file in the bundle's own folder
file = "head.safetensors"
sha256 = "…"

[parts.words]                      # a file of something that set-up fetched
fetched = "mpnet"
file = "model.safetensors"
sha256 = "…"

[settings]                         # whatever the reader of that kind asks for
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.errors import BundleProblem

FILE = "bundle.toml"
FORMAT = 1
SAFE = frozenset({".safetensors", ".json", ".txt"})
"""Suffixes of parts; anything that could hold code is refused unread."""


CHOOSE_ANOTHER = (
    "Choose another one in the settings, under Poems, or with ekphrasis bundle use NAME."
)
GET_IT_AGAIN = "Get the model again from where it came."


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle, where it lies and what its SHA-256 must be."""

    name: str
    path: Path
    sha256: str
    fetched: str = ""

    def checked(self) -> Path:
        """The path, once the file there is the one the manifest means."""
        if not self.path.is_file():
            raise BundleProblem(
                "The model file {name} is missing.",
                "Run the set-up again to fetch what is missing."
                if self.fetched
                else GET_IT_AGAIN,
                name=self.path.name,
            )
        with self.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != self.sha256:
            raise BundleProblem(
                "The model file {name} is damaged or was altered.",
                "Delete {path} and run the set-up again." if self.fetched else GET_IT_AGAIN,
                name=self.path.name,
                path=self.path,
            )
        return self.path

    def bytes(self) -> bytes:
        """The checked file's bytes."""
        return self.checked().read_bytes()

    def tensors(self) -> dict[str, Any]:
        """The checked file's tensors by name, as numpy arrays."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            return dict(load_file(self.checked()))
        except SafetensorError as error:
            raise BundleProblem(
                "The model file {name} cannot be read.", name=self.path.name
            ) from error


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``bundle.toml`` says."""

    name: str
    version: str
    kind: str
    folder: Path
    parts: Mapping[str, Part]
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Changes whenever any part does; what poems are embedded with is keyed by it."""
        told = "\n".join(sorted(f"{part.name}={part.sha256}" for part in self.parts.values()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def part(self, name: str) -> Part:
        """The part called ``name``; BundleProblem where the manifest has none."""
        if name not in self.parts:
            raise BundleProblem(
                "The bundle {bundle} has no part called {part}.", bundle=self.name, part=name
            )
        return self.parts[name]

    def number(self, name: str) -> float:
        """The setting called ``name``; BundleProblem where it is missing or no number."""
        try:
            return float(self.settings[name])
        except (KeyError, TypeError, ValueError) as error:
            raise BundleProblem(
                "The bundle {bundle} does not say what {setting} is.",
                bundle=self.name,
                setting=name,
            ) from error


def read_manifest(folder: Path, fetched: Path) -> Manifest:
    """Read a bundle's manifest; parts that were fetched are looked for in ``fetched``."""
    try:
        data = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BundleProblem(
            "There is no model bundle in {folder}.", CHOOSE_ANOTHER, folder=folder
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BundleProblem("The file {path} cannot be read.", path=folder / FILE) from error
    if data.get("format") != FORMAT:
        raise BundleProblem(
            "The bundle in {folder} has format {found}, this program reads {known}.",
            "Install the version of the program that the bundle was made for.",
            folder=folder,
            found=data.get("format"),
            known=FORMAT,
        )
    try:
        return _manifest(data, folder, fetched)
    except (KeyError, TypeError, AttributeError) as error:
        raise BundleProblem(
            "The file {path} is incomplete: {why}.", path=folder / FILE, why=error
        ) from error


def _manifest(data: dict[str, Any], folder: Path, fetched: Path) -> Manifest:
    parts = {
        name: _part(name, entry, folder, fetched)
        for name, entry in data.get("parts", {}).items()
    }
    return Manifest(
        str(data["name"]),
        str(data["version"]),
        str(data["kind"]),
        folder,
        parts,
        data.get("settings", {}),
    )


def _part(name: str, entry: Mapping[str, str], folder: Path, fetched: Path) -> Part:
    source = entry.get("fetched", "")
    inside = Path(entry["file"])
    if inside.is_absolute() or ".." in inside.parts or "/" in source or source == "..":
        raise BundleProblem("The part {name} lies outside its folder.", name=name)
    if inside.suffix not in SAFE:
        raise BundleProblem(
            "The part {name} is of a kind that may hold code and is not read.", name=name
        )
    home = fetched / source if source else folder
    return Part(name, home / inside, entry["sha256"], source)
