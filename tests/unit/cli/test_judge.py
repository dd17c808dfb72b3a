"""``judge``: a sheet to grade blind, and the report of what was graded."""

import csv
import json

import pytest
from PIL import Image

from ekphrasis_app.library.store import Library
from tests.unit.cli.conftest import Run, poem


@pytest.fixture
def pictures(tmp_path):
    """A red and a blue picture, of which one has a title."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, colour in (("red", (200, 10, 10)), ("blue", (10, 10, 200))):
        Image.new("RGB", (900, 600), colour).save(folder / f"{name}.png")
    listed = [{"file": "red.png", "title": "Red Square", "artist": "Ann", "year": "1915"}]
    (folder / "artworks.json").write_text(json.dumps(listed))
    return folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "sheet"


def sheet(pictures, out, *words):
    return Run("judge", "sheet", pictures, "--out", out, "--top", 1, "--controls", 2, *words)


def grade(out, found, control):
    """Grade as somebody would who has looked at the key."""
    key = json.loads((out / "key.json").read_text())
    with (out / "grades.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["picture", "poem", "grade"])
        for picture, shown in enumerate(key["pictures"], 1):
            for number, entry in enumerate(shown["poems"], 1):
                rows.writerow([picture, number, found if entry["rank"] else control])


def test_from_pictures_to_a_report(library, pictures, out):
    made = sheet(pictures, out)
    assert made.code == 0
    assert made.result.startswith(f"6 poems for 2 pictures are in {out / 'sheet.md'}.\n")
    text = (out / "sheet.md").read_text()
    assert "## Picture 1: blue\n" in text
    assert "## Picture 2: Red Square by Ann, 1915\n" in text
    with Image.open(out / "pictures" / "02.jpg") as small:
        assert small.size == (640, 427)
    grade(out, found=3, control=0)
    told = Run("judge", "report", out)
    assert told.code == 0
    assert "poems that fit: 2 of 2, 100.0 % [100.0, 100.0]; of the random" in told.result
    report = (out / "report.md").read_text()
    assert "1. **Red, by Ann Writer.** Grade 3, fits well. Score 0." in report
    assert (out / "report.html").exists()


def test_the_poems_found_are_those_that_recite_finds(library, pictures, out):
    sheet(pictures, out)
    key = json.loads((out / "key.json").read_text())
    found = [p["id"] for shown in key["pictures"] for p in shown["poems"] if p["rank"]]
    assert found == ["blue", "red"]
    assert key["bundle"].startswith("starter ")


def test_the_same_seed_gives_the_same_sheet(library, pictures, tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        sheet(pictures, tmp_path / name, "--seed", seed)
    one, same, other = ((tmp_path / name / "sheet.md").read_text() for name in "abc")
    assert one == same
    assert one != other


def test_a_sheet_is_not_made_over_another(library, pictures, out):
    sheet(pictures, out)
    again = sheet(pictures, out)
    assert (again.code, again.result) == (2, "")
    assert "There is something in" in again.notes


def test_a_library_of_its_own_can_be_named(library, pictures, out, tmp_path):
    with Library.open(tmp_path / "other.sqlite3") as other:
        other.add([poem("green"), poem("red")])
    words = ["--top", 1, "--controls", 1, "--library", tmp_path / "other.sqlite3"]
    assert Run("judge", "sheet", pictures, "--out", out, *words).code == 0
    assert json.loads((out / "key.json").read_text())["library"] == 2


def test_a_library_that_is_not_there_is_not_made(library, pictures, out, tmp_path):
    run = sheet(pictures, out, "--library", tmp_path / "nowhere.sqlite3")
    assert run.code == 2
    assert "There is no library" in run.notes
    assert not (tmp_path / "nowhere.sqlite3").exists()


def test_too_few_poems_leave_nothing_behind(library, pictures, out):
    run = Run("judge", "sheet", pictures, "--out", out)
    assert run.code == 2
    assert "too few poems for 10" in run.notes
    assert not out.exists()


def test_missing_grades_are_counted(library, pictures, out):
    sheet(pictures, out)
    run = Run("judge", "report", out)
    assert (run.code, run.result) == (2, "")
    assert run.notes.startswith("6 of 6 grades are missing")
    assert not (out / "report.md").exists()


def test_the_documents_have_the_promised_shapes(library, pictures, out):
    assert sheet(pictures, out, "--json").document == {
        "folder": str(out),
        "pictures": 2,
        "poems": 6,
    }
    grade(out, found=2, control=1)
    document = Run("judge", "report", out, "--json").document
    assert sorted(document) == ["bundle", "controls", "found", "ndcg", "ndcg_pictures", "top"]
    assert document["found"]["share"] == {"value": 100.0, "interval": [100.0, 100.0]}
    assert (document["controls"]["poems"], document["controls"]["fitting"]) == (4, 0)
