"""Whether a screen reader seems to run: to be mentioned, never to be acted on silently."""

import subprocess
import sys
from pathlib import Path

SPI_GETSCREENREADER = 0x0046
"""Windows' question whether any screen reader runs."""


def running() -> str:
    """What to call the screen reader that seems to run, or nothing."""
    match sys.platform:
        case "win32":
            return _on_windows()
        case "darwin":
            return _on_mac()
    return _on_linux()


def _on_linux(processes: Path = Path("/proc")) -> str:
    names = [_name(file) for file in processes.glob("[0-9]*/comm")]
    return "Orca" if "orca" in names else ""


def _name(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # the program has ended meanwhile
        return ""


def _on_mac() -> str:
    found = subprocess.run(["pgrep", "-x", "VoiceOver"], capture_output=True, check=False)
    return "VoiceOver" if found.returncode == 0 else ""


def _on_windows() -> str:
    import ctypes

    on = ctypes.c_int(0)
    user32 = ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]
    user32.SystemParametersInfoW(SPI_GETSCREENREADER, 0, ctypes.byref(on), 0)
    return "a screen reader" if on.value else ""
