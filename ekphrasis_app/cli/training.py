"""``train`` and ``evaluate``: making and measuring bundles."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekphrasis_app.cli.arguments import Commands, add_command, at_least_one
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem

if TYPE_CHECKING:
    from ekphrasis_app.models.bundle import Bundle
    from ekphrasis_app.training.pairs import Pair

STARTER = "starter"
"""The one recipe that is not of CE-CLIP's kind."""
SPLITS = ("train", "val", "test", "all")
KINDS = ("painting", "photo", "clipart", "poem-pair")


def add(commands: Commands) -> None:
    """Declare the commands."""
    _add_train(commands)
    _add_evaluate(commands)


def _add_train(commands: Commands) -> None:
    training = add_command(
        commands,
        "train",
        run_train,
        "Train a model by a recipe.",
        "A run that was broken off goes on where it was. Only fetching uses the network.",
    )
    training.add_argument(
        "recipe", metavar="RECIPE", type=Path, help="a file, or one that comes along"
    )
    training.add_argument(
        "--data", metavar="FOLDER", type=Path, required=True, help="the pairs to train with"
    )
    training.add_argument(
        "--out", metavar="FOLDER", type=Path, help="where checkpoints and the model go"
    )
    training.add_argument(
        "--mpnet", metavar="FOLDER", type=Path, help="where MPNet's weights are, if elsewhere"
    )
    training.add_argument(
        "--fetch-only", action="store_true", help="fetch pictures and MPNet, and do not train"
    )
    training.add_argument("--cpu", action="store_true", help="train without a GPU")


def _add_evaluate(commands: Commands) -> None:
    evaluating = add_command(
        commands,
        "evaluate",
        run_evaluate,
        "Measure how well a model finds the texts of pictures.",
        "A picture's rank is that of its best own text among all texts, or N of them.",
    )
    evaluating.add_argument(
        "--bundle", metavar="NAME", action="append", help="the model; several for tables"
    )
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
    evaluating.add_argument(
        "--tables", metavar="FOLDER", type=Path, help="write tables and a plot there as well"
    )
    evaluating.add_argument(
        "--depth", metavar="N", default="50", help="for tables: re-rank the best N, or all"
    )
    evaluating.add_argument(
        "--grades", metavar="FILE", type=Path, help="for tables: graded judgements"
    )


def run_train(arguments: argparse.Namespace, output: Output) -> int:
    """Fetch what the recipe needs, train, and say where the bundle is."""
    if arguments.recipe == Path(STARTER):
        return _train_starter(arguments, output)
    from ekphrasis_app.app.shelf import own_shelf
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.extras import need_extra

    need_extra("torch", "transformers", "accelerate", "tqdm", "matplotlib")
    from ekphrasis_app.training.ce_clip.recipe import read_recipe
    from ekphrasis_app.training.ce_clip.run import Places, fetch, train

    recipe, cancel = read_recipe(arguments.recipe), CancelToken()
    progress = output.progress("Fetching")
    if arguments.fetch_only:
        found = fetch(recipe, arguments.data, own_shelf(), decode_file, progress, cancel)
        for why, count in found.dead.items():
            output.line(f"{count} dead: {why}.")
        output.line(f"Pictures there: {found.there}. Not reached: {found.unreached}.")
        return 0
    if arguments.out is None:
        raise InputProblem("A folder for the model is missing.", "Name one with --out.")
    places = Places(arguments.data, arguments.out, own_shelf(), arguments.mpnet)
    bundle = train(recipe, places, decode_file, progress, cancel, arguments.cpu)
    output.line(f"The model is in {bundle}.")
    output.line(f"To find poems with it: ekphrasis bundle import {bundle}")
    return 0


def _train_starter(arguments: argparse.Namespace, output: Output) -> int:
    """Train the starter bundle by its own recipe."""
    from ekphrasis_app.app import folders
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.extras import need_extra

    need_extra("torch")
    from ekphrasis_app.training.starter.recipe import read_recipe
    from ekphrasis_app.training.starter.run import train

    if arguments.out is None:
        raise InputProblem("A folder for the model is missing.", "Name one with --out.")
    bundle = train(
        read_recipe(),
        arguments.data,
        folders.fetched_weights(),
        arguments.out,
        decode_file,
        output.progress("Encoding"),
        output.line,
        CancelToken(),
    )
    output.line(f"The model is in {bundle}.")
    return 0


def run_evaluate(arguments: argparse.Namespace, output: Output) -> int:
    """Print the retrieval figures, of one bundle or as tables of several."""
    from ekphrasis_app.app import folders
    from ekphrasis_app.models.bundle import open_bundle
    from ekphrasis_app.training.pairs import read_pairs

    pairs = read_pairs(arguments.pairs, arguments.split, arguments.kind)
    bundles = [
        open_bundle(folders.bundle_folder(name), folders.fetched_weights())
        for name in arguments.bundle or ["starter"]
    ]
    if arguments.tables:
        return _tables(arguments, output, bundles, pairs)
    if len(bundles) > 1:
        raise InputProblem("Several models need --tables.")
    return _figures(arguments, output, bundles[0], pairs)


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
    from ekphrasis_app.training.scoring import ALL
    from ekphrasis_app.training.table_files import markdown, write_tables
    from ekphrasis_app.training.tables import Plan, measure, read_judgements

    need_extra("matplotlib")
    if arguments.depth != "all" and not arguments.depth.isdecimal():
        raise InputProblem("{depth} is not a number or all.", depth=arguments.depth)
    plan = Plan(
        depth=ALL if arguments.depth == "all" else int(arguments.depth),
        pool=arguments.pool or Plan().pool,
        seed=arguments.seed,
    )
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


def _print(report: dict[str, Any], output: Output) -> None:
    output.line(f"{report['bundle']}: {report['pictures']} pictures, {report['texts']} texts.")
    for name, figures in (("Alone", report["bi_encoder"]), ("Re-ranked", report["reranked"])):
        if figures:
            shares = ", ".join(f"{figures[f'r{k}']:.1f} % in {k}" for k in (1, 5, 10, 20))
            output.line(
                f"{name}: {shares}; mean rank {figures['mean_rank']:.1f},"
                f" median {figures['median_rank']:.1f}."
            )
