"""Record the story with Orca: ``python -m tests.e2e.record_orca`` writes the transcript.

The transcript is what the test expects, and what the README tells; run this, read what
has changed, and commit it.
"""

import json
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

from tests.e2e.orca import orca_running, program_running
from tests.e2e.story import STORY, Step

TRANSCRIPT = Path(__file__).with_name("orca_transcript.json")
PICTURE = "evening by the sea.png"


def paint(path: Path) -> None:
    """A simple picture of our own: an evening by the sea."""
    image = Image.new("RGB", (800, 600), (240, 150, 90))
    draw = ImageDraw.Draw(image)
    draw.ellipse((340, 160, 460, 280), fill=(255, 230, 150))
    draw.rectangle((0, 300, 800, 480), fill=(40, 70, 120))
    for row in range(310, 480, 24):
        draw.line((80, row, 720, row), fill=(200, 170, 140), width=3)
    draw.polygon(((0, 600), (0, 440), (300, 500), (800, 450), (800, 600)), fill=(120, 90, 60))
    draw.polygon(((560, 380), (640, 380), (620, 410), (580, 410)), fill=(60, 40, 30))
    draw.polygon(((600, 290), (600, 375), (650, 375)), fill=(245, 240, 230))
    image.save(path)


def record(folder: Path, home: Path) -> list[dict[str, object]]:
    """Play the story on a fresh profile; what is heard at each step."""
    folder = folder / "visitor"
    folder.mkdir()
    picture = folder / PICTURE
    paint(picture)
    with orca_running(folder, home) as (orca, environment):
        mark = len(orca.said())
        with program_running(environment):
            heard = [orca.listen(mark, STORY[0].expect, 60)]
            heard += [
                orca.press(step.keys.format(picture=picture), step.expect, 60)
                for step in STORY[1:]
            ]
    return [
        {"does": step.does, "keys": step.keys, "heard": without_echo(step, texts)}
        for step, texts in zip(STORY, heard, strict=True)
    ]


ECHO = {
    "left control", "left shift", "tab", "return", "escape", "space", "comma", "down", "up",
    "end", "dot", *(f"F{n}" for n in range(1, 13)),
}  # fmt: skip
"""What Orca says of the keys themselves."""


def without_echo(step: Step, texts: list[str]) -> list[str]:
    """Without the names of the keys that were pressed and the letters that were typed."""
    if step.keys.startswith("type:"):
        return [text for text in texts if " " in text and text not in ECHO]
    return [text for text in texts if len(text) > 1 and text not in ECHO]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        steps = record(Path(folder), home)
    TRANSCRIPT.write_text(json.dumps(steps, indent=1, ensure_ascii=False) + "\n")
    for step in steps:
        print(step["does"], step["heard"], sep="\n    ")
