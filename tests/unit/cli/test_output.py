"""What goes where on the terminal."""

import io
import itertools
import json

from ekphrasis_app.cli.output import LATEST, SOONEST, Output


def test_results_and_notes_go_different_ways():
    result, notes = io.StringIO(), io.StringIO()
    output = Output(result, notes)
    output.line("a poem")
    output.note("a remark")
    assert (result.getvalue(), notes.getvalue()) == ("a poem\n", "a remark\n")


def test_a_document_is_json_with_its_letters_as_they_are():
    result = io.StringIO()
    Output(result, io.StringIO()).document({"title": "Bäume"})
    assert json.loads(result.getvalue()) == {"title": "Bäume"}
    assert "Bäume" in result.getvalue()


def test_progress_is_told_now_and_then():
    now, notes = [0.0], io.StringIO()
    tell = Output(io.StringIO(), notes, lambda: now[0]).progress("Preparing poems")
    for done in range(1, 31):
        now[0] += SOONEST / 10
        tell(done, 30)
    assert notes.getvalue().splitlines() == [
        "Preparing poems: 10 of 30.",
        "Preparing poems: 20 of 30.",
        "Preparing poems: 30 of 30.",
    ]


def test_short_work_is_not_talked_about():
    notes = io.StringIO()
    Output(io.StringIO(), notes, lambda: 0.0).progress("Preparing poems")(1, 1)
    assert notes.getvalue() == ""


def test_long_work_is_talked_about_less_and_less():
    now, notes = [0.0], io.StringIO()
    tell = Output(io.StringIO(), notes, lambda: now[0]).progress("Preparing poems")
    for second in range(1, 601):
        now[0] = second
        tell(second, 600)
    told = [int(line.split()[2]) for line in notes.getvalue().splitlines()]
    gaps = [later - earlier for earlier, later in itertools.pairwise(told)]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (SOONEST, LATEST)
    assert len(told) < 30
