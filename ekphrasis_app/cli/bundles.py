"""``bundle list|install|import|verify|remove|use``: the models on this computer."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekphrasis_app.cli.arguments import Commands, Run, add_command, add_group
from ekphrasis_app.cli.output import Output

if TYPE_CHECKING:
    from ekphrasis_app.models.bundles import Installed

MEGABYTE = 1_000_000


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = add_group(commands, "bundle", "See and change the models on this computer.")
    _add(group, "list", run_list, "List the models.")
    installing = _add(group, "install", run_install, "Fetch a model over the network.", "NAME")
    installing.add_argument(
        "--source", metavar="WHO", default="", help="whose weights, where there are several"
    )
    installing.add_argument(
        "--sha256", metavar="HASH", default="", help="insist on this hash of the weights"
    )
    importing = _add(
        group, "import", run_import, "Take in a model from a file or folder.", "PATH"
    )
    importing.add_argument("--name", default="", help="what to call it here")
    importing.add_argument("--source", metavar="WHO", default="", help="whose weights they are")
    _add(group, "verify", run_verify, "Check that a model is complete and unaltered.", "NAME")
    _add(group, "remove", run_remove, "Delete a model of your own.", "NAME")
    _add(group, "use", run_use, "Choose the model that finds the poems.", "NAME")


def _add(
    group: Commands, name: str, run: Run, summary: str, target: str = ""
) -> argparse.ArgumentParser:
    command = add_command(group, name, run, summary)
    if target:
        what = "file or folder" if target == "PATH" else "name of the model"
        command.add_argument("target", metavar=target, help=what)
    command.add_argument("--json", action="store_true", help="print one JSON document")
    return command


def run_list(arguments: argparse.Namespace, output: Output) -> int:
    """Print a line for each bundle, and which one is in use."""
    from ekphrasis_app.app import shelf
    from ekphrasis_app.app.recite import own_settings

    used = own_settings().text(shelf.IN_USE)
    found = shelf.installed()
    if arguments.json:
        output.document({"in_use": used, "bundles": [_document(bundle) for bundle in found]})
        return 0
    for bundle in found:
        output.line(f"{_sentence(bundle)}{', in use' if bundle.name == used else ''}.")
    return 0


def run_install(arguments: argparse.Namespace, output: Output) -> int:
    """Fetch, check and set up a bundle."""
    from ekphrasis_app.app import shelf

    progress = output.progress("Fetching, in bytes")
    bundle = shelf.install(arguments.target, progress, arguments.source, arguments.sha256)
    return _told(bundle, "is installed", arguments, output)


def run_import(arguments: argparse.Namespace, output: Output) -> int:
    """Copy a bundle, or make one from weights."""
    from ekphrasis_app.app import shelf

    bundle = shelf.take_in(Path(arguments.target), arguments.name, arguments.source)
    return _told(bundle, "is installed", arguments, output)


def run_verify(arguments: argparse.Namespace, output: Output) -> int:
    """Check every part's hash."""
    from ekphrasis_app.app import shelf

    return _told(shelf.verify(arguments.target), "is complete and unaltered", arguments, output)


def run_remove(arguments: argparse.Namespace, output: Output) -> int:
    """Delete a bundle; the usual one first takes over from it if it is in use."""
    from ekphrasis_app.app import shelf
    from ekphrasis_app.app.recite import own_settings

    name = shelf.removable(arguments.target).name
    if other := shelf.fall_back(name, own_settings()):
        output.note(f"{other} finds the poems from now on.")
    bundle = shelf.delete(name)
    return _told(bundle, "was removed", arguments, output)


def run_use(arguments: argparse.Namespace, output: Output) -> int:
    """Make a bundle the one in use."""
    from ekphrasis_app.app import shelf
    from ekphrasis_app.app.recite import own_settings

    bundle = shelf.use(arguments.target, own_settings())
    return _told(bundle, "is in use", arguments, output)


def _told(bundle: "Installed", what: str, arguments: argparse.Namespace, output: Output) -> int:
    if arguments.json:
        output.document(_document(bundle))
    else:
        output.line(f"{bundle.name} {what}.")
    return 0


def _sentence(bundle: "Installed") -> str:
    if bundle.trouble:
        return f"{bundle.name}: {bundle.trouble}".rstrip(".")
    whose = "your own" if bundle.own else "of the program"
    return (
        f"{bundle.name}, version {bundle.version}, {whose},"
        f" {bundle.size / MEGABYTE:.0f} megabytes"
    )


def _document(bundle: "Installed") -> dict[str, Any]:
    return {
        "name": bundle.name,
        "version": bundle.version,
        "kind": bundle.kind,
        "path": str(bundle.folder),
        "own": bundle.own,
        "bytes": bundle.size,
        "trouble": str(bundle.trouble or ""),
    }
