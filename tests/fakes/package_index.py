"""A package index for the set-up: wheels in a folder, and a pip that hands them out."""

import hashlib
import shutil
import zipfile
from pathlib import Path

from ekphrasis_setup.manifest import Entry, PackageSource, PinnedFile, Wheel
from ekphrasis_setup.problem import SourceFailed


def pinned(path: str, content: bytes) -> PinnedFile:
    return PinnedFile(path, len(content), hashlib.sha256(content).hexdigest())


def make_wheel(folder: Path, package: str, members: dict[str, bytes]) -> Wheel:
    """Write a wheel with ``members`` to ``folder`` and return how a manifest pins it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{package}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return Wheel(package, "1.0", pinned(path.name, path.read_bytes()))


def poem_entry(index: Path, text: bytes = b"A made-up line\n") -> Entry:
    """An entry of one file, whose wheel lies in ``index``."""
    wheel = make_wheel(index, "verse", {"corpus/poem.txt": text})
    source = PackageSource((wheel,), take={"poem.txt": "corpus/poem.txt"})
    return Entry("verse", "Verse.", "Public domain", (pinned("poem.txt", text),), (source,))


class FakePip:
    """Downloads from ``index``; counts what was asked for and can be made to fail."""

    def __init__(self, index: Path) -> None:
        self.index = index
        self.asked: list[str] = []
        self.failures: list[Exception] = []
        self.altered = False

    def download(self, package, version, into, report) -> None:
        self.asked.append(package)
        if self.failures:
            raise self.failures.pop(0)
        name = f"{package}-{version}-py3-none-any.whl"
        if not (self.index / name).exists():
            raise SourceFailed("the package index does not have it")
        shutil.copyfile(self.index / name, into / name)
        if self.altered:
            with (into / name).open("r+b") as wheel:
                wheel.write(b"altered!")
        report(1, 1)
