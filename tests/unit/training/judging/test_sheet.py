"""The sheet: it shows everything and tells nothing, and is there whole or not at all."""

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.judging.key import read_key
from ekphrasis_app.training.judging.sheet import sheet_markdown, write_sheet
from tests.fakes.judging import sheet

KEY = sheet()
SMALL = [b"one", b"two"]


def test_every_picture_and_poem_is_on_it_by_number():
    text = sheet_markdown(KEY)
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Picture 1: Picture 1 by Bo, 1901",
        "## Picture 2: Picture 2 by Bo, 1901",
    ]
    assert "![Picture 2 by Bo, 1901](pictures/02.jpg)" in text
    assert text.count("\n### Poem 4: ") == 2
    assert "    The kettle sings,\n    and boils.\n\n    Then tea.\n" in text


def test_it_does_not_tell_which_poems_were_found(tmp_path):
    shuffled = sheet_markdown(KEY)
    for words in ("rank", "score", "0.5", "starter"):
        assert words not in shuffled.lower()


def test_the_folder_holds_sheet_pictures_open_grades_and_the_key_apart(tmp_path):
    write_sheet(KEY, SMALL, tmp_path / "new" / "sheet")
    made = tmp_path / "new" / "sheet"
    assert sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()) == [
        "grades.csv",
        "key.json",
        "pictures/01.jpg",
        "pictures/02.jpg",
        "sheet.md",
    ]
    assert (made / "pictures" / "02.jpg").read_bytes() == b"two"
    assert (made / "grades.csv").read_text().splitlines()[:3] == [
        "picture,poem,grade",
        "1,1,",
        "1,2,",
    ]
    assert read_key(made) == KEY


def test_it_never_goes_over_grades_or_anything_else(tmp_path):
    (tmp_path / "grades.csv").write_text("1,1,3")
    with pytest.raises(InputProblem, match=r"something in .* already"):
        write_sheet(KEY, SMALL, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


def test_what_fails_half_way_leaves_nothing(tmp_path):
    with pytest.raises(ValueError, match="zip"):
        write_sheet(KEY, SMALL[:1], tmp_path / "sheet")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputProblem, match=r"could not be written to .*file/sheet"):
        write_sheet(KEY, SMALL, tmp_path / "file" / "sheet")


def test_a_folder_without_a_sheet_is_told_so(tmp_path):
    with pytest.raises(InputProblem, match="There is no sheet in"):
        read_key(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "damaged"),
        ("[]", "damaged"),
        ('{"format": 1}', "damaged"),
        ('{"format": 1, "pictures": [{}]}', "damaged"),
        ('{"format": 1, "pictures": [], "bundle": "b", "library": 1, "seed": 0}', "damaged"),
        ('{"format": 2}', "of another version"),
    ],
)
def test_a_key_that_cannot_be_used_is_told_so(tmp_path, text, sentence):
    (tmp_path / "key.json").write_text(text)
    with pytest.raises(InputProblem, match=sentence):
        read_key(tmp_path)
