"""The system packages that Ekphrasis needs on Debian and Ubuntu, and what each is for.

The first name of a package is tried first; the others are its names in other releases.
"""

import importlib.util
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """Packages that serve one purpose, each with its alternative names."""

    purpose: str
    packages: tuple[tuple[str, ...], ...]


def _need(purpose: str, *packages: str | tuple[str, ...]) -> Need:
    return Need(purpose, tuple((p,) if isinstance(p, str) else p for p in packages))


_WINDOW = _need(
    "to draw the window",
    ("libglib2.0-0t64", "libglib2.0-0"),
    "libegl1",
    "libgl1",
    "libfontconfig1",
    "libdbus-1-3",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "fonts-dejavu-core",
)
_VOICE = _need(
    "to speak and to play sound",
    ("libportaudio2", "libportaudio2t64"),
    "libasound2-plugins",
    "libespeak-ng1",
)
_TESTS = _need(
    "to test with a screen, a screen reader and recorded sound",
    "xvfb",
    "xauth",
    "dbus",
    "at-spi2-core",
    "gir1.2-atspi-2.0",
    "orca",
    "openbox",
    "xdotool",
    "pulseaudio",
    "pulseaudio-utils",
    "sox",
)


def needs(for_tests: bool) -> tuple[Need, ...]:
    """What this machine's packages are needed for, in the order to say it."""
    return (*_python_needs(), _WINDOW, _VOICE, *((_TESTS,) if for_tests else ()))


def _python_needs() -> tuple[Need, ...]:
    """Debian takes ``ensurepip`` out of Python and puts it into a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return ()
    this = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return (_need("to make the virtual environment", (this, "python3-venv")),)
