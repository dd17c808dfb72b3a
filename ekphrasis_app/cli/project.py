"""``setup`` and ``test``: handed over to the set-up code, which needs nothing installed."""

import subprocess
import sys
from collections.abc import Sequence

from ekphrasis_app.cli.arguments import Commands
from ekphrasis_app.domain.errors import Problem

SUMMARIES = {
    "setup": "Set up what is missing, without starting anything.",
    "test": "Set up what is missing and run the tests.",
}


def add(commands: Commands) -> None:
    """Declare both, for the list of commands; ``hand_over`` does the work."""
    for name, summary in SUMMARIES.items():
        commands.add_parser(name, help=summary)


def hand_over(words: Sequence[str]) -> int:
    """Run the set-up code with these words to its end; returns its exit code."""
    from ekphrasis_app.app import folders

    script = folders.project_folder() / "packaging" / "set_up.py"
    if not script.is_file():
        raise Problem(
            "The set-up is not here: {script} is missing.",
            "Unpack or clone the whole project again.",
            script=script,
        )
    return subprocess.run([sys.executable, str(script), *words], check=False).returncode
