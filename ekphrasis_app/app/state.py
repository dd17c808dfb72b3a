"""Where the person is, as one immutable value, and its way to the disk and back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypedDict

from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.domain.match import Match, Reasons, Strength
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.place import START, Place, within
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading

VERSION = 1


class Task(StrEnum):
    """Work that keeps the person waiting, in the words in which it is shown."""

    NONE = ""
    OPENING = "Opening the picture"
    LOOKING = "Looking for poems"
    PREPARING = "Preparing the poems"
    WRITING = "Writing the sound file"
    FETCHING = "Fetching the model"
    TAKING_IN = "Adding the model"


@dataclass(frozen=True, slots=True)
class State:
    """Picture, matches, the chosen one (-1: none), the place in it, and what goes on.

    ``progress`` is the share of the ``task`` that is done, 0..1, or None where that is not
    known.
    """

    picture: Picture | None = None
    matches: tuple[Match, ...] = ()
    chosen: int = -1
    place: Place = START
    reading: Reading = Reading.SILENT
    task: Task = Task.NONE
    progress: float | None = None

    @property
    def match(self) -> Match | None:
        """The chosen match."""
        return self.matches[self.chosen] if 0 <= self.chosen < len(self.matches) else None

    @property
    def poem(self) -> Poem | None:
        """The poem of the chosen match."""
        return self.match.poem if self.match else None

    def worth_saving_after(self, old: "State") -> bool:
        """Whether this differs from ``old`` in what a restart should bring back.

        Words go by too fast to be saved one by one; where the voice stops is saved.
        """
        line, old_line = replace(self.place, word=0), replace(old.place, word=0)
        here = (self.picture, self.matches, self.chosen, line, self.reading)
        return here != (old.picture, old.matches, old.chosen, old_line, old.reading)


class Changes(TypedDict, total=False):
    """What of a state may be replaced; the same fields as ``State``."""

    picture: Picture | None
    matches: tuple[Match, ...]
    chosen: int
    place: Place
    reading: Reading
    task: Task
    progress: float | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What is left of a state on disk: the picture by its path, the poems by their ids."""

    picture: str
    matches: tuple[Match, ...] = ()
    chosen: int = -1
    place: Place = field(default=START)


def to_text(state: State) -> str:
    """The state as JSON; scores and reasons are kept, so that nothing is searched again."""
    place = state.place
    return json.dumps(
        {
            "version": VERSION,
            "picture": state.picture.path if state.picture else "",
            "matches": [_match_to_values(match) for match in state.matches],
            "chosen": state.chosen,
            "place": [place.stanza, place.line, place.word],
        }
    )


def from_text(text: str, poem_of: Callable[[str], Poem]) -> Saved | None:
    """The saved state, or None where it is from a newer version or makes no sense.

    Poems that are no longer in the library are left out; the place is held within the
    poem that is there now.
    """
    try:
        values = json.loads(text)
        if values["version"] > VERSION:
            return None
        known = [_match_from_values(match, poem_of) for match in values["matches"]]
        matches = tuple(match for match in known if match)
        if len(matches) < len(known):
            return Saved(values["picture"], matches, 0 if matches else -1)
        chosen = int(values["chosen"])
        place = Place(*map(int, values["place"]))
        if not 0 <= chosen < len(matches):
            return Saved(values["picture"], matches, -1)
        return Saved(values["picture"], matches, chosen, within(matches[chosen].poem, place))
    except (ValueError, KeyError, TypeError):
        return None


def _match_to_values(match: Match) -> dict[str, Any]:
    return {
        "rank": match.rank,
        "poem": match.poem.id,
        "similarity": match.similarity,
        "reranked": match.reranked,
        "strength": match.strength.name,
        "words": match.reasons.words,
        "lines": match.reasons.lines,
    }


def _match_from_values(
    values: Mapping[str, Any], poem_of: Callable[[str], Poem]
) -> Match | None:
    try:
        poem = poem_of(values["poem"])
    except LibraryProblem:
        return None
    reasons = Reasons(tuple(values["words"]), tuple(values["lines"]))
    return Match(
        values["rank"],
        poem,
        values["similarity"],
        values["reranked"],
        Strength[values["strength"]],
        reasons,
    )
