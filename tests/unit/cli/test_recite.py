"""``recite``: poems for a picture, for reading and for programs."""

import wave

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.library.store import Library
from tests.unit.cli.conftest import Run


def test_the_best_poem_comes_first_with_title_author_and_lines(library, green_picture):
    run = Run("recite", green_picture, "--top", 1)
    assert run.code == 0
    assert run.result == "1. Green, by Ann Writer\n\nA green field,\na green hill.\n\n"


def test_stanzas_stay_apart(library, green_picture):
    assert "the red, red door\n\nstands open." in Run("recite", green_picture).result


def test_a_poem_without_title_goes_by_its_first_line(library, green_picture):
    assert "Blue upon blue, by Ann Writer" in Run("recite", green_picture).result


def test_the_document_has_the_promised_shape(library, green_picture):
    run = Run("recite", green_picture, "--top", 2, "--json")
    document = run.document
    assert document["picture"] == {
        "path": str(green_picture),
        "width": 60,
        "height": 40,
        "title": "",
        "artist": "",
    }
    assert document["bundle"] == "colours"
    assert list(document["seconds"]) == ["load", "decode", "encode", "search", "rerank"]
    assert all(took >= 0 for took in document["seconds"].values())
    assert [match["rank"] for match in document["matches"]] == [1, 2]
    best = document["matches"][0]
    assert best["strength"] == "strong match"
    assert best["score"] > document["matches"][1]["score"]
    assert best["poem"] == {
        "id": "green",
        "title": "Green",
        "author": "Ann Writer",
        "lines": ["A green field,", "a green hill."],
    }


def test_more_poems_than_there_are_gives_all(library, green_picture):
    assert len(Run("recite", green_picture, "--top", 99, "--json").document["matches"]) == 3


@pytest.mark.parametrize(
    "words", [["--top", "0"], ["--top", "-3"], ["--top", "many"], ["--loud"]]
)
def test_words_that_make_no_sense_are_answered_by_one_sentence(green_picture, words):
    run = Run("recite", green_picture, *words)
    assert (run.code, run.result) == (2, "")
    assert run.notes.count("\n") == 1
    assert "ekphrasis" in run.notes


@pytest.mark.parametrize("json", [[], ["--json"]])
def test_a_missing_picture_is_one_sentence_and_no_result(library, tmp_path, json):
    run = Run("recite", tmp_path / "gone.png", *json)
    assert (run.code, run.result) == (2, "")
    assert run.notes.startswith("There is no file gone.png.")
    assert run.notes.count("\n") == 1


def test_a_missing_model_is_our_fault(home, green_picture, monkeypatch):
    Library.open(folders.library_path()).close()
    monkeypatch.setattr("ekphrasis_app.app.folders.project_folder", lambda: home)
    run = Run("recite", green_picture, "--json")
    assert (run.code, run.result) == (1, "")
    assert "bundle" in run.notes


def test_settings_that_made_no_sense_are_mentioned(library, home, green_picture):
    (home / "settings.json").write_text("nonsense")
    run = Run("recite", green_picture, "--json")
    assert run.document["matches"]
    assert "settings" in run.notes.lower()


def test_poems_are_written_to_a_sound_file(library, green_picture, tmp_path):
    target = tmp_path / "poems.wav"
    run = Run("recite", green_picture, "--top", 1, "--json", "--wav", target)
    assert run.code == 0
    assert run.document["matches"]
    assert run.notes == f"The poems are in {target}.\n"
    with wave.open(str(target)) as sound:
        assert sound.getnframes() / sound.getframerate() > 3


@pytest.mark.parametrize("place", ["", "no such folder/poems.wav"])
def test_a_place_where_no_sound_file_can_be_is_refused_before_any_work(
    library, green_picture, tmp_path, place
):
    run = Run("recite", green_picture, "--wav", tmp_path / place)
    assert (run.code, run.result) == (2, "")


def test_poems_are_printed_before_they_are_spoken(library, green_picture, monkeypatch):
    spoken = []
    monkeypatch.setattr(
        "ekphrasis_app.app.aloud.read_aloud", lambda poems, *rest: spoken.extend(poems)
    )
    run = Run("recite", green_picture, "--top", 2, "--speak")
    assert run.code == 0
    assert [poem.heading in run.result for poem in spoken] == [True, True]


def test_where_speaking_fails_the_poems_are_printed_all_the_same(
    library, green_picture, monkeypatch
):
    def silent(*_):
        raise SpeechProblem("No voice works.")

    monkeypatch.setattr("ekphrasis_app.app.aloud.read_aloud", silent)
    run = Run("recite", green_picture, "--speak")
    assert (run.code, run.notes) == (1, "No voice works.\n")
    assert "A green field," in run.result
    assert Run("recite", green_picture, "--speak", "--json").result == ""


def test_speaking_writing_and_silence_exclude_each_other(green_picture):
    assert Run("recite", green_picture, "--speak", "--silent").code == 2
