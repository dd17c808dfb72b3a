"""The story, told by the real Orca: what it says is what was committed."""

import json

import pytest

from ekphrasis_app.app import folders
from tests.e2e.orca import missing_for_orca
from tests.e2e.record_orca import TRANSCRIPT, record
from tests.e2e.shape import assert_heard
from tests.e2e.story import STORY
from tests.e2e.write_readme import README, written

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    return json.loads(TRANSCRIPT.read_text(encoding="utf-8"))


def test_orca_says_what_was_committed(tmp_path, home, expected):
    if missing := missing_for_orca():
        pytest.skip(f"needs the program {missing}")
    if not folders.starter_library().exists():
        pytest.skip("needs the starter library, which set-up prepares")
    steps = record(tmp_path, home)
    assert_heard(steps, expected, folders.library_path())


def test_the_transcript_is_that_of_the_story(expected):
    assert [(step["does"], step["keys"]) for step in expected] == [
        (step.does, step.keys) for step in STORY
    ]
    assert len(STORY) >= 25


def test_the_readme_tells_the_transcript_and_the_keys():
    text = README.read_text(encoding="utf-8")
    assert text == written(text), "run: python -m tests.e2e.write_readme"
