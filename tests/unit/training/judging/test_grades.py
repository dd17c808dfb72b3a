"""Grades: all there and right, or one sentence about the first that is not."""

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.judging.grades import blank, read_grades
from tests.fakes.judging import sheet

KEY = sheet(pictures=1, top=1, controls=1)


def graded(folder, text, encoding="utf-8"):
    (folder / "grades.csv").write_text(text, encoding=encoding)
    return read_grades(folder, KEY)


def test_every_grade_is_read(tmp_path):
    assert graded(tmp_path, "picture,poem,grade\n1,1,0\n1,2,3\n") == {(1, 1): 0, (1, 2): 3}


def test_what_spreadsheets_make_of_it_is_read_as_well(tmp_path):
    text = "picture;poem;grade;remark\r\n1;2; 3;lovely, really\r\n1;1;0;\r\n;;;\r\n"
    assert graded(tmp_path, text, "utf-8-sig") == {(1, 1): 0, (1, 2): 3}


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("1,1,4\n1,2,0", "Poem 1 of picture 1 has the grade 4, not 0, 1, 2 or 3."),
        ("1,1,good", "Poem 1 of picture 1 has the grade good, not 0, 1, 2 or 3."),
        ("1,1,-1", "Poem 1 of picture 1 has the grade -1, not 0, 1, 2 or 3."),
        ("1,1,1\n1,1,1", "Poem 1 of picture 1 is graded twice."),
        ("1,1,1\n1,3,1", "Poem 3 of picture 1 is not on the sheet."),
        ("1,1,1\nlake,2,1", "The line lake,2,1 names no picture and poem."),
        ("1,1,1\n1,2,", "1 of 2 grades are missing, first that of poem 2 of picture 1."),
        ("", "2 of 2 grades are missing, first that of poem 1 of picture 1."),
    ],
)
def test_the_first_thing_wrong_is_told(tmp_path, lines, sentence):
    with pytest.raises(InputProblem) as problem:
        graded(tmp_path, f"picture,poem,grade\n{lines}\n")
    assert str(problem.value) == f"{sentence} Correct it in {tmp_path / 'grades.csv'}."


def test_a_file_without_its_first_line_is_refused(tmp_path):
    with pytest.raises(InputProblem, match="first line is not picture,poem,grade"):
        graded(tmp_path, "1,1,0\n1,2,3\n")


def test_an_ungraded_sheet_is_all_missing(tmp_path):
    with pytest.raises(InputProblem, match="2 of 2 grades are missing"):
        graded(tmp_path, blank(KEY))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputProblem, match=r"grades\.csv cannot be read"):
        read_grades(tmp_path, KEY)
