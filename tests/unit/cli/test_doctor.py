"""``doctor``: what works and what does not."""

import pytest

from ekphrasis_app.app import doctor
from ekphrasis_app.app.doctor import Finding
from ekphrasis_app.app.recite import own_settings
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


def test_a_bug_in_one_part_holds_up_no_other(parts, warnings_logged):
    def crooked(settings):
        raise RuntimeError("the wheel came off")

    doctor.PARTS["weights"] = crooked
    warnings_logged.expect("unexpected error")
    run = Run("doctor")
    assert run.code == 0
    assert run.result.startswith("Weights: does not work. Looking at it failed. Details are in")
    assert run.result.count("\n") == 3


def test_the_usual_model_runs_on_the_processor(home):
    found = Run("doctor", "--json").document["checks"]["device"]["found"]
    assert found.startswith("The model starter runs on the processor, which has ")


@pytest.mark.parametrize(
    ("cuda", "mps", "where"),
    [
        (True, False, "the graphics card, by CUDA"),
        (False, True, "the graphics part of the processor, by Metal"),
        (False, False, "the processor, which has"),
    ],
)
def test_the_device_is_that_of_the_model_in_use(home, monkeypatch, cuda, mps, where):
    torch = pytest.importorskip("torch", reason="needs the extra: training")
    from tests.fakes.ce_clip import small_bundle

    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    small_bundle(home / "bundles" / "small", settings={})
    own_settings().set("bundle", "small")
    finding = doctor.PARTS["device"](own_settings())
    assert finding.works
    assert finding.found.startswith(f"The model small runs on {where}")


def test_a_model_that_is_not_there_runs_nowhere(home):
    own_settings().set("bundle", "gone")
    finding = Run("doctor", "--json").document["checks"]["device"]
    assert not finding["works"]


def test_the_real_parts_are_all_looked_at(home):
    document = Run("doctor", "--json").document
    assert list(document["checks"]) == [
        "system",
        "weights",
        "library",
        "device",
        "voice",
        "sound",
        "camera",
        "screen_reader",
    ]
    for finding in document["checks"].values():
        assert finding["found"].endswith(".")
        assert finding["works"] or finding["advice"]
