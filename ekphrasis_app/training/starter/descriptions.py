"""What can be seen in the training pictures, and what a poem for them could be about.

Titles, templates and poems seldom say what a picture shows. ``descriptions.txt`` does, a line
a picture: its file in the folder of pairs, what is seen, and what a poem that suits it could
speak of. A vision language model wrote them for this
project from the picture alone, without its texts. No picture of the validation or test split
is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ekphrasis_app.training.pairs import Pair

FILE = Path(__file__).with_name("descriptions.txt")
POEMS = Path(__file__).with_name("poems.txt")
"""What is said of the poems that set-up fetches and of eleven further books: the lines of a
``Catalogue``, each two pictures that the poem would go with and its subjects. A language model
wrote them for this project, of most poems from their beginning and of passages of long works
from what it knew of the work; nobody checked them. No poem of the pairs' validation or test
split is in it."""
SEEN, SUBJECTS = "seen", "subjects"
"""What kinds of text the two parts are to a pair."""


class Description(NamedTuple):
    """What a picture shows, and the subjects of a poem that would suit it."""

    seen: str
    subjects: str


def read_descriptions(path: Path = FILE) -> dict[str, Description]:
    """The descriptions by the pictures' files. Raises ``OSError``, ``ValueError``."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        image, seen, subjects = line.split("|")
        found[image] = Description(seen, subjects)
    return found


def read_catalogue(path: Path = POEMS) -> list[str]:
    """The lines of a catalogue of poems. Raises ``OSError``."""
    return path.read_text(encoding="utf-8").splitlines()


def described(pairs: Sequence[Pair], descriptions: Mapping[str, Description]) -> list[Pair]:
    """The pairs, those that have a description with its two parts as further texts."""
    return [
        _with(pair, descriptions[pair.image]) if pair.image in descriptions else pair
        for pair in pairs
    ]


def _with(pair: Pair, description: Description) -> Pair:
    return replace(
        pair,
        texts=(*pair.texts, description.seen, description.subjects),
        text_kinds=(*pair.text_kinds, SEEN, SUBJECTS),
    )
