"""The story, told by the real Orca: what it says is what was committed."""

import json
import re
from pathlib import Path

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.library.store import Library
from tests.e2e.orca import missing_for_orca
from tests.e2e.record_orca import TRANSCRIPT, record
from tests.e2e.story import STORY
from tests.e2e.write_readme import README, section, with_section

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    return json.loads(TRANSCRIPT.read_text(encoding="utf-8"))


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


def test_orca_says_what_was_committed(tmp_path, home, expected):
    if missing := missing_for_orca():
        pytest.skip(f"needs the program {missing}")
    if not folders.starter_library().exists():
        pytest.skip("needs the starter library, which set-up prepares")
    steps = record(tmp_path, home)
    shape = Shape(folders.library_path())
    for step, wanted in zip(steps, expected, strict=True):
        heard = [shape.of(text) for text in step["heard"]]
        for text in map(shape.of, wanted["heard"]):
            assert text in heard, f"{step['does']}: {text!r} is not in {heard}"


def test_the_transcript_is_that_of_the_story(expected):
    assert [(step["does"], step["keys"]) for step in expected] == [
        (step.does, step.keys) for step in STORY
    ]
    assert len(STORY) >= 25


def test_the_readme_tells_the_transcript(expected):
    text = README.read_text(encoding="utf-8")
    assert text == with_section(text, section(expected)), (
        "run: python -m tests.e2e.write_readme"
    )
