import os
import subprocess
import sys

import pytest

from tests.unit.library import killed_writer


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which this system has not")
def test_a_program_that_is_killed_while_it_writes_leaves_the_library_whole(tmp_path, project):
    run = subprocess.run(
        [sys.executable, "-m", killed_writer.__name__, str(tmp_path / "library.sqlite3")],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) >= killed_writer.ROUNDS, "too little was written to tell anything"
