"""Drawing up a sheet: the best poems for each picture, and random ones among them."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.match import Match
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Progress
from ekphrasis_app.training.judging.key import Entry, Shown

CAPTIONS = "artworks.json"
MOST_LINES = 40
"""Lines of a poem on the sheet: enough to judge a long one by."""

Find = Callable[[Picture], Sequence[Match]]
Captions = dict[str, dict[str, str]]
"""By the name of a picture's file: title, artist and year."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How many of the best poems and how many random ones a picture gets."""

    top: int = 5
    controls: int = 5
    seed: int = 0


def draw_up(
    files: Sequence[Path],
    read: Callable[[Path], Picture],
    find: Find,
    shrink: Callable[[Picture], bytes],
    poems: Sequence[Poem],
    draw: Draw,
    progress: Progress,
) -> list[tuple[Shown, bytes]]:
    """Each picture with its poems in the order of the sheet; the same for the same seed.

    ``find`` gives the best ``draw.top`` of ``poems``; ``shrink`` makes the small file that
    goes onto the sheet. Raises ``Problem`` and ``Cancelled``.
    """
    if not files:
        raise InputProblem("There are no pictures in that folder.")
    captions = read_captions(files[0].parent)
    drawn = []
    for number, file in enumerate(files, 1):
        picture = read(file)
        entries = mixed(find(picture), poems, draw, file.name)
        drawn.append((_shown(number, file, picture, captions, entries), shrink(picture)))
        progress(number, len(files))
    return drawn


def mixed(
    matches: Sequence[Match], poems: Sequence[Poem], draw: Draw, name: str
) -> tuple[Entry, ...]:
    """The matches and as many other poems as controls, shuffled by the seed and ``name``."""
    found = {match.poem.id for match in matches}
    # By id, so that it does not matter in which order a library was filled.
    others = sorted((poem for poem in poems if poem.id not in found), key=lambda poem: poem.id)
    if len(matches) < draw.top or len(others) < draw.controls:
        raise InputProblem(
            "The library has too few poems for {n} to a picture.",
            "Add poems, or ask for fewer with --top and --controls.",
            n=draw.top + draw.controls,
        )
    chance = random.Random(f"{draw.seed} {name}")
    entries = [_entry(match.poem, match.rank, match.score) for match in matches[: draw.top]]
    entries += [_entry(poem) for poem in chance.sample(others, draw.controls)]
    chance.shuffle(entries)
    return tuple(entries)


def read_captions(folder: Path) -> Captions:
    """What ``artworks.json`` beside the pictures says of them; nothing if there is none."""
    path = folder / CAPTIONS
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {
            one["file"]: {key: str(one.get(key) or "") for key in ("title", "artist", "year")}
            for one in listed
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputProblem("The file {path} cannot be read.", path=path) from error


def _entry(poem: Poem, rank: int | None = None, score: float | None = None) -> Entry:
    lines = poem.text.split("\n")[:MOST_LINES]
    more = len(poem.lines) - sum(bool(line) for line in lines)
    head = (poem.id, poem.heading, poem.author, poem.language)
    return Entry(*head, tuple(lines), more, rank, score if score is None else float(score))


def _shown(
    number: int, file: Path, picture: Picture, captions: Captions, entries: tuple[Entry, ...]
) -> Shown:
    told = captions.get(file.name, {})
    return Shown(
        file.name,
        f"pictures/{number:02}.jpg",
        told.get("title") or picture.title or picture.name,
        told.get("artist") or picture.artist,
        told.get("year") or "",
        entries,
    )
