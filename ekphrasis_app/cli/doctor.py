"""``doctor``: what works here and what does not."""

import argparse
from dataclasses import asdict

from ekphrasis_app.cli.arguments import Commands, add_command
from ekphrasis_app.cli.output import Output


def add(commands: Commands) -> None:
    """Declare the command."""
    command = add_command(
        commands, "doctor", run, "Say what works on this computer, and what to do if not."
    )
    command.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace, output: Output) -> int:
    """Print a line for each part as it is looked at."""
    from ekphrasis_app.app.doctor import OPTIONAL, examine
    from ekphrasis_app.app.recite import own_settings

    findings = {}
    for name, finding in examine(own_settings()):
        findings[name] = finding
        if not arguments.json:
            verdict = "works" if finding.works else "does not work"
            if name in OPTIONAL:
                verdict = "there" if finding.works else "not there"
            told = f"{name.replace('_', ' ').capitalize()}: {verdict}. {finding.found}"
            output.line(f"{told} {finding.advice}".strip())
            output.flush()
    if arguments.json:
        works = all(found.works for name, found in findings.items() if name not in OPTIONAL)
        checks = {name: asdict(finding) for name, finding in findings.items()}
        output.document({"works": works, "checks": checks})
    return 0
