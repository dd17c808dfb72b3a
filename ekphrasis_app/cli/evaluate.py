"""``evaluate``: how well bundles find the texts of pictures."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekphrasis_app.cli.arguments import Commands, add_command, at_least_one
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.pairs import KINDS, SPLITS

if TYPE_CHECKING:
    from ekphrasis_app.models.bundle import Bundle
    from ekphrasis_app.training.pairs import Pair
    from ekphrasis_app.training.tables import Plan


def add(commands: Commands) -> None:
    """Declare the command."""
    command = add_command(
        commands,
        "evaluate",
        run,
        "Measure how well a model finds the texts of pictures.",
        "A picture's rank is that of its best own text among all texts, or N of them.",
    )
    command.add_argument(
        "--bundle",
        metavar="NAME",
        action="append",
        help="the model or its folder; for tables several",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document")
    _add_pairs(command)
    _add_tables(command)


def _add_pairs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pairs", metavar="FOLDER", type=Path, required=True, help="pictures with their texts"
    )
    command.add_argument("--split", choices=SPLITS, default="test", help="default: test")
    command.add_argument(
        "--splits",
        metavar="FILE",
        default="splits.json",
        help="the file in FOLDER with the splits",
    )
    command.add_argument("--kind", choices=KINDS, default="", help="only this kind of pairs")
    command.add_argument(
        "--pool", metavar="N", type=at_least_one, default=0, help="rank among N texts at random"
    )
    command.add_argument("--seed", metavar="S", type=int, default=0, help="of the pools")


def _add_tables(command: argparse.ArgumentParser) -> None:
    wanted = command.add_mutually_exclusive_group()
    wanted.add_argument(
        "--tables", metavar="FOLDER", type=Path, help="write tables and a plot there as well"
    )
    wanted.add_argument(
        "--kinds", metavar="FOLDER", type=Path, help="write a table of all kinds of pairs there"
    )
    command.add_argument(
        "--depth", metavar="N", default="50", help="for tables: re-rank the best N, or all"
    )
    command.add_argument(
        "--grades", metavar="FILE", type=Path, help="for --tables: graded judgements"
    )


def run(arguments: argparse.Namespace, output: Output) -> int:
    """Print the retrieval figures, of one bundle or as tables of several."""
    from ekphrasis_app.app import folders
    from ekphrasis_app.models.bundle import open_bundle
    from ekphrasis_app.training.pairs import read_pairs

    pairs = read_pairs(arguments.pairs, arguments.split, arguments.kind, arguments.splits)
    homes = [_folder(word) for word in arguments.bundle or ["starter"]]
    if arguments.kinds:
        return _kinds(arguments, output, homes, pairs)
    bundles = [open_bundle(home, folders.fetched_weights()) for home in homes]
    if arguments.tables:
        return _tables(arguments, output, bundles, pairs)
    if len(bundles) > 1:
        raise InputProblem("Several models need --tables or --kinds.")
    return _figures(arguments, output, bundles[0], pairs)


def _folder(word: str) -> Path:
    """A bundle's folder, by its name, or by its path if it is more than a name."""
    from ekphrasis_app.app import folders

    return folders.bundle_folder(word) if Path(word).name == word else Path(word)


def _figures(
    arguments: argparse.Namespace, output: Output, bundle: "Bundle", pairs: "list[Pair]"
) -> int:
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.evaluation import evaluate

    report = evaluate(
        bundle,
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


def _tables(
    arguments: argparse.Namespace,
    output: Output,
    bundles: "list[Bundle]",
    pairs: "list[Pair]",
) -> int:
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.extras import need_extra
    from ekphrasis_app.training.table_files import markdown, write_tables
    from ekphrasis_app.training.tables import measure, read_judgements

    need_extra("matplotlib")
    plan = _plan(arguments)
    judgements = read_judgements(arguments.grades) if arguments.grades else None
    progress = output.progress("Encoding and scoring")
    cancel = CancelToken()
    tables = measure(
        bundles, arguments.pairs, pairs, decode_file, progress, cancel, plan, judgements
    )
    write_tables(tables, arguments.tables)
    if arguments.json:
        output.document({"tables": [table.as_dict() for table in tables]})
    else:
        output.line(markdown(tables))
    return 0


def _kinds(
    arguments: argparse.Namespace, output: Output, homes: list[Path], pairs: "list[Pair]"
) -> int:
    from ekphrasis_app.app import folders
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.kinds import measure_kinds, opened
    from ekphrasis_app.training.table_files import kinds_document, kinds_markdown, write_kinds

    tables = measure_kinds(
        opened(homes, folders.fetched_weights()),
        arguments.pairs,
        pairs,
        decode_file,
        output.progress("Encoding and scoring"),
        CancelToken(),
        _plan(arguments),
        output.note,
    )
    source = f"{arguments.split} of {arguments.splits}"
    write_kinds(tables, source, arguments.kinds)
    if arguments.json:
        output.document(kinds_document(tables, source))
    else:
        output.line(kinds_markdown(tables, source))
    return 0


def _plan(arguments: argparse.Namespace) -> "Plan":
    from ekphrasis_app.training.scoring import ALL
    from ekphrasis_app.training.tables import Plan

    if arguments.depth != "all" and not arguments.depth.isdecimal():
        raise InputProblem("{depth} is not a number or all.", depth=arguments.depth)
    return Plan(
        depth=ALL if arguments.depth == "all" else int(arguments.depth),
        pool=arguments.pool or Plan().pool,
        seed=arguments.seed,
    )


def _print(report: dict[str, Any], output: Output) -> None:
    output.line(f"{report['bundle']}: {report['pictures']} pictures, {report['texts']} texts.")
    for name, figures in (("Alone", report["bi_encoder"]), ("Re-ranked", report["reranked"])):
        if figures:
            shares = ", ".join(f"{figures[f'r{k}']:.1f} % in {k}" for k in (1, 5, 10, 20))
            output.line(
                f"{name}: {shares}; mean rank {figures['mean_rank']:.1f},"
                f" median {figures['median_rank']:.1f}."
            )
