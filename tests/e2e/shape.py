"""Comparing what is heard: the poems come with the model, the rest must be the same."""

import re
from collections.abc import Sequence
from pathlib import Path

from ekphrasis_app.library.store import Library

FOUND = r"(No poem fits this picture well\. )?\d+ (poems found|loose match(es)?)"
"""How many poems were found, and whether one fits."""

LIST = re.compile(r"^list( with n items?)?$", re.IGNORECASE)
"""A list, whose items Orca counts only where they have come in time."""

TITLES = {"Ekphrasis", "Open picture", "Favourites"}
"""Names of the window, which Orca says or not, as time allows."""


class Shape:
    """What a sentence is when the poems are left out: they come with the model."""

    def __init__(self, library: Path) -> None:
        with Library.open(library) as opened:
            poems = opened.poems()
        names = {poem.heading for poem in poems} | {poem.author for poem in poems}
        self._names = sorted(filter(None, names), key=len, reverse=True)

    def of(self, text: str) -> str:
        """The sentence without titles, numbers and words of Orca's version."""
        text = text.removeprefix("notification").strip().rstrip(".")
        if text.startswith("Poem text: "):
            return "Poem text"
        for name in self._names:
            if name in text:
                text = text.replace(name, "(name)")
        text = re.sub(FOUND, "(found)", text)
        text = re.sub(r"(strong|good|loose) match(: [^.]*)?", "(match)", text)
        text = re.sub(r"\d+", "n", text.replace("push button", "button"))
        return LIST.sub("List", text)


VERSES = {
    "Go to the text of the poem",
    "Next line",
    "Go to the end of the poem",
    "Line before",
    "Last line",
}
"""Steps at which verses are heard; which, the model decides."""


def assert_heard(steps: Sequence[dict], expected: Sequence[dict], library: Path) -> None:
    """Each step is heard as it was committed, the poems apart."""
    shape = Shape(library)
    for step, wanted in zip(steps, expected, strict=True):
        if step["does"] in VERSES:
            assert bool(step["heard"]) == bool(wanted["heard"]), step["does"]
            continue
        heard = [shape.of(text) for text in step["heard"]]
        for text in {shape.of(text) for text in wanted["heard"]} - TITLES:
            assert text in heard, f"{step['does']}: {text!r} is not in {heard}"
