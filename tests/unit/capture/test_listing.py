"""Listing a folder: pictures and folders by name, and nothing else."""

import pytest

from ekphrasis_app.capture.listing import pictures_and_folders
from ekphrasis_app.domain.errors import InputProblem


def test_pictures_and_folders_come_by_name_and_hidden_ones_not_at_all(tmp_path):
    for name in ("b.PNG", "A.jpg", ".c.png", "notes.txt"):
        (tmp_path / name).write_text("")
    for name in ("folder.png", ".hidden"):
        (tmp_path / name).mkdir()
    pictures, folders = pictures_and_folders(tmp_path)
    assert [path.name for path in pictures] == ["A.jpg", "b.PNG"]
    assert [path.name for path in folders] == ["folder.png"]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputProblem, match="The folder nowhere cannot be read"):
        pictures_and_folders(tmp_path / "nowhere")
