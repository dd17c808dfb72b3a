"""How much memory the largest pictures take, and the whole path to the poems."""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from ekphrasis_app.app.benchmarks import Figure
from ekphrasis_app.domain.errors import Problem

# Not getrusage: what it tells of a child begins with the peak of its parent.
PEAK = "print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
DECODE = """
import sys, pathlib
from ekphrasis_app.capture.decode import decode_file
decode_file(pathlib.Path(sys.argv[1]))
"""
RECITE = """
import sys, pathlib
from ekphrasis_app.cli.main import main
code = main(["recite", sys.argv[1], "--silent"])
if code: sys.exit(code)
"""


def figures():
    if sys.platform != "linux":
        raise Problem("Memory is measured on Linux only.")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, kind in (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WebP")):
            picture = Path(folder) / f"large.{suffix}"
            Image.new("RGB", (10_000, 10_000), (90, 120, 30)).save(picture)
            yield Figure(f"reading 100 megapixels of {kind}", _peak(DECODE, picture), "MB")
        picture = Path(folder) / "usual.jpg"
        Image.effect_noise((1200, 800), 90).convert("RGB").save(picture)
        yield Figure("poems for a picture", _peak(RECITE, picture), "MB")


def _peak(code, picture):
    """Resident memory at its highest, of a process that runs ``code`` on the picture."""
    run = subprocess.run(
        [sys.executable, "-c", code + PEAK, str(picture)], capture_output=True, text=True
    )
    if run.returncode:
        why = run.stderr.strip() or f"it ended with {run.returncode}"
        raise Problem("This cannot be measured here: {why}", why=why)
    return int(run.stdout.split()[-1]) / 1024
