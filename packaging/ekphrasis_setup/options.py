"""The options of ``./ekphrasis setup``."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_OPTIONS: dict[str, dict[str, Any]] = {
    "--from": {
        "dest": "stick",
        "metavar": "FOLDER",
        "type": Path,
        "help": "look in this folder or USB stick for models and poems first",
    },
    "--with": {
        "dest": "extras",
        "metavar": "NAME",
        "action": "append",
        "default": [],
        "help": "also fetch this optional entry of a manifest",
    },
    "--training": {
        "action": "store_true",
        "help": "also install what training needs (PyTorch)",
    },
    "--torch-index": {
        "metavar": "URL",
        "default": "",
        "help": "package index to take PyTorch from, for a build for the CPU",
    },
    "--without-system-packages": {
        "dest": "system",
        "action": "store_false",
        "help": "leave the system's packages alone",
    },
    "--missing": {
        "action": "store_true",
        "help": "only print the names of the system packages that are missing",
    },
}


def read_options(words: Sequence[str]) -> argparse.Namespace:
    """The options given. Ends the program with exit code 2 and a usage text on a wrong one."""
    parser = argparse.ArgumentParser(
        prog="./ekphrasis setup",
        description="Set up what is missing: system packages, Python packages, models, poems.",
    )
    for name, settings in _OPTIONS.items():
        parser.add_argument(name, **settings)
    return parser.parse_args(words)
