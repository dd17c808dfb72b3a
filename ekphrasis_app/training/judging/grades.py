"""The grades of a sheet: a table with a line for each poem of each picture."""

import csv
from collections.abc import Mapping
from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.judging.key import Key

FILE = "grades.csv"
HEADINGS = ["picture", "poem", "grade"]
WORDS = ("does not fit", "a word or a mood in common", "fits", "fits well")
"""What the grades 0 to 3 mean."""
FITS = 2
"""The least grade of a poem that fits."""

Place = tuple[int, int]
"""The numbers of a picture and a poem on the sheet, from 1."""


def blank(key: Key) -> str:
    """The file with all grades left open."""
    rows = [",".join(HEADINGS), *(f"{picture},{poem}," for picture, poem in key.places())]
    return "\n".join(rows) + "\n"


def read_grades(folder: Path, key: Key) -> Mapping[Place, int]:
    """A grade for every poem on the sheet; ``InputProblem`` for the first thing wrong."""
    path = folder / FILE
    found: dict[Place, int] = {}
    wanted = list(key.places())
    for row in _rows(path):
        place = _place(row, wanted, path)
        grade = row[2].strip() if len(row) > 2 else ""
        if not grade:
            continue
        if grade not in map(str, range(len(WORDS))):
            raise _wrong(f"{_name(place)} has the grade {grade}, not 0, 1, 2 or 3", path)
        if place in found:
            raise _wrong(f"{_name(place)} is graded twice", path)
        found[place] = int(grade)
    missing = [place for place in wanted if place not in found]
    if missing:
        count = f"{len(missing)} of {len(wanted)} grades are missing"
        raise _wrong(f"{count}, first that of {_name(missing[0])}", path)
    return found


def _rows(path: Path) -> list[list[str]]:
    try:
        # A spreadsheet may have put its mark at the beginning, or semicolons for commas.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem("The grades {path} cannot be read.", path=path) from error
    head, *lines = text.splitlines() or [""]
    mark = ";" if ";" in head else ","
    if [word.strip() for word in head.split(mark)][:3] != HEADINGS:
        raise _wrong(f"The first line is not {','.join(HEADINGS)}", path)
    return [row for row in csv.reader(lines, delimiter=mark) if any(map(str.strip, row))]


def _place(row: list[str], wanted: list[Place], path: Path) -> Place:
    try:
        place = (int(row[0]), int(row[1]))
    except (ValueError, IndexError) as error:
        raise _wrong(f"The line {','.join(row)} names no picture and poem", path) from error
    if place not in wanted:
        raise _wrong(f"{_name(place)} is not on the sheet", path)
    return place


def _name(place: Place) -> str:
    picture, poem = place
    return f"poem {poem} of picture {picture}"


def _wrong(what: str, path: Path) -> InputProblem:
    return InputProblem(
        "{what}.", "Correct it in {path}.", what=what[0].upper() + what[1:], path=path
    )
