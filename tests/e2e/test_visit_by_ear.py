"""A visit by somebody who sees nothing: the real program, real keys, the sound it makes."""

import json
import re
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ekphrasis_app.app import folders
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.store import Library
from ekphrasis_app.settings import VERSION
from tests.e2e.visit import Visit, missing_for_a_window, visiting, wait

pytestmark = [pytest.mark.screen, pytest.mark.sound]


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    """A painting of the test data, or a seaside of our own where there are none."""
    shared = folders.project_folder().parent / "shared" / "data" / "artworks"
    if (known := shared / "homer-sunlight-on-the-coast.jpg").exists():
        return known
    picture = Image.new("RGB", (640, 480), (120, 170, 220))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 260, 640, 380), fill=(30, 70, 120))
    draw.polygon(((0, 480), (0, 360), (400, 420), (640, 380), (640, 480)), fill=(200, 180, 130))
    draw.ellipse((480, 60, 560, 140), fill=(250, 240, 180))
    path = tmp_path / "seaside.png"
    picture.save(path)
    return path


@pytest.fixture
def own_voice(home: Path) -> None:
    """Somebody who has answered the first question: the program's own voice reads."""
    if missing := missing_for_a_window():
        pytest.skip(f"needs the program {missing}")
    values = {"version": VERSION, "values": {"reader": "own"}}
    (home / "settings.json").write_text(json.dumps(values))


@pytest.fixture
def visit(tmp_path: Path, ear, painting: Path, own_voice: None):
    if not folders.starter_library().exists():
        pytest.skip("needs the starter library, which set-up prepares")
    with visiting(tmp_path, str(painting)) as visit:
        yield visit


def loudness(samples) -> float:
    """Root of the mean square, 0..1."""
    return float((samples.astype("f8") ** 2).mean() ** 0.5 / 32768) if len(samples) else 0.0


def poem_called(row: str) -> Poem:
    """The poem of the starter library that a row of the list of matches speaks of."""
    name = row.split(", ", 1)[1]
    with Library.open(folders.starter_library()) as library:
        named = [poem for poem in library.poems() if name.startswith(f"{poem.heading}, ")]
    return max(named, key=lambda poem: len(poem.heading))


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", text.lower()))


def test_from_a_picture_to_a_poem_read_aloud_and_silence(visit: Visit, ear) -> None:
    transcript = visit.transcript
    transcript.expect("is loaded. Looking for poems.")
    found = transcript.expect("The first is")
    first = transcript.said()[found]

    before = len(transcript.said())
    visit.press("Down")
    second = transcript.expect("Poem 2 of", before)
    poem = poem_called(transcript.said()[second])
    assert poem.heading not in first

    before = len(transcript.said())
    begun = time.perf_counter()
    visit.press("Return")
    wait(lambda: len(transcript.said()) >= before + 4, "title, author and lines are read")
    third_line = transcript.said()[before + 3]
    assert len(words(third_line) & words(poem.text)) >= len(words(third_line)) / 2
    assert loudness(ear.sound(begun, time.perf_counter())) > 0.01

    visit.press("Escape")
    wait(lambda: transcript.events()[-1].get("outcome") == "stopped", "the line is stopped")
    stopped = time.perf_counter()
    said = len(transcript.said())
    time.sleep(1.5)
    assert len(transcript.said()) == said
    assert loudness(ear.sound(stopped + 0.5, time.perf_counter())) < 0.001


def test_a_bad_file_is_one_sentence_and_the_program_goes_on(
    tmp_path: Path, ear, own_voice: None
) -> None:
    bad = tmp_path / "poster.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 not really")
    with visiting(tmp_path, str(bad)) as visit:
        visit.transcript.expect("poster.jpg is damaged or not complete.")
        before = len(visit.transcript.said())
        visit.press("F2")
        visit.transcript.expect("No picture yet.", before)
        assert visit.program.poll() is None
