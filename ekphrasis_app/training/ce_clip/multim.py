"""MultiM-Poem (Liu et al. 2018) as a folder of pairs with a fixed split.

The file is a list of ``poem``, ``image_url`` and ``id``; the pictures are fetched from
their addresses. The split is drawn over all of the file before any address is known to be
dead, so it stays the same whichever pictures are gone by now.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.keeping import write_safely
from ekphrasis_app.ports import Progress
from ekphrasis_app.training.ce_clip.pictures import (
    POLITE,
    Fetched,
    Manners,
    ReadPicture,
    fetch_pictures,
    picture_file,
)
from ekphrasis_app.training.ce_clip.recipe import Data

PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Entry:
    """One poem with the address of its picture."""

    number: int
    address: str
    poem: str


def read_multim(path: Path) -> list[Entry]:
    """The entries of the file, in its order; ``InputProblem`` if it is not one."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(int(one["id"]), one["image_url"], one["poem"].strip()) for one in table
        ]
    except FileNotFoundError as error:
        raise InputProblem(
            "There is no file {path}.",
            "MultiM-Poem is data/multim_poem.json of researchmm/img2poem on GitHub.",
            path=path,
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputProblem("The file {path} is not MultiM-Poem's.", path=path) from error
    return [entry for entry in entries if entry.poem]


def split(count: int, data: Data, seed: int) -> dict[str, list[int]]:
    """Places 0..count-1 at random into ``train``, ``val`` and ``test``.

    ``test`` takes the share ``hold_out`` of all, ``val`` the share ``validation`` of the
    others; the same seed gives the same split.
    """
    order = [int(place) for place in np.random.default_rng(seed).permutation(count)]
    tests = round(count * data.hold_out)
    checks = round((count - tests) * data.validation)
    return {
        "test": sorted(order[:tests]),
        "val": sorted(order[tests : tests + checks]),
        "train": sorted(order[tests + checks :]),
    }


def prepare(
    folder: Path,
    data: Data,
    seed: int,
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
    manners: Manners = POLITE,
) -> Fetched:
    """Fetch the pictures into ``folder`` and write ``pairs.jsonl`` and ``splits.json`` there.

    Run again, it goes on with what is missing. Raises ``InputProblem``, ``Cancelled``.
    """
    entries = read_multim(folder / data.multim)
    pictures = folder / PICTURES
    addresses = [entry.address for entry in entries]
    fetched = fetch_pictures(addresses, pictures, read, progress, cancel, manners)
    names = {
        place: f"{PICTURES}/{picture_file(pictures, entry.address).name}"
        for place, entry in enumerate(entries)
        if picture_file(pictures, entry.address).exists()
    }
    if not names:
        raise InputProblem(
            "None of the {count} pictures could be fetched.",
            "Check the network and try again.",
            count=len(entries),
        )
    _write(folder, entries, names, split(len(entries), data, seed))
    return fetched


def _write(
    folder: Path,
    entries: Sequence[Entry],
    names: Mapping[int, str],
    places: Mapping[str, Sequence[int]],
) -> None:
    pairs = [
        {
            "image": names[place],
            "texts": [entry.poem],
            "text_kinds": ["poem"],
            "kind": "poem-pair",
        }
        for place, entry in enumerate(entries)
        if place in names
    ]
    splits = {
        name: [names[place] for place in chosen if place in names]
        for name, chosen in places.items()
    }
    lines = "".join(f"{json.dumps(pair, ensure_ascii=False)}\n" for pair in pairs)
    for name, text in (("pairs.jsonl", lines), ("splits.json", json.dumps(splits))):
        write_safely(folder / name, text)
