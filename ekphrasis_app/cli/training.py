"""``train`` and ``evaluate``: making and measuring bundles."""

import argparse
from pathlib import Path
from typing import Any

from ekphrasis_app.cli.arguments import Commands, add_command, at_least_one
from ekphrasis_app.cli.output import Output

SPLITS = ("train", "val", "test", "all")
KINDS = ("painting", "photo", "clipart", "poem-pair")


def add(commands: Commands) -> None:
    """Declare the commands."""
    evaluating = add_command(
        commands,
        "evaluate",
        run_evaluate,
        "Measure how well a model finds the texts of pictures.",
        "A picture's rank is that of its best own text among all texts, or N of them.",
    )
    evaluating.add_argument("--bundle", metavar="NAME", default="starter", help="the model")
    evaluating.add_argument(
        "--pairs", metavar="FOLDER", type=Path, required=True, help="pictures with their texts"
    )
    evaluating.add_argument("--split", choices=SPLITS, default="test", help="default: test")
    evaluating.add_argument("--kind", choices=KINDS, default="", help="only this kind of pairs")
    evaluating.add_argument(
        "--pool", metavar="N", type=at_least_one, default=0, help="rank among N texts at random"
    )
    evaluating.add_argument("--seed", metavar="S", type=int, default=0, help="of the pools")
    evaluating.add_argument("--json", action="store_true", help="print one JSON document")


def run_evaluate(arguments: argparse.Namespace, output: Output) -> int:
    """Print the retrieval figures."""
    from ekphrasis_app.app import folders
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.models.bundle import open_bundle
    from ekphrasis_app.training.evaluation import evaluate
    from ekphrasis_app.training.pairs import read_pairs

    pairs = read_pairs(arguments.pairs, arguments.split, arguments.kind)
    report = evaluate(
        open_bundle(folders.bundle_folder(arguments.bundle), folders.fetched_weights()),
        arguments.pairs,
        pairs,
        decode_file,
        arguments.pool,
        arguments.seed,
        output.progress("Encoding pictures and texts"),
    ).as_dict()
    if arguments.json:
        output.document(report)
    else:
        _print(report, output)
    return 0


def _print(report: dict[str, Any], output: Output) -> None:
    output.line(f"{report['bundle']}: {report['pictures']} pictures, {report['texts']} texts.")
    for name, figures in (("Alone", report["bi_encoder"]), ("Re-ranked", report["reranked"])):
        if figures:
            shares = ", ".join(f"{figures[f'r{k}']:.1f} % in {k}" for k in (1, 5, 10, 20))
            output.line(
                f"{name}: {shares}; mean rank {figures['mean_rank']:.1f},"
                f" median {figures['median_rank']:.1f}."
            )
