"""The story with the program's own voice: the words are those that were committed."""

import json

import pytest

from ekphrasis_app.app import folders
from tests.e2e.record_own_voice import TRANSCRIPT, record
from tests.e2e.shape import assert_heard
from tests.e2e.story import OWN_VOICE
from tests.e2e.visit import missing_for_a_window

pytestmark = pytest.mark.screen


def test_the_own_voice_says_what_was_committed(tmp_path, home, monkeypatch):
    if missing := missing_for_a_window():
        pytest.skip(f"needs the program {missing}")
    if not folders.starter_library().exists():
        pytest.skip("needs the starter library, which set-up prepares")
    monkeypatch.setenv("HOME", str(tmp_path))
    expected = json.loads(TRANSCRIPT.read_text(encoding="utf-8"))
    assert [step["does"] for step in expected] == [step.does for step in OWN_VOICE]
    assert_heard(record(tmp_path, home), expected, folders.library_path())
