"""Settings take effect at once, are saved whole, and never lost."""

import json
from pathlib import Path

import pytest

from ekphrasis_app.domain.errors import SettingsProblem
from ekphrasis_app.settings import BY_KEY, SETTINGS, VERSION, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_every_default_is_a_value_that_the_setting_takes() -> None:
    assert len(BY_KEY) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.accepts(setting.default), setting.key
        assert setting.name, setting.key
        assert setting.explanation.endswith("."), setting.key


def test_a_change_is_told_saved_and_there_at_the_next_start(path: Path) -> None:
    settings, told = Settings(path), []
    settings.watch(told.append)
    settings.set("rate", 120)
    settings.set("rate", 120)
    assert told == ["rate"]
    assert Settings(path).number("rate") == 120


@pytest.mark.parametrize(
    ("key", "value"), [("rate", 5), ("rate", "fast"), ("theme", "pink"), ("cues", 1)]
)
def test_a_value_that_makes_no_sense_is_refused(key: str, value: object) -> None:
    settings = Settings()
    with pytest.raises(ValueError, match=key):
        settings.set(key, value)
    assert settings[key] == BY_KEY[key].default


@pytest.mark.parametrize(
    "content",
    ["", "not json", "[]", '{"version": 1}', '{"version": "x", "values": {}}'],
)
def test_nonsense_is_set_aside_said_and_kept(path: Path, content: str) -> None:
    path.write_text(content)
    settings = Settings(path)
    assert "set aside as settings.json.old-1" in settings.said
    assert path.with_name("settings.json.old-1").read_text() == content
    assert settings.number("rate") == 100


def test_a_newer_file_is_set_aside_and_not_overwritten(path: Path) -> None:
    newer = json.dumps({"version": VERSION + 1, "values": {"rate": 200}})
    path.write_text(newer)
    settings = Settings(path)
    settings.set("rate", 150)
    assert settings.said.startswith("The settings file is from a newer version.")
    assert path.with_name("settings.json.old-1").read_text() == newer


def test_single_odd_values_are_left_out_and_the_rest_is_in_force(path: Path) -> None:
    path.write_text(
        json.dumps({"version": VERSION, "values": {"rate": 150, "theme": "pink", "new": 1}})
    )
    settings = Settings(path)
    assert settings.number("rate") == 150
    assert settings.text("theme") == "system"
    assert settings.said.startswith("Some settings made no sense.")
    assert path.with_name("settings.json.old-1").exists()


def test_a_disk_that_takes_nothing_is_said_and_the_value_holds(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings = Settings(in_the_way / "settings.json")
    with pytest.raises(SettingsProblem, match="could not be saved"):
        settings.set("rate", 120)
    assert settings.number("rate") == 120


def test_a_reset_that_cannot_be_saved_is_said_and_holds_as_a_whole(path: Path) -> None:
    settings = Settings(path)
    settings.set("rate", 120)
    settings.set("theme", "dark")
    path.unlink()
    path.mkdir()
    with pytest.raises(SettingsProblem, match="could not be saved"):
        settings.reset()
    assert (settings.number("rate"), settings.text("theme")) == (100, "system")


def test_reset_by_page_leaves_the_other_pages(path: Path) -> None:
    settings = Settings(path)
    settings.set("rate", 120)
    settings.set("theme", "dark")
    settings.reset("Voice")
    assert settings.number("rate") == 100
    assert settings.text("theme") == "dark"
    settings.reset()
    assert settings.text("theme") == "system"


@pytest.mark.parametrize(
    ("key", "value", "spoken"),
    [
        ("cues", True, "on"),
        ("rate", 120, "120 percent"),
        ("theme", "dark", "light on dark grey"),
    ],
)
def test_values_are_said_in_words(key: str, value: object, spoken: str) -> None:
    assert BY_KEY[key].spoken(value) == spoken
