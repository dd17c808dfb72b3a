"""Recipes: the paper's numbers, and what is said of a wrong one."""

from dataclasses import replace
from pathlib import Path

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.ce_clip.config import CrossConfig
from ekphrasis_app.training.ce_clip.recipe import FOLDER, Stage, read_recipe
from tests.fakes.training import RECIPE


def test_the_recipe_for_multim_poem_has_the_papers_numbers():
    recipe = read_recipe(Path("multim-poem"))
    assert recipe.cross_encoder == CrossConfig()
    assert (recipe.cross_encoder.layers, recipe.cross_encoder.hidden) == (12, 382)
    assert (recipe.loss.scale, recipe.loss.negatives) == (20.0, 3)
    assert (recipe.steps.learning_rate, recipe.steps.batch) == (1e-6, 64)
    assert (recipe.data.hold_out, recipe.data.part) == (0.2, 1.0)
    assert recipe.stages == (
        Stage("warm-up", 100, ("cross-encoder",)),
        Stage("fine-tune", 200, ("cross-encoder", "clip")),
    )


def test_the_baselines_share_its_split_and_differ_in_their_part():
    ours = read_recipe(Path("multim-poem"))
    parts = []
    for name in ("clip-few-shot", "clip-fully-supervised"):
        recipe = read_recipe(Path(name))
        assert (recipe.seed, recipe.data.hold_out) == (ours.seed, ours.data.hold_out)
        assert (recipe.steps.learning_rate, recipe.steps.batch) == (1e-6, 64)
        assert recipe.model == "clip"
        parts.append(recipe.data.part)
    assert parts == [0.2, 1.0]


def test_the_second_objective_differs_from_the_paper_in_nothing_else():
    first, second = read_recipe(Path("multim-poem")), read_recipe(Path("multim-poem-binary"))
    assert second.cross_encoder.objective == "binary"
    assert (first.loss, first.steps, first.stages) == (second.loss, second.steps, second.stages)


def test_the_ablation_differs_from_the_paper_in_its_inputs_alone():
    first, second = read_recipe(Path("multim-poem")), read_recipe(Path("multim-poem-vectors"))
    assert replace(second.cross_encoder, inputs="sequences") == first.cross_encoder
    assert replace(second, name=first.name, cross_encoder=first.cross_encoder) == first


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.toml")))
def test_every_recipe_that_comes_along_can_be_read(name):
    assert read_recipe(Path(name)).stages


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('model = "ce-clip"', 'model = "gpt"', "a model out of ce-clip, clip"),
        ("seed = 5", "seed = 5\n[extra]\na = 1", "a table that is not known, extra"),
        ("seed = 5", "", "seed"),
        ("batch = 6", "batches = 6", "not known: batches"),
        ("batch = 6", 'batch = "6"', "batch cannot be 6"),
        ("epochs = 3", "epochs = 0", "at least one epoch"),
        ('trains = ["cross-encoder"]', 'trains = ["all"]', "cannot train"),
        ("[loss]", "[loss", "cannot be used"),
        ("seed = 5", 'extends = "nothing"', "no recipe"),
    ],
)
def test_what_is_wrong_with_a_recipe_is_said(tmp_path, old, new, why):
    assert old in RECIPE
    (tmp_path / "recipe.toml").write_text(RECIPE.replace(old, new, 1))
    with pytest.raises(InputProblem, match=why):
        read_recipe(tmp_path / "recipe.toml")


def test_a_missing_recipe_names_those_that_come_along(tmp_path):
    with pytest.raises(InputProblem, match=r"clip-few-shot.*multim-poem"):
        read_recipe(tmp_path / "no.toml")
