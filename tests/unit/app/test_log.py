"""The log: where bugs are written down."""

import logging

from ekphrasis_app.app import folders, log


def test_a_bug_is_written_down_with_its_traceback(home, warnings_logged):
    warnings_logged.expect("unexpected error")
    log.to_file()
    try:
        raise RuntimeError("the wheel came off")
    except RuntimeError as error:
        assert log.write_down(error) == folders.log_path()
    written = folders.log_path().read_text()
    assert "Traceback" in written
    assert "the wheel came off" in written


def test_each_line_is_written_once_however_often_the_log_is_opened(warnings_logged):
    warnings_logged.expect("odd")
    log.to_file()
    log.to_file()
    logging.getLogger("any").warning("odd")
    assert folders.log_path().read_text().count("odd") == 1


def test_without_room_for_a_log_the_program_goes_on(home, monkeypatch):
    (home / "taken").touch()
    monkeypatch.setenv("EKPHRASIS_HOME", str(home / "taken"))
    log.to_file()


def test_small_things_are_not_kept():
    log.to_file()
    logging.getLogger("any").info("a remark")
    assert folders.log_path().read_text() == ""
