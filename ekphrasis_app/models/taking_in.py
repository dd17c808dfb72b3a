"""Takes in a bundle, or CLIP's weights, from a file or folder of the person's."""

import json
import re
import shutil
from pathlib import Path

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.models.bundles import (
    CLIP,
    Installed,
    NotMeantProblem,
    Shelf,
    check,
    described,
    is_name,
)
from ekphrasis_app.models.ce_clip import need_torch
from ekphrasis_app.models.ce_clip.finding import (
    WEIGHTS_FILES,
    WEIGHTS_SUFFIXES,
    first_of,
    is_file,
    is_folder,
    is_weights,
    source_of,
)
from ekphrasis_app.models.manifest import FILE, Manifest, read_manifest
from ekphrasis_app.models.placing import making, put_in_place, writing

_NAME = re.compile(r"^name[ \t]*=.*$", re.MULTILINE)


def may_be_model(path: Path) -> bool:
    """Whether a file or folder looks, from outside, as if it could be taken in."""
    return is_weights(path) or first_of(path, (FILE, *WEIGHTS_FILES)) is not None


def needs_source(path: Path) -> bool:
    """Whether ``path`` holds weights that do not tell whose they are."""
    if is_file(path / FILE):
        return False
    weights = path if is_weights(path) else first_of(path, WEIGHTS_FILES)
    return weights is not None and not source_of(weights)


def import_bundle(
    shelf: Shelf,
    path: Path,
    name: str = "",
    source: str = "",
    beside: bool = False,
    cancel: CancelToken | None = None,
) -> Installed:
    """Take in a whole bundle's folder, or CLIP's weights in a file or folder.

    Weights need CLIP's vocabulary beside them, and ``source`` (``openai`` or ``laion``)
    where the files do not tell whose they are. Without ``name`` a bundle keeps its own.
    One of the same name makes way, unless the new one is to stand ``beside`` it, under a
    name with a number. Raises ``BundleProblem``, ``InputProblem`` and ``Cancelled``.
    """
    cancel = cancel or CancelToken()
    if is_file(path / FILE):
        return _taken_in(shelf, path, name, beside, cancel)
    weights, vocabulary = _files(path)
    need_torch()
    from ekphrasis_app.models.ce_clip import importing

    name = _own_name(shelf, name or CLIP, beside)
    origin = importing.Origin(source or source_of(weights))
    importing.make_clip_bundle(weights, vocabulary, origin, name, shelf.own / name, cancel)
    return described(shelf.own / name, shelf)


def _files(path: Path) -> tuple[Path, Path]:
    """The weights that ``path`` is or holds, and the vocabulary beside them."""
    from ekphrasis_app.models.ce_clip.words import MERGES_FILES

    weights = path if is_weights(path) else first_of(path, WEIGHTS_FILES)
    if weights is None:
        if is_file(path):
            raise NotMeantProblem(
                "The file {name} is not one of weights.",
                "Its name should end in one of {endings}.",
                name=path.name,
                endings=", ".join(WEIGHTS_SUFFIXES),
            )
        if not is_folder(path):
            raise NotMeantProblem("There is no file or folder {path}.", path=path)
        raise NotMeantProblem(
            "There is no file of weights in {folder}.",
            "It should be one of {names}.",
            folder=path,
            names=", ".join(WEIGHTS_FILES),
        )
    vocabulary = first_of(weights.parent, MERGES_FILES)
    if vocabulary is None:
        raise NotMeantProblem(
            "There is no vocabulary of CLIP in {folder}.",
            "It should be one of {names}.",
            folder=weights.parent,
            names=", ".join(MERGES_FILES),
        )
    return weights, vocabulary


def _taken_in(
    shelf: Shelf, folder: Path, name: str, beside: bool, cancel: CancelToken
) -> Installed:
    manifest = read_manifest(folder, shelf.fetched)
    check(manifest)
    target = shelf.own / _own_name(shelf, name or manifest.name, beside)
    with writing(shelf.own), making(target) as made:
        _copy(manifest, made, cancel)
        if target.name != manifest.name:
            _rename(made / FILE, target.name)
        check(read_manifest(made, shelf.fetched))
        cancel.check()
        put_in_place(made, target)
    return described(target, shelf)


def _copy(manifest: Manifest, target: Path, cancel: CancelToken) -> None:
    """Copy what the manifest names; nothing else of the folder has been looked at."""
    folder = manifest.folder
    files = [part.path for part in manifest.parts.values() if not part.fetched]
    for file in [*files, folder / FILE, folder / "MODEL_CARD.md"]:
        cancel.check()
        if file.is_file():
            copy = target / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _rename(file: Path, name: str) -> None:
    """Have the manifest say the name that the bundle goes by here."""
    text = file.read_text(encoding="utf-8")
    # JSON's way of writing a string is one of TOML's; the first name is the bundle's own.
    line = f"name = {json.dumps(name, ensure_ascii=False)}"
    file.write_text(_NAME.sub(lambda _: line, text, count=1), encoding="utf-8")
    if read_manifest(file.parent, file.parent).name != name:
        raise BundleProblem("The file {path} cannot be read.", path=file.name)


def _own_name(shelf: Shelf, name: str, beside: bool) -> str:
    if not is_name(name):
        raise NotMeantProblem("A bundle cannot be called {name}.", name=name)
    if beside:
        return _free_name(shelf, name)
    if (shelf.program / name / FILE).is_file():
        raise NotMeantProblem(
            "The program has a bundle called {name}.", "Choose another name.", name=name
        )
    return name


def _free_name(shelf: Shelf, name: str) -> str:
    free, number = name, 1
    while (shelf.own / free).exists() or (shelf.program / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free
