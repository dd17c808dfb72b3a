"""Run another program, keep what it prints in the log, and pass on what is worth hearing."""

import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_HEARTBEAT_SECONDS = 30.0


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit code and all that it printed."""

    code: int
    output: str


def run(
    words: Sequence[str],
    log: Path,
    on_line: Callable[[str], None] = lambda line: None,
    on_silence: Callable[[int], None] = lambda seconds: None,
    env: dict[str, str] | None = None,
) -> Outcome:
    """Run ``words`` to the end.

    ``on_line`` gets each line it prints; ``on_silence`` the seconds so far, twice a minute.
    Raises ``OSError`` if the program cannot be started.
    """
    ended = threading.Event()
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=env,
    ) as process:
        watch = threading.Thread(target=_watch, args=(ended, on_silence), daemon=True)
        watch.start()
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            on_line(line.strip())
    ended.set()
    _append(log, f"$ {' '.join(words)}\n{''.join(lines)}")
    return Outcome(process.returncode, "".join(lines))


def _watch(ended: threading.Event, on_silence: Callable[[int], None]) -> None:
    beats = 0
    while not ended.wait(_HEARTBEAT_SECONDS):
        beats += 1
        on_silence(int(beats * _HEARTBEAT_SECONDS))


def _append(log: Path, text: str) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as out:
        out.write(text + "\n")
