"""What is said is written down, if somebody asks for it."""

import json
from pathlib import Path

import pytest

from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.app.transcript import VARIABLE, recorded
from ekphrasis_app.ports import Manner, Outcome
from tests.fakes.voice import HeardVoice


def test_nothing_is_recorded_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    engine = HeardVoice(PlainLoop())
    assert recorded(engine) is engine


def test_texts_and_how_they_ended_are_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "said.jsonl"
    monkeypatch.setenv(VARIABLE, str(path))
    ended: list[Outcome] = []
    loop = PlainLoop()
    recorded(HeardVoice(loop)).speak(
        "Schnee, ✻", Manner(), lambda start, length: None, ended.append
    )
    assert loop.run_until(lambda: bool(ended), 5)
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert events[0]["said"] == "Schnee, ✻"
    assert events[1]["outcome"] == "finished"
    assert events[0]["at"] <= events[1]["at"]
    assert ended == [Outcome.FINISHED]
