"""Commands: done, or refused with the reason, and never the end of the app."""

import pytest

from ekphrasis_app.app.actions import Actions, choose_setting, next_choice, step_setting
from ekphrasis_app.domain.errors import PictureProblem
from ekphrasis_app.settings import Settings
from tests.fakes.app import HeardAnnouncer


@pytest.fixture
def announcer():
    return HeardAnnouncer()


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


def test_a_command_that_is_not_available_says_why_and_does_nothing(announcer):
    done = []
    actions = Actions(announcer, announcer.heard.append)
    actions.bind("read", lambda: done.append("read"), lambda: "There is no poem yet.")
    actions.run("read")
    assert (done, announcer.heard) == ([], ["There is no poem yet."])


@pytest.mark.parametrize("error", [PictureProblem("It is gone."), RuntimeError("a bug")])
def test_an_error_is_explained_and_the_app_goes_on(announcer, error):
    explained = []

    def fail():
        raise error

    actions = Actions(announcer, explained.append)
    actions.bind("read", fail)
    actions.run("read")
    assert explained == [error]


def test_a_command_is_bound_once(announcer):
    actions = Actions(announcer, announcer.heard.append)
    actions.bind("read", lambda: None)
    with pytest.raises(AssertionError):
        actions.bind("read", lambda: None)
    assert "read" not in actions.unbound()
    assert "open" in actions.unbound()


def test_a_number_steps_and_says_itself_and_stops_at_its_limits(announcer, settings):
    step_setting(settings, announcer, "rate", 1)
    assert announcer.heard == ["Rate: 110 percent"]
    for _ in range(99):
        step_setting(settings, announcer, "rate", 1)
    assert settings.number("rate") == 600
    assert announcer.heard[-1] == "Rate: 600 percent"


def test_choices_go_round_and_leave_out_what_is_not_wanted(announcer, settings):
    for _ in range(4):
        next_choice(settings, announcer, "reader", {"ask"})
    assert announcer.heard == [
        "Who reads: own voice",
        "Who reads: my screen reader",
        "Who reads: screen reader for the window, own voice for the poems",
        "Who reads: own voice",
    ]


def test_a_setting_that_cannot_be_saved_holds_and_is_said(announcer, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings = Settings(tmp_path / "file" / "settings.json")
    with pytest.raises(Exception, match="could not be saved"):
        choose_setting(settings, announcer, "rate", 200)
    assert settings.number("rate") == 200
    assert announcer.heard == ["Rate: 200 percent"]
