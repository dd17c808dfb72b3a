"""Large text that was chosen is there at the next start, on a real screen.

A window takes the platform's font when it is first shown, which the tests of the pages,
without a screen, cannot see.
"""

import json
import subprocess
import sys

import pytest

from ekphrasis_app.app import folders
from ekphrasis_app.settings import VERSION
from tests.e2e.visit import missing_for_a_window, screen_of_its_own

pytestmark = pytest.mark.screen


def heights_at(size, home, environment):
    """How high the letters of each part are where ``size`` percent was saved."""
    values = {"reader": "own", "engine": "silent", "text_size": size}
    (home / "settings.json").write_text(json.dumps({"version": VERSION, "values": values}))
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.e2e.text_heights"]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_text_size_that_was_saved_is_that_of_the_whole_window_at_the_start(home):
    if missing := missing_for_a_window():
        pytest.skip(f"needs the program {missing}")
    if not folders.starter_library().exists():
        pytest.skip("needs the starter library, which set-up prepares")
    with screen_of_its_own() as environment:
        usual = heights_at(100, home, environment)
        large = heights_at(300, home, environment)
    assert large.pop("whole button") > 1.4 * usual.pop("whole button"), "a button has margins"
    too_small = {part: large[part] for part in usual if large[part] < 2.8 * usual[part]}
    assert too_small == {}
