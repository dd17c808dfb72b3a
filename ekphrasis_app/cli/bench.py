"""``bench``: measured figures with their units."""

import argparse

from ekphrasis_app.cli.arguments import Commands, add_command
from ekphrasis_app.cli.output import Output


def add(commands: Commands) -> None:
    """Declare the command."""
    command = add_command(
        commands,
        "bench",
        run,
        "Measure how fast something is on this computer.",
        "Without a name it lists what can be measured.",
    )
    command.add_argument("name", metavar="NAME", nargs="?", help="what to measure")
    command.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace, output: Output) -> int:
    """Print figures as they are measured."""
    from ekphrasis_app.app import benchmarks

    if arguments.name is None:
        _list(benchmarks.names(), arguments.json, output)
        return 0
    figures = []
    for figure in benchmarks.figures(arguments.name):
        figures.append(figure)
        if not arguments.json:
            output.line(f"{figure.name}: {figure.value:.4g} {figure.unit}")
            output.flush()
    if arguments.json:
        shown = {f.name: {"value": f.value, "unit": f.unit} for f in figures}
        output.document({"bench": arguments.name, "figures": shown})
    return 0


def _list(names: list[str], json: bool, output: Output) -> None:
    if json:
        output.document({"benchmarks": names})
    for name in () if json else names:
        output.line(name)
