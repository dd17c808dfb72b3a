"""``doctor``: what works and what does not."""

import pytest

from ekphrasis_app.app import doctor
from ekphrasis_app.app.doctor import Finding
from ekphrasis_app.domain.errors import Problem
from tests.unit.cli.conftest import Run


def broken(settings):
    raise Problem("The {part} is broken.", "Mend it.", part="voice")


@pytest.fixture
def parts(monkeypatch):
    monkeypatch.setattr(
        doctor,
        "PARTS",
        {
            "weights": lambda settings: Finding(True, "All is there."),
            "voice": broken,
            "screen_reader": lambda settings: Finding(False, "None runs."),
        },
    )


def test_a_line_for_each_part(parts):
    run = Run("doctor")
    assert run.code == 0
    assert run.result.splitlines() == [
        "Weights: works. All is there.",
        "Voice: does not work. The voice is broken. Mend it.",
        "Screen reader: not there. None runs.",
    ]


def test_the_document(parts):
    document = Run("doctor", "--json").document
    assert document["works"] is False
    assert document["checks"]["voice"] == {
        "works": False,
        "found": "The voice is broken.",
        "advice": "Mend it.",
    }


def test_what_nobody_has_to_have_does_not_count(parts, monkeypatch):
    del doctor.PARTS["voice"]
    assert Run("doctor", "--json").document["works"] is True
