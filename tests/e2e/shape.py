"""Comparing what is heard: the poems come with the model, the rest must be the same."""

import re
from collections.abc import Sequence
from pathlib import Path

from ekphrasis_app.library.store import Library


class Shape:
    """What a sentence is when the poems are left out: they come with the model."""

    def __init__(self, library: Path) -> None:
        with Library.open(library) as opened:
            poems = opened.poems()
        self._verses = {line.strip().rstrip(".") for poem in poems for line in poem.lines}
        names = {poem.heading for poem in poems} | {poem.author for poem in poems}
        self._names = sorted(filter(None, names), key=len, reverse=True)

    def of(self, text: str) -> str:
        """The sentence without verses, titles, numbers and words of Orca's version."""
        text = text.removeprefix("notification").strip().rstrip(".")
        if text in self._verses:
            return "(a verse)"
        for name in self._names:
            if name in text:
                text = text.replace(name, "(name)")
        text = re.sub(r"(strong|good|loose) match(: [^.]*)?", "(match)", text)
        text = re.sub(r"(No poem fits this picture well\. )?\d+ (poems found|loose matche?s?)",
                      "(found)", text)  # fmt: skip
        return re.sub(r"\d+", "n", text.replace("push button", "button"))


def assert_heard(steps: Sequence[dict], expected: Sequence[dict], library: Path) -> None:
    """Each step is heard as it was committed, the poems apart."""
    shape = Shape(library)
    for step, wanted in zip(steps, expected, strict=True):
        heard = [shape.of(text) for text in step["heard"]]
        for text in map(shape.of, wanted["heard"]):
            assert text in heard, f"{step['does']}: {text!r} is not in {heard}"
