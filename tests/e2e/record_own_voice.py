"""Record the story with the own voice: ``python -m tests.e2e.record_own_voice``.

The words are recorded where they go to the voice; no sound card is needed. Run this,
read what has changed, and commit it.
"""

import json
import os
import tempfile
import time
from pathlib import Path

from ekphrasis_app.settings import VERSION
from tests.e2e.record_orca import PICTURE, paint
from tests.e2e.story import OWN_VOICE, Step
from tests.e2e.visit import Visit, visiting

QUIET = 1.6
"""Seconds without a word after which all is said; no sentence here takes longer."""

TRANSCRIPT = Path(__file__).with_name("own_voice_transcript.json")


def record(folder: Path, home: Path) -> list[dict[str, object]]:
    """Play the story on a fresh profile; what is said at each step."""
    values = {"engine": "silent", "rate": 600}
    (home / "settings.json").write_text(json.dumps({"version": VERSION, "values": values}))
    person = folder / "visitor"
    person.mkdir()
    picture = person / PICTURE
    paint(picture)
    os.environ["HOME"] = str(person)
    with visiting(folder) as visit:
        return [_played(visit, step, picture) for step in OWN_VOICE]


def _played(visit: Visit, step: Step, picture: Path) -> dict[str, object]:
    mark = len(visit.transcript.said()) if step.keys else 0
    typed, _, text = step.keys.format(picture=picture).partition(":")
    if typed == "type":
        visit.type(text)
    elif step.keys:
        visit.press(*step.keys.split())
    visit.transcript.expect(step.expect, mark)
    count = -1
    while count != len(visit.transcript.said()):
        count = len(visit.transcript.said())
        time.sleep(QUIET)
    said = visit.transcript.said()[mark:]
    if typed == "type":
        said = [text for text in said if " " in text]
    return {"does": step.does, "keys": step.keys, "heard": said}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        os.environ["EKPHRASIS_HOME"] = str(home)
        steps = record(Path(folder), home)
    TRANSCRIPT.write_text(json.dumps(steps, indent=1, ensure_ascii=False) + "\n")
    for step in steps:
        print(step["does"], step["heard"], sep="\n    ")
