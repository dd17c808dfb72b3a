"""The key of a sheet: which poems stand on it, and which of them were found or drawn."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.errors import InputProblem

FILE = "key.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A poem as it stands on the sheet.

    ``rank`` and ``score`` are None for a control, which was drawn at random. ``lines`` are
    its first lines, empty ones between stanzas; ``more`` is how many lines follow them.
    """

    id: str
    title: str
    author: str
    language: str
    lines: tuple[str, ...]
    more: int
    rank: int | None = None
    score: float | None = None

    @property
    def name(self) -> str:
        """Title and author."""
        return f"{self.title}, by {self.author}" if self.author else self.title


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its poems in the order of the sheet; the first is poem 1."""

    file: str
    thumbnail: str
    title: str
    artist: str
    year: str
    poems: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """Title, artist and year, as far as they are known."""
        by = f"{self.title} by {self.artist}" if self.artist else self.title
        return f"{by}, {self.year}" if self.year else by


@dataclass(frozen=True, slots=True)
class Key:
    """A whole sheet; ``library`` is how many poems were ranked and drawn from."""

    bundle: str
    library: int
    seed: int
    pictures: tuple[Shown, ...]

    def places(self) -> Iterator[tuple[int, int]]:
        """The numbers of picture and poem of everything to be graded, from 1."""
        for picture, shown in enumerate(self.pictures, 1):
            for poem in range(1, len(shown.poems) + 1):
                yield picture, poem

    def as_json(self) -> str:
        """What ``read_key`` reads."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)


def read_key(folder: Path) -> Key:
    """The key of the sheet in ``folder``; ``InputProblem`` where there is none."""
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT:
            raise InputProblem("The sheet in {folder} is of another version.", folder=folder)
        pictures = tuple(_shown(entry) for entry in content.pop("pictures"))
        if not pictures:
            raise ValueError("a sheet has pictures")
        return Key(pictures=pictures, **content)
    except OSError as error:
        raise InputProblem(
            "There is no sheet in {folder}.",
            "Make one with: ekphrasis judge sheet",
            folder=folder,
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputProblem("The file {path} is damaged.", path=path) from error


def _shown(entry: dict[str, Any]) -> Shown:
    poems = [Entry(**{**poem, "lines": tuple(poem["lines"])}) for poem in entry.pop("poems")]
    return Shown(poems=tuple(poems), **entry)
