"""``train``: making bundles."""

import argparse
from dataclasses import replace
from pathlib import Path

from ekphrasis_app.cli.arguments import Commands, add_command
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem

STARTERS = ("starter", "ridge", "cross")
"""The recipes that are not of CE-CLIP's kind."""


def add(commands: Commands) -> None:
    """Declare the command."""
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
    training.add_argument(
        "--seed",
        metavar="S",
        type=int,
        help="for starter, ridge and cross: instead of the recipe's",
    )
    training.add_argument("--cpu", action="store_true", help="train without a GPU")


def run_train(arguments: argparse.Namespace, output: Output) -> int:
    """Fetch what the recipe needs, train, and say where the bundle is."""
    if str(arguments.recipe) in STARTERS:
        return _train_starter(arguments, output)
    from ekphrasis_app.app.shelf import own_shelf
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.extras import need_extra

    need_extra("torch", "transformers", "accelerate", "tqdm", "matplotlib")
    from ekphrasis_app.training.ce_clip.recipe import read_recipe
    from ekphrasis_app.training.ce_clip.run import Places, fetch, train

    recipe, cancel = read_recipe(arguments.recipe, STARTERS), CancelToken()
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
    """Train the starter bundle, or what it is measured against, by a recipe of its kind."""
    from ekphrasis_app.app import folders
    from ekphrasis_app.capture.decode import decode_file
    from ekphrasis_app.training.extras import need_extra

    need_extra("torch")
    from ekphrasis_app.training.starter.recipe import read_recipe
    from ekphrasis_app.training.starter.run import train

    if arguments.out is None:
        raise InputProblem("A folder for the model is missing.", "Name one with --out.")
    recipe = read_recipe(str(arguments.recipe))
    if arguments.seed is not None:
        recipe = replace(recipe, seed=arguments.seed)
    bundle = train(
        recipe,
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
