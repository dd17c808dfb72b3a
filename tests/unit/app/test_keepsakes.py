"""What is kept of a visit: favourites, notes, files, pictures seen."""

import wave
from datetime import UTC, datetime

import pytest

from ekphrasis_app.app.keepsakes import Keepsakes, free_path
from ekphrasis_app.app.sound_files import SoundFiles
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.library.kept import Visit
from ekphrasis_app.settings import Settings
from tests.fakes.people import HARBOUR, SNOW
from tests.unit.app.test_session import House


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.open()
    house.announcer.heard.clear()
    return house


@pytest.fixture
def keepsakes(house):
    return Keepsakes(house.session, house.library, house.announcer)


def test_a_favourite_comes_and_goes_by_the_same_command(house, keepsakes):
    keepsakes.toggle_favourite()
    assert [poem.id for poem in keepsakes.favourites()] == ["harbour"]
    keepsakes.toggle_favourite()
    assert keepsakes.favourites() == []
    assert house.announcer.heard == [
        "The Harbour Light by Ann Writer is a favourite now.",
        "The Harbour Light by Ann Writer is no longer a favourite.",
    ]


def test_a_note_is_kept_and_a_note_that_did_not_change_is_not_mentioned(house, keepsakes):
    keepsakes.set_note(HARBOUR, "read at dusk")
    keepsakes.set_note(HARBOUR, "read at dusk")
    assert keepsakes.note() == "read at dusk"
    keepsakes.set_note(HARBOUR, "")
    assert keepsakes.note() == ""
    assert house.announcer.heard == ["Note kept.", "Note removed."]


def test_a_poem_is_written_as_text_and_never_over_another_file(keepsakes, tmp_path):
    keepsakes.save_text(tmp_path)
    keepsakes.save_text(tmp_path)
    first = (tmp_path / "The Harbour Light.txt").read_text(encoding="utf-8")
    assert first.startswith("Title: The Harbour Light\nAuthor: Ann Writer\n")
    assert first.endswith(f"\n\n{HARBOUR.text}\n")
    assert (tmp_path / "The Harbour Light 2.txt").read_text(encoding="utf-8") == first


def test_a_folder_that_cannot_be_written_to_is_said(keepsakes, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputProblem, match="could not be written"):
        keepsakes.save_text(tmp_path / "file" / "folder")


def test_titles_make_harmless_file_names(tmp_path):
    assert free_path(tmp_path, SNOW, ".txt").name == "Snow on the wall.txt"


def test_a_picture_without_a_file_comes_back_as_its_poems(house, keepsakes):
    keepsakes.again(Visit("pasted", "", datetime.now(UTC), ("snow", "gone", "harbour")))
    assert [match.poem.id for match in house.session.state.matches] == ["snow", "harbour"]
    assert house.announcer.heard[-1] == (
        "Poem 1 of 2, Snow on the wall, Ben Maker, 2 lines, your choice: "
    ).rstrip(": ")


def test_a_poem_is_written_as_sound_with_progress(house, tmp_path):
    settings = Settings()
    settings.set("engine", "espeak")
    sounds = SoundFiles(house.session, house.jobs, house.announcer, settings)
    seen = []
    house.session.watch(lambda new, old: seen.append(new.progress))
    sounds.save_poem(tmp_path)
    house.wait(lambda state: state.task == "")
    if "The voice eSpeak NG is missing." in house.announcer.heard[-1]:
        pytest.skip("needs the library libespeak-ng1")
    with wave.open(str(tmp_path / "The Harbour Light.wav")) as sound:
        assert sound.getnframes() > sound.getframerate()
    assert house.announcer.heard[0] == "Writing the sound file."
    assert house.announcer.heard[-1].startswith("Saved as The Harbour Light.wav in ")
    assert 1.0 in seen
    assert sounds.give_up() is False
