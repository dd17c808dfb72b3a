"""What works on this computer, what does not, and what to do about it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ekphrasis_app.app import folders, log, screen_readers
from ekphrasis_app.app.home import open_library
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.ports import Manner
from ekphrasis_app.settings import Settings
from ekphrasis_app.wording import trn


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the program: whether it works, what was found, what to do if not."""

    works: bool
    found: str
    advice: str = ""


DEVICES = {
    "cuda": "the graphics card, by CUDA",
    "mps": "the graphics part of the processor, by Metal",
}
"""What networks can run on besides the processor."""

Look = Callable[[Settings], Finding]


def examine(
    settings: Settings, parts: Mapping[str, Look] | None = None
) -> Iterator[tuple[str, Finding]]:
    """Look at each part in turn; one that does not work holds up none of the others."""
    log.to_file()
    for name, look in (parts or PARTS).items():
        yield name, _finding(look, settings)


def _finding(look: Look, settings: Settings) -> Finding:
    try:
        return look(settings)
    except Problem as problem:
        texts = (problem.happened, problem.advice)
        filled = (t.format(**problem.values) if problem.values else t for t in texts)
        return Finding(False, *filled)
    except Exception as error:  # noqa: BLE001  the seam: a bug in one part is a finding
        path = log.write_down(error)
        return Finding(False, "Looking at it failed.", f"Details are in {path}.")


def _system(settings: Settings) -> Finding:
    """Set-up knows which system packages are needed, and looks without the network."""
    script = folders.project_folder() / "packaging" / "set_up.py"
    if sys.platform != "linux" or not script.is_file():
        return Finding(True, "No system packages are needed here.")
    answer = subprocess.run(
        [sys.executable, str(script), "setup", "--missing"],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        return Finding(False, "The system packages could not be looked at.", answer.stderr)
    names = " ".join(answer.stdout.split())
    if not names:
        return Finding(True, "No system package is missing.")
    return Finding(
        False,
        f"These system packages are missing: {names}.",
        f"Install them with: sudo apt-get install {names}",
    )


def _weights(settings: Settings) -> Finding:
    from ekphrasis_app.app import shelf

    name = shelf.usable(settings.text(shelf.IN_USE)).name
    return Finding(True, f"The model {name} is complete and unaltered.")


def _library(settings: Settings) -> Finding:
    with open_library() as library:
        count = library.count
    if count:
        return Finding(
            True, trn("The library has {n} poem.", "The library has {n} poems.", count)
        )
    return Finding(False, "The library is empty.", "Run set-up again, or add poems.")


def _device(settings: Settings) -> Finding:
    from ekphrasis_app.app import shelf
    from ekphrasis_app.models.bundle import device_of

    name = settings.text(shelf.IN_USE)
    device = device_of(folders.bundle_folder(name), folders.fetched_weights())
    cores = os.cpu_count() or 1
    where = DEVICES.get(device, f"the processor, which has {cores} cores")
    return Finding(True, f"The model {name} runs on {where}.")


def _voice(settings: Settings) -> Finding:
    """The voice has to make sound, not only to be there."""
    from ekphrasis_app.speech.registry import best_synthesiser

    synthesiser = best_synthesiser(settings.text("engine"))
    try:
        sound = synthesiser.synthesise("A poem.", Manner(), CancelToken())
        count = len(synthesiser.voices())
    finally:
        synthesiser.close()
    if not sound.samples.any():
        return Finding(
            False, f"{synthesiser.name} makes no sound.", "Install the package espeak-ng."
        )
    voices = trn("{n} voice", "{n} voices", count)
    return Finding(True, f"{synthesiser.name} speaks, with {voices}.")


def _sound(settings: Settings) -> Finding:
    from ekphrasis_app.audio.player import Player

    player = Player()
    try:
        player.open()
    finally:
        player.close()
    return Finding(True, "A sound output is there.")


def _camera(settings: Settings) -> Finding:
    advice = "This version takes pictures from files and from the clipboard."
    if sys.platform != "linux":
        return Finding(False, "Cameras are not looked for on this system.", advice)
    cameras = ", ".join(str(path) for path in sorted(Path("/dev").glob("video*")))
    if not cameras:
        return Finding(False, "No camera was found.", advice)
    return Finding(True, f"There is a camera: {cameras}.", advice)


def _screen_reader(settings: Settings) -> Finding:
    if running := screen_readers.running():
        return Finding(True, f"A screen reader seems to run: {running}.")
    return Finding(
        False, "No screen reader seems to run.", "The program's own voice reads everything."
    )


PARTS: dict[str, Look] = {
    "system": _system,
    "weights": _weights,
    "library": _library,
    "device": _device,
    "voice": _voice,
    "sound": _sound,
    "camera": _camera,
    "screen_reader": _screen_reader,
}

OPTIONAL = ("camera", "screen_reader")
"""Parts that nobody has to have."""
