"""Run as a program: is killed many times while it writes to a library, and checks it.

Each round forks a child that writes batches as fast as it can and is killed a moment
later. Prints how many batches all rounds together have written.
"""

import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

from ekphrasis_app.library.store import Library
from tests.unit.library.poems import encoding, poem

ROUNDS = 60
BATCH = 7


def write_for_ever(path: Path, round_number: int) -> None:
    library = Library.open(path)
    batch = 0
    while True:
        author = f"{round_number} {batch}"
        poems = [poem(number, author) for number in range(BATCH)]
        library.add(poems)
        library.save_encodings("f", [(one.id, encoding(1)) for one in poems])
        library.kept.set_state("last", author)
        batch += 1


def check(path: Path) -> int:
    """Every batch is there whole or not at all, and nothing that was finished is lost."""
    with Library.open(path) as library:
        encoded = set(library.encodings("f")[0])
        batches: dict[str, list[bool]] = {}
        for one in library.poems():
            batches.setdefault(one.author, []).append(one.id in encoded)
        last = library.kept.state("last")
    for author, marks in batches.items():
        assert len(marks) == BATCH, f"batch {author} is in part"
        assert all(marks) or not any(marks), f"batch {author} is encoded in part"
    assert last is None or all(batches[last])
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    return len(batches)


def main(path: Path) -> None:
    moment = random.Random(7)
    for round_number in range(ROUNDS):
        child = os.fork()
        if child == 0:
            write_for_ever(path, round_number)
        time.sleep(moment.uniform(0.001, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        written = check(path)
    print(written)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
